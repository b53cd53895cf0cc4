"""In warranty any outlet serves any unit: looked up by its exact number, opened by who serves it (D4)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from equipment.rules import clean_text
from equipment.services import find_covered_unit
from records.audit import record_audit
from records.choices import AuditVerb
from records.models import AuditEntry
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import Ticket
from tickets.services.dispatching import DealerNotServing, accept_ticket, begin_offered
from tickets.services.opening import Intake, drawn_up, intake_faults

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment

MOST_CHECKS: Final = 30  # of one dealer's people within an hour
AN_HOUR: Final = timedelta(hours=1)


class TooManyChecks(Refusal):
    code = "too_many_checks"
    status = 429
    message = _("Too many serial numbers were checked within the hour. Call headquarters, or go on later.")


class NothingCovered(Refusal):
    code = "nothing_covered"
    status = 404
    message = _(
        "Under this number nothing is in warranty here. Look at the plate again; if it is right, call "
        "headquarters: they open the ticket."
    )


class PlaceMissing(Refusal):
    code = "place_missing"
    message = _("Write where the machine stands: the engineer has to find it.")


def covered_unit(serial_number: str, *, actor: "User", at: datetime) -> "Equipment":
    """Return a unit in warranty by its exact number; each look is counted, recorded and may be too many.

    The caller shows model and end of warranty, and nothing else of it: whose it is stays unknown.
    """
    if not permissions.may_serve_any(actor):
        raise PermissionDenied
    looks = AuditEntry.objects.filter(verb=AuditVerb.WARRANTY_CHECKED, at__gt=at - AN_HOUR)
    if looks.filter(actor__dealer=actor.dealer_id)[:MOST_CHECKS].count() >= MOST_CHECKS:
        raise TooManyChecks(field="serial_number")
    unit = find_covered_unit(serial_number, on=local_day(at))
    record_audit(
        actor=actor,
        at=at,
        verb=AuditVerb.WARRANTY_CHECKED,
        object_type="equipment",
        object_ref=unit.serial_number if unit else "",
    )
    if unit is None:
        raise NothingCovered(field="serial_number")
    return unit


@transaction.atomic
def open_in_warranty(*, actor: "User", at: datetime, intake: Intake) -> Ticket:
    """Open a ticket for any unit in warranty: whoever opens it serves it, at the maker's cost.

    Nothing of the unit's own dealer goes into it: who calls, and from where, is what was typed.
    """
    unit, dealer = intake.equipment, actor.dealer
    if unit is None or dealer is None or not permissions.may_serve_in_warranty(actor, unit, on=local_day(at)):
        raise PermissionDenied
    if not dealer.is_active:
        raise DealerNotServing(dealer=dealer.name)
    for fault in covered_faults(intake, actor=actor):
        raise fault
    ticket = drawn_up(_as_of_a_caller(intake), unit=unit, actor=actor, at=at)
    return accept_ticket(begin_offered(ticket, dealer, actor=actor, at=at), actor=actor, at=at)


def covered_faults(
    intake: Intake, *, actor: "User", unread: "frozenset[str]" = frozenset()
) -> Iterator[Refusal]:
    """Name all that keeps such a ticket from being opened: nothing is taken over from the unit's file."""
    yield from intake_faults(_as_of_a_caller(intake), actor=actor, unread=unread)
    if not clean_text(intake.place_text) and "place" not in unread:
        yield PlaceMissing(field="place")


def _as_of_a_caller(intake: Intake) -> Intake:
    """Return the request as if the unit were not on file: customer, contact and place are those typed."""
    product = intake.equipment.product if intake.equipment else None
    return replace(intake, equipment=None, product=product, previous=None)
