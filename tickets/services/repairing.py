"""The work itself: the service record of a trip, written while it goes on and kept when it is done (D7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from equipment.services import drop_hours, take_hours
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions
from tickets.choices import RecordResult
from tickets.models import RecordLine, RecordReading, ServiceRecord, Ticket
from tickets.onsite.device_time import DeviceTime, Moment, moment_of
from tickets.onsite.items import ReadingItem, RecordItem, item_faults, total_charged
from tickets.onsite.states import RecordStandsOtherwise, RecordStatus, RecordVerb
from tickets.services.appointing import end_appointment
from tickets.services.diagnosing import Diagnosis, check_diagnosis, settle_class, settle_class_later
from tickets.services.holding import hold
from tickets.services.moving import _move
from tickets.services.notes import LONGEST_DESCRIPTION, checked
from tickets.services.record_moving import _move_record, begin_record, claim_open
from tickets.services.repair_time import count_time_in_repair
from tickets.services.replaced_parts import cover_parts_of
from tickets.services.travelling import earliest, trip_of
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_WORK: Final = 1440 * 31  # minutes: a month without a break


class WorkMissing(Refusal):
    code = "work_missing"
    message = _("Write what was done, so that the next one to come knows it.")


class MinutesNotPossible(Refusal):
    code = "minutes_not_possible"
    message = _("Working time is a number of minutes from 0 to %(limit)s. Mend it.")


class ResultStays(Refusal):
    code = "result_stays"
    message = _("How the trip ended can't be changed any more. If the fault is back, reopen the ticket.")


@transaction.atomic
def record_service(
    ticket: Ticket,
    *,
    actor: "User",
    at: datetime,
    work_done: str,
    minutes_worked: int,
    result: str,
    told: DeviceTime | None = None,
    items: Sequence[RecordItem] | None = None,
    readings: Sequence[ReadingItem] | None = None,
    diagnosis: Diagnosis | None = None,
    **more: Any,
) -> ServiceRecord:
    """Keep what was done on a trip; a fault not put right leaves the ticket with its engineer (D7).

    Where the trip was not begun before, as with what was carried in, the record begins now. Lines,
    readings and diagnosis that are not given stay as they were drafted; `more` is minutes on the
    way and the hour meter.
    """
    if not permissions.may_record(actor, ticket):
        raise PermissionDenied
    facts = _checked(work_done=work_done, minutes_worked=minutes_worked, **more)
    outcome = RecordResult(result)
    hold(ticket)  # before the series of numbers, as every other step does
    trip = trip_of(ticket)
    not_before = earliest(ticket, trip, at=at) if told else at
    moment = moment_of(told, received_at=at, not_before=not_before)
    found = diagnosis or _drafted(trip)
    check_diagnosis(ticket, trip, found)
    settle_class(ticket, found, actor=actor, at=at, happened_at=moment.at)
    record = trip or begin_record(ticket, RecordVerb.BEGIN, moment=moment, actor=actor)
    moved = _end_trip(ticket, record, actor=actor, moment=moment, work=facts["work_done"], outcome=outcome)
    record.ticket = moved
    facts |= {"recorded_at": moment.at, "result": outcome, **found.facts}
    return _written(record, facts, actor=actor, moment=moment, items=items, readings=readings)


def _drafted(trip: ServiceRecord | None) -> Diagnosis:
    return Diagnosis() if trip is None else Diagnosis(cause=trip.cause, remedy=trip.remedy)


def _end_trip(
    ticket: Ticket,
    record: ServiceRecord,
    *,
    actor: "User",
    moment: Moment,
    work: str,
    outcome: RecordResult,
) -> Ticket:
    is_over = outcome is not RecordResult.NOT_FIXED
    moved = _move(
        ticket,
        TicketVerb.RECORD,
        TicketStatus.RESOLVED if is_over else TicketStatus.ASSIGNED,
        actor=actor,
        at=moment.received_at,
        happened_at=moment.at,
        note=work,
        about=record.number,
        outcome=outcome.value,
        resolved_at=moment.at if is_over else None,
    )
    end_appointment(moved, TicketVerb.RECORD, at=moment.at)
    if is_over:
        count_time_in_repair(moved, at=moment.at)
    return moved


@transaction.atomic
def draft_record(
    record: ServiceRecord,
    *,
    actor: "User",
    items: Sequence[RecordItem],
    readings: Sequence[ReadingItem],
    work_done: str = "",
    minutes_worked: int | None = None,
    result: str = "",
    diagnosis: Diagnosis | None = None,
    **more: Any,
) -> ServiceRecord:
    """Keep what is written so far; nothing of it is anybody's news before the work is done (D7)."""
    _check_writer(record, actor)
    facts = _checked(work_done=work_done, minutes_worked=minutes_worked, is_draft=True, **more)
    if record.recorded_at is None:
        facts["result"] = RecordResult(result) if result else ""
    elif not facts["work_done"] or facts["minutes_worked"] is None:
        raise WorkMissing(field="work_done")
    if diagnosis is not None:
        check_diagnosis(record.ticket, record, diagnosis)
        facts |= diagnosis.facts
    drafted = claim_open(record, total=total_charged(items), **facts)
    _put_items(record, items, readings)
    return drafted


