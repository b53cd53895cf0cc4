"""The one writer of a service record's status: check, claim, record the step (D7)."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.numbers import take_number
from records.refusals import MovedByAnother
from regulation.calendars import local_day
from regulation.services import version_in_force, work_calendar
from tickets.models import RecordEvent, ServiceRecord
from tickets.onsite.back_rules import back_by
from tickets.onsite.device_time import Moment
from tickets.onsite.states import RecordStatus, RecordVerb, target_of

if TYPE_CHECKING:
    from dealers.models import ServiceStaff, User
    from tickets.models import Ticket, TicketEvent


class RecordMovedByAnother(MovedByAnother):
    message = _(
        "Somebody else was first: service record %(number)s is now “%(status)s”. Look at it, then go on."
    )


def begin_record(
    ticket: "Ticket", verb: RecordVerb, *, moment: Moment, actor: "User", **facts: Any
) -> ServiceRecord:
    """Begin the record of a trip, with its number and first step; who has the ticket writes it."""
    record = ServiceRecord.objects.create(
        number=take_number("S", year=local_day(moment.at).year),
        ticket=ticket,
        engineer=cast("ServiceStaff", ticket.engineer),  # the table lets only the assigned one begin
        dealer=ticket.dealer,
        status=target_of(verb, None, number=""),
        began_at=moment.at,
        back_by=back_by_from(local_day(moment.at)),
        **facts,
    )
    _put_step(record, verb, None, moment=moment, actor=actor)
    return record


def back_by_from(day: date) -> date:
    """Return by when a record is back whose days are counted from this one, by the version in force then."""
    rules = version_in_force(day).typed.service_records
    return back_by(day, working_days=rules.back_within_working_days, calendar=work_calendar())


def _move_record(
    record: ServiceRecord,
    verb: RecordVerb,
    *,
    moment: Moment,
    actor: "User | None",
    note: str = "",
    **facts: Any,
) -> ServiceRecord:
    """Check the table, claim the row, record the step: the only code that moves a service record."""
    source = RecordStatus(record.status)
    target = target_of(verb, source, number=record.number)
    _claim(record, status=target, **facts)
    _put_step(record, verb, source, moment=moment, actor=actor, note=note)
    return record


def claim_open(record: ServiceRecord, **facts: Any) -> ServiceRecord:
    """Write facts of a record that is being written, and nothing of one that is not."""
    if record.status != RecordStatus.OPEN:
        raise _moved_by_another(record)
    return _claim(record, **facts)


def _claim(record: ServiceRecord, **facts: Any) -> ServiceRecord:
    as_seen = ServiceRecord.objects.filter(pk=record.pk, status=record.status, version=record.version)
    if not as_seen.update(version=F("version") + 1, **facts):
        raise _moved_by_another(record)
    record.version += 1
    for name, value in facts.items():
        setattr(record, name, value)
    return record


def _moved_by_another(record: ServiceRecord) -> RecordMovedByAnother:
    record.refresh_from_db(fields=["status", "version"])
    return RecordMovedByAnother(number=record.number, status=RecordStatus(record.status).label)


def _put_step(
    record: ServiceRecord,
    verb: RecordVerb,
    source: RecordStatus | None,
    *,
    moment: Moment,
    actor: "User | None",
    note: str = "",
) -> None:
    RecordEvent.objects.create(
        record=record,
        verb=verb,
        source=source or "",
        target=record.status,
        at=moment.at,
        received_at=moment.received_at,
        device_at=moment.device_at,
        clock_off_seconds=round(moment.clock_off.total_seconds()),
        actor=actor,
        note=note,
    )


def break_off_trip(ticket: "Ticket", event: "TicketEvent") -> None:
    """End a trip of which nothing was written down: the work went to somebody else, or is not needed."""
    moment = Moment(event.at, event.at)
    for record in ServiceRecord.objects.under_way().filter(ticket=ticket):
        why = f"{event.get_verb_display()} {event.about}".strip()
        _move_record(record, RecordVerb.BREAK_OFF, moment=moment, actor=event.actor, note=why)
