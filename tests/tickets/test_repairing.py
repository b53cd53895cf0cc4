"""Waiting, going on, and the service record (D7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from equipment.models import HourReading
from regulation.calendars import local_day
from tests.tickets import trips
from tickets import services
from tickets.choices import RecordResult
from tickets.models import ServiceRecord
from tickets.services import (
    MinutesNotPossible,
    NoteTooLong,
    WorkMissing,
    record_service,
)
from tickets.states import TicketStatus, TransitionNotAllowed

pytestmark = pytest.mark.django_db

S = TicketStatus


def record(ticket, actor, at, **facts):
    given = {"work_done": "更换密封圈", "minutes_worked": 67, "result": RecordResult.FIXED}
    return record_service(ticket, actor=actor, at=at, **given | facts)


@pytest.mark.parametrize("result", [RecordResult.FIXED, RecordResult.TEMPORARY])
def test_a_record_resolves_the_ticket(ticket_in, norths_engineer, north, at, result):
    """D7: what was done, how long, with what result."""
    made = record(ticket_in(S.ASSIGNED), norths_engineer.user, at, result=result)
    ticket = made.ticket
    assert made.number == "S-2026-00001"
    assert (made.engineer, made.dealer, made.minutes_worked) == (norths_engineer, north, 67)
    assert (ticket.status, ticket.outcome, ticket.resolved_at) == (S.RESOLVED, result, at)
    step = ticket.events.in_order().last()
    assert (step.verb, step.about, step.note) == ("record", made.number, "更换密封圈")


def test_what_is_not_fixed_stays_with_the_engineer(ticket_in, norths_engineer, at):
    ticket = ticket_in(S.ASSIGNED)
    record(ticket, norths_engineer.user, at, result=RecordResult.NOT_FIXED)
    assert (ticket.status, ticket.resolved_at, ticket.outcome) == (S.ASSIGNED, None, "not_fixed")
    record(ticket, norths_engineer.user, at)
    assert ticket.status == S.RESOLVED
    assert list(ticket.records.order_by("pk").values_list("result", flat=True)) == ["not_fixed", "fixed"]


REFUSED = [
    ({"work_done": " "}, WorkMissing),
    ({"work_done": "长" * 2001}, NoteTooLong),
    ({"minutes_worked": -1}, MinutesNotPossible),
    ({"minutes_worked": 1440 * 31 + 1}, MinutesNotPossible),
]


@pytest.mark.parametrize(("facts", "refusal"), REFUSED)
def test_a_record_that_cannot_be_meant_is_refused(ticket_in, norths_engineer, at, facts, refusal):
    ticket = ticket_in(S.ASSIGNED)
    with pytest.raises(refusal):
        record(ticket, norths_engineer.user, at, **facts)
    assert not ServiceRecord.objects.exists()


@pytest.mark.parametrize("person", ["norths_desk", "dispatcher", "agent", "souths_engineer"])
def test_only_the_assigned_engineer_records(request, ticket_in, person, at):
    found = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        record(ticket_in(S.ASSIGNED), getattr(found, "user", found), at)


@pytest.mark.parametrize("status", [S.WAITING, S.RESOLVED, S.CLOSED])
def test_states_are_not_skipped(ticket_in, norths_engineer, at, status):
    """E2."""
    with pytest.raises(TransitionNotAllowed):
        record(ticket_in(status, engineer=norths_engineer), norths_engineer.user, at)


def standing(unit):
    rows = HourReading.objects.filter(equipment=unit, withdrawn_at__isnull=True)
    return list(rows.order_by("read_on").values_list("read_on", "meter"))


def test_a_meter_that_was_mistyped_is_put_right_on_the_record(ticket_in, unit, norths_engineer, at):
    """D7, C4: what the record told before is withdrawn with its number, and no later reading is refused."""
    day, engineer = local_day(at), norths_engineer.user
    record = trips.written(ticket_in(S.ASSIGNED), norths_engineer, at, meter=5000)
    assert standing(unit) == [(day, 5000)]
    for meter, left in ((500, [(day, 500)]), (None, []), (510, [(day, 510)])):
        record = services.amend_record(record, actor=engineer, at=at, reason="表抄错")
        later = at + timedelta(days=2)
        record = services.rewrite_record(
            record, actor=engineer, at=later, work_done="补油", minutes_worked=60, meter=meter
        )
        assert standing(unit) == left, meter
    gone = HourReading.objects.filter(equipment=unit, withdrawn_at__isnull=False)
    assert {one.withdrawn_because for one in gone} == {f"{record.number} 改写时更正。"}
    assert {one.taken_in for one in HourReading.objects.filter(equipment=unit)} == {record.number}
