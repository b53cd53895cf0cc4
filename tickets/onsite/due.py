"""What of service records is due: to be judged, to be mended, to be finished and signed (D8, L1)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext as _

from records.due import DueItem
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import ServiceRecord
from tickets.onsite.states import RecordStatus

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.onsite.querysets import ServiceRecordQuerySet

MOST_SHOWN: Final = 10


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what the person judges, the longest waiting first, and what they owe, the latest first."""
    today = local_day(at)
    to_judge = _to_judge(actor).with_names().longest_done_first()[:MOST_SHOWN]
    owed = _owed(actor, today).with_names().owed_first()[:MOST_SHOWN]
    return [*(_judged(record) for record in to_judge), *(_mended(record, today) for record in owed)]


def waiting(actor: "User", at: datetime) -> "ServiceRecordQuerySet":
    """Return the records that wait for the person."""
    return _to_judge(actor) | _owed(actor, local_day(at))


def _to_judge(actor: "User") -> "ServiceRecordQuerySet":
    rows = ServiceRecord.objects.visible_to(actor)
    return rows.to_audit() if permissions.may_audit_records(actor) else rows.none()


def _owed(actor: "User", today: date) -> "ServiceRecordQuerySet":
    """Return what was returned to them, and what is late; what is not due yet is nobody's reminder."""
    rows = ServiceRecord.objects.visible_to(actor)
    if not permissions.may_see(actor):
        return rows.none()
    return rows.owed_by(actor).filter(Q(status=RecordStatus.RETURNED) | Q(back_by__lt=today))


def _judged(record: ServiceRecord) -> DueItem:
    return DueItem(
        icon="clipboard-check",
        title=f"{record.number} {record.work_done[:60]}",
        detail=_("Service record to be audited · %(who)s") % {"who": _who(record)},
        url=record.get_absolute_url(),
        button=_("Audit"),
        due=record.recorded_at or record.began_at,
    )


def _mended(record: ServiceRecord, today: date) -> DueItem:
    is_returned = record.status == RecordStatus.RETURNED
    said = _("Returned: %(reason)s · %(who)s") if is_returned else _("Service record not back · %(who)s")
    return DueItem(
        icon="arrow-back-up" if is_returned else "clock-exclamation",
        title=f"{record.number} {record.ticket.description[:60]}",
        detail=said % {"reason": record.audit_reason, "who": _who(record)},
        url=record.get_absolute_url(),
        button=_("Mend it") if is_returned else _("Open record"),
        due=record.back_by,
        opens=local_day(record.began_at),
        tone="bad" if record.back_by < today else "warn",
    )


def _who(record: ServiceRecord) -> str:
    parts = [record.dealer.name if record.dealer else _("Headquarters"), record.engineer.name]
    return " · ".join(str(part) for part in parts)
