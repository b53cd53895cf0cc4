"""The service administrator of the demonstration: judges records, sends some back, doubts a few (D8)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from aftersales.demo import words
from aftersales.demo.trips import SIGNED
from tickets.models import ServiceRecord
from tickets.onsite.states import RecordStatus
from tickets.services import Signature, amend_record, audit_record, rewrite_record, sign_record

if TYPE_CHECKING:
    from aftersales.demo.year import Year

WAITS: Final = timedelta(hours=41)  # until somebody has time for a record
MENDED_AFTER: Final = timedelta(hours=30)
EVERY_RETURNED, EVERY_ABNORMAL, EVERY_INVALID = 9, 23, 61  # one record in so many


def judge(pk: int, *, year: "Year", at: datetime) -> None:
    """Say what a record is found to be; what was mended passes."""
    record = _fresh(pk)
    if record.status != RecordStatus.SIGNED:
        return
    result, reason = _finding(record)
    audit_record(record, actor=year.cast.users["auditor"], at=at, result=result, reason=reason)
    if result is RecordStatus.RETURNED:
        year.do_at(at + MENDED_AFTER, lambda now: _mend(pk, year=year, at=now))


def _finding(record: ServiceRecord) -> tuple[RecordStatus, str]:
    if record.signed_version == 1:
        for every, result in (
            (EVERY_RETURNED, RecordStatus.RETURNED),
            (EVERY_ABNORMAL, RecordStatus.ABNORMAL),
            (EVERY_INVALID, RecordStatus.INVALID),
        ):
            if record.pk % every == every - 1:
                return result, words.FINDINGS[result]
    return RecordStatus.PASSED, words.FINDINGS[RecordStatus.PASSED]


def _mend(pk: int, *, year: "Year", at: datetime) -> None:
    """Write it anew and have it signed again."""
    record = _fresh(pk)
    engineer = record.engineer.user
    if engineer is None or record.status != RecordStatus.RETURNED:
        return
    amend_record(record, actor=engineer, at=at, reason=record.audit_reason)
    rewrite_record(
        record,
        actor=engineer,
        at=at,
        work_done=f"{record.work_done}{words.MENDED}",
        minutes_worked=record.minutes_worked or 0,
        minutes_travelled=record.minutes_travelled,
    )
    name = record.ticket.contact_name or words.SIGNER
    sign_record(record, actor=engineer, at=at, signature=Signature(name, "contact", SIGNED))
    year.do_at(at + WAITS, lambda now: judge(pk, year=year, at=now))


def _fresh(pk: int) -> ServiceRecord:
    return ServiceRecord.objects.with_names().select_related("engineer__user").get(pk=pk)