@transaction.atomic
def rewrite_record(
    record: ServiceRecord,
    *,
    actor: "User",
    at: datetime,
    work_done: str,
    minutes_worked: int,
    result: str = "",
    items: Sequence[RecordItem] | None = None,
    readings: Sequence[ReadingItem] | None = None,
    diagnosis: Diagnosis | None = None,
    **more: Any,
) -> ServiceRecord:
    """Write down anew what was opened to be changed: it has to be signed again, the ticket stays (D7)."""
    hold(record.ticket)
    _check_writer(record, actor)
    status = RecordStatus(record.status)
    if record.recorded_at is None or status is not RecordStatus.OPEN:
        raise RecordStandsOtherwise(number=record.number, status=status.label)
    if result and result != record.result:
        raise ResultStays(field="result")
    facts = _checked(work_done=work_done, minutes_worked=minutes_worked, **more)
    if diagnosis is not None:
        check_diagnosis(record.ticket, record, diagnosis)
        settle_class_later(record.ticket, diagnosis, actor=actor, at=at)
        facts |= diagnosis.facts
    return _written(record, facts, actor=actor, moment=Moment(at, at), items=items, readings=readings)


@transaction.atomic
def amend_record(record: ServiceRecord, *, actor: "User", at: datetime, reason: str) -> ServiceRecord:
    """Open a written record to be changed; what was signed stays on record, and the change is signed anew."""
    hold(record.ticket)
    _check_writer(record, actor)
    why = checked(reason, field="reason", missing=WorkMissing(_("Write what has to be changed, and why.")))
    return _move_record(
        record,
        RecordVerb.AMEND,
        moment=Moment(at, at),
        actor=actor,
        note=why,
        unsigned_because="",
        audited_at=None,
        audited_by=None,
        audit_reason="",
    )


def _check_writer(record: ServiceRecord, actor: "User") -> None:
    if not permissions.may_write_record(actor, record):
        raise PermissionDenied


def _checked(
    *,
    work_done: str,
    minutes_worked: int | None,
    minutes_travelled: int | None = None,
    meter: int | None = None,
    is_draft: bool = False,
) -> dict[str, Any]:
    """Return the facts of a record as they are kept; a draft may lack what is not known yet."""
    missing = None if is_draft else WorkMissing()
    work = checked(work_done, field="work_done", limit=LONGEST_DESCRIPTION, missing=missing)
    for field, minutes in (("minutes_worked", minutes_worked), ("minutes_travelled", minutes_travelled)):
        if minutes is not None and not 0 <= minutes <= LONGEST_WORK:
            raise MinutesNotPossible(limit=LONGEST_WORK, field=field)
    return {
        "work_done": work,
        "minutes_worked": minutes_worked,
        "minutes_travelled": minutes_travelled,
        "meter": meter,
    }


def _written(
    record: ServiceRecord,
    facts: dict[str, Any],
    *,
    actor: "User",
    moment: Moment,
    items: Sequence[RecordItem] | None,
    readings: Sequence[ReadingItem] | None,
) -> ServiceRecord:
    if items is not None or readings is not None:
        _put_items(record, items or (), readings or ())
        facts["total"] = total_charged(items or ())
    written = _move_record(record, RecordVerb.WRITE, moment=moment, actor=actor, **facts)
    _keep_hours(written, actor=actor, at=moment.received_at)
    cover_parts_of(written, at=moment.received_at)
    return written


def _keep_hours(record: ServiceRecord, *, actor: "User", at: datetime) -> None:
    """Put what the meter showed on the day of the work into the unit's file, or take it back from there."""
    unit = record.ticket.equipment
    if unit is None or record.recorded_at is None:
        return
    if record.meter is None:
        drop_hours(unit, taken_in=record.number, actor=actor, at=at)
        return
    day = local_day(record.recorded_at)
    take_hours(unit, actor=actor, at=at, read_on=day, meter=record.meter, taken_in=record.number)


def _put_items(record: ServiceRecord, items: Sequence[RecordItem], readings: Sequence[ReadingItem]) -> None:
    """Write lines and readings anew as a whole; the first that can't be meant is named."""
    for fault in item_faults(items, readings):
        raise fault
    record.lines.all().delete()
    record.readings.all().delete()
    RecordLine.objects.bulk_create(
        RecordLine(
            record=record,
            position=position,
            kind=item.kind,
            text=item.text,
            part_number=item.part_number.strip().upper(),
            quantity=item.quantity,
            unit=item.unit,
            unit_price=item.unit_price,
            amount=item.amount,
            old_part=item.old_part,
        )
        for position, item in enumerate(items, start=1)
    )
    RecordReading.objects.bulk_create(
        RecordReading(record=record, position=position, name=item.name, value=item.value, unit=item.unit)
        for position, item in enumerate(readings, start=1)
    )
