"""Who looks at very many phone numbers within an hour is asked about (C10, safety.md E8)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from dealers import permissions
from dealers.models import RevealAlert, User
from records.audit import record_audit
from records.choices import AuditVerb
from records.models import AuditEntry
from records.numbers import take_number
from records.refusals import MovedByAnother, Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST_AN_HOUR: Final = 50  # safety.md, E8: more than 50 reveals an hour raise an alert
HOUR: Final = timedelta(hours=1)
LONGEST_FINDING: Final = 300


class FindingMissing(Refusal):
    code = "finding_missing"
    message = _("Write what came of it, in at most 300 characters: it ends the alert.")


class AlertHandled(MovedByAnother):
    message = _("Somebody else has looked into this first. Reload the page to see what they found.")


@transaction.atomic
def record_reveal(*, actor: User, at: datetime, object_ref: str, reason: str) -> None:
    """Record that a person saw a whole number; more than fifty within an hour raise an alert, once an hour.

    A person's reveals are counted one after the other, so that of many at one moment none goes uncounted.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    record_audit(
        actor=actor,
        at=at,
        verb=AuditVerb.PHONE_REVEALED,
        object_type="customer_contact",
        object_ref=object_ref,
        reason=reason,
    )
    lately = AuditEntry.objects.filter(
        actor=actor, verb=AuditVerb.PHONE_REVEALED, at__gt=at - HOUR, at__lte=at
    ).aggregate(count=Count("pk"), since=Min("at"))
    if lately["count"] > MOST_AN_HOUR:
        _raise_once(actor, at=at, count=lately["count"], since=lately["since"])


def _raise_once(person: User, *, at: datetime, count: int, since: datetime) -> None:
    if RevealAlert.objects.filter(person=person, raised_at__gt=at - HOUR, raised_at__lte=at).exists():
        return
    number = take_number("P", year=local_day(at).year)
    RevealAlert.objects.create(number=number, person=person, since=since, until=at + HOUR, raised_at=at)
    record_audit(
        actor=person,
        at=at,
        verb=AuditVerb.PHONES_ALERT,
        object_type="reveal_alert",
        object_ref=number,
        reason=f"{count} since {since.isoformat(timespec='seconds')}",
    )


def revealed(alert: RevealAlert) -> "QuerySet[AuditEntry]":
    """Return what the person looked at in the time of an alert, newest first, as the audit has it."""
    looked = AuditEntry.objects.filter(actor=alert.person_id, verb=AuditVerb.PHONE_REVEALED)
    return looked.filter(at__gte=alert.since, at__lt=alert.until).order_by("-at", "-pk")


def handle_alert(alert: RevealAlert, *, actor: User, at: datetime, finding: str) -> RevealAlert:
    """End an alert with what came of it; nobody looks into their own."""
    if not permissions.may_handle_alert(actor, alert):
        raise PermissionDenied
    told = " ".join(finding.split())
    if not told or len(told) > LONGEST_FINDING:
        raise FindingMissing(field="finding")
    handled = RevealAlert.objects.open().filter(pk=alert.pk)
    if not handled.update(handled_by=actor, handled_at=at, finding=told):
        raise AlertHandled
    alert.refresh_from_db()
    return alert
