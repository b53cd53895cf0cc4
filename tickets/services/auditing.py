"""The audit of service records: what headquarters finds of each, with its reason (D8)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.telling import News, tell
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.letters import RECORD_RETURNED
from tickets.models import ServiceRecord, SignedRecord
from tickets.onsite.check_words import named
from tickets.onsite.checking import differences
from tickets.onsite.device_time import Moment
from tickets.onsite.states import AUDITS, RecordStatus, target_of
from tickets.services.holding import hold
from tickets.services.notes import checked
from tickets.services.record_moving import _move_record, back_by_from
from tickets.services.replaced_parts import cover_parts_of, uncover_parts_of

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_REASON: Final = 400


class AuditReasonMissing(Refusal):
    code = "audit_reason_missing"
    message = _("Write why, or choose a usual reason: the dealer reads it, and it stays with the record.")


class RecordDiffers(Refusal):
    code = "record_differs"
    status = 409
    message = _(
        "Record %(number)s can't pass: it is not as it was signed (%(fields)s). Find it abnormal or invalid."
    )


@transaction.atomic
def audit_record(
    record: ServiceRecord, *, actor: "User", at: datetime, result: str, reason: str
) -> ServiceRecord:
    """Say what a record is found to be: passed, returned, abnormal or invalid; only what passed counts later.

    What is returned has to be back, mended and signed again, by a day counted from the return.
    """
    hold(record.ticket)
    if not permissions.may_audit(actor, record):
        raise PermissionDenied
    found, before = RecordStatus(result), RecordStatus(record.status)
    verb = AUDITS[found]
    target_of(verb, before, number=record.number)
    why = checked(reason, field="reason", limit=LONGEST_REASON, missing=AuditReasonMissing())
    if found is RecordStatus.PASSED:
        _check_unchanged(record)
    facts: dict[str, Any] = {"audited_at": at, "audited_by": actor, "audit_reason": why}
    if found is RecordStatus.RETURNED:
        facts |= {"back_by": back_by_from(local_day(at)), "chased_on": None}
    audited = _move_record(record, verb, moment=Moment(at, at), actor=actor, note=why, **facts)
    if found is RecordStatus.RETURNED:
        _tell_engineer(audited, at=at)
    if found is RecordStatus.INVALID:
        uncover_parts_of(audited, at=at)
    elif before is RecordStatus.INVALID:  # it turned out to be true after all
        cover_parts_of(audited, at=at)
    return audited


def _check_unchanged(record: ServiceRecord) -> None:
    signed = SignedRecord.objects.with_record().filter(record=record).order_by("-version").first()
    differs = differences(signed) if signed else []
    if differs:
        raise RecordDiffers(number=record.number, fields="、".join(named(differs)), field="result")


def _tell_engineer(record: ServiceRecord, *, at: datetime) -> None:
    """Tell who wrote it what is to be mended, and by when."""
    if record.engineer.user is None:
        return
    values = {
        "record": record.number,
        "number": record.ticket.number,
        "reason": record.audit_reason,
        "day": record.back_by.isoformat(),
    }
    key = f"record/{record.pk}/{record.version}/returned"
    news = News(RECORD_RETURNED, lambda: values, key=key, about=record.number, at=at)
    tell(news, people=[record.engineer.user])
