"""On the way and there: what begins a trip, what ends it early, and when it counts (D3, D7)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from records.models import OutboxMessage
from regulation.choices import ClockKind, WaitReason
from tests.factories.dealers import ServiceStaffFactory
from tickets import services
from tickets.models import ServiceRecord, Ticket, TicketClock
from tickets.onsite.device_time import DeviceTime
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
HOUR = timedelta(hours=1)


@pytest.fixture
def ticket(ticket_in):
    return ticket_in(S.ASSIGNED)


def test_a_departure_begins_the_record_of_the_trip(ticket, norths_engineer, north, at):
    record = services.depart(ticket, actor=norths_engineer.user, at=at)
    assert (record.number, record.status, record.departed_at) == ("S-2026-00001", "open", at)
    assert (record.engineer, record.dealer, record.recorded_at) == (norths_engineer, north, None)
    assert (ticket.status, ticket.events.in_order().last().verb) == (S.ASSIGNED, "depart")
    assert list(record.events.values_list("verb", "source", "target")) == [("depart", "", "open")]


def test_the_arrival_meets_the_clock_to_attend(ticket, norths_engineer, at):
    """D3: the customer waits for somebody to come, not for the paper."""
    services.depart(ticket, actor=norths_engineer.user, at=at)
    record = services.arrive(ticket, actor=norths_engineer.user, at=at + HOUR)
    assert (record.departed_at, record.arrived_at) == (at, at + HOUR)
    assert TicketClock.objects.get(ticket=ticket, kind=ClockKind.ATTEND).met_at == at + HOUR
    assert TicketClock.objects.get(ticket=ticket, kind=ClockKind.FIX).met_at is None


def test_who_forgot_to_say_that_they_left_arrives_all_the_same(ticket, norths_engineer, at):
    record = services.arrive(ticket, actor=norths_engineer.user, at=at)
    assert (record.departed_at, record.arrived_at, record.began_at) == (None, at, at)


def test_an_arrival_told_later_counts_when_it_was(ticket, norths_engineer, at):
    """The phone had no signal for two hours, and its clock is a day ahead."""
    day = timedelta(days=1)
    told = DeviceTime(at + 2 * HOUR + day, at + 4 * HOUR + day)
    record = services.arrive(ticket, actor=norths_engineer.user, at=at + 4 * HOUR, told=told)
    assert record.arrived_at == at + 2 * HOUR
    assert TicketClock.objects.get(ticket=ticket, kind=ClockKind.ATTEND).met_at == at + 2 * HOUR
    step = record.events.get()
    assert (step.at, step.received_at) == (at + 2 * HOUR, at + 4 * HOUR)
    assert (step.device_at, step.clock_off_seconds) == (told.happened_at, 86400)
    assert ticket.moved_at == at + 4 * HOUR


def test_nobody_arrived_before_they_left_or_had_the_work(ticket, norths_engineer, at):
    user, given = norths_engineer.user, ticket.opened_at
    record = services.depart(ticket, actor=user, at=at, told=DeviceTime(given - HOUR, at))
    assert record.departed_at == given
    services.arrive(ticket, actor=user, at=at + HOUR, told=DeviceTime(given - HOUR, at + HOUR))
    assert ServiceRecord.objects.get().arrived_at == given


def test_whoever_arrives_waits_no_longer(ticket, norths_engineer, norths_desk, at):
    """The agreed day is a wait; the engineer leaves before its hour."""
    services.wait_ticket(ticket, actor=norths_desk, at=at, reason=WaitReason.CUSTOMER)
    services.depart(ticket, actor=norths_engineer.user, at=at + HOUR)
    assert ticket.status == S.WAITING
    services.arrive(ticket, actor=norths_engineer.user, at=at + 2 * HOUR)
    kept = Ticket.objects.get()
    assert (kept.status, kept.wait_reason, kept.waiting_from) == (S.ASSIGNED, "", "")
    assert kept.waits.get().ended.verb == "arrive"


def test_a_trip_begins_once_and_arrives_once(ticket, norths_engineer, at):
    user = norths_engineer.user
    services.depart(ticket, actor=user, at=at)
    with pytest.raises(services.OnTheWayAlready, match="S-2026-00001"):
        services.depart(ticket, actor=user, at=at)
    ticket.refresh_from_db()
    services.arrive(ticket, actor=user, at=at)
    with pytest.raises(services.ThereAlready):
        services.arrive(ticket, actor=user, at=at)
    assert [event.verb for event in ServiceRecord.objects.get().events.all()] == ["depart", "arrive"]


@pytest.mark.parametrize("verb", [services.depart, services.arrive])
@pytest.mark.parametrize("person", ["norths_desk", "dispatcher", "agent", "souths_engineer"])
def test_only_the_assigned_engineer_goes(request, ticket, verb, person, at):
    found = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        verb(ticket, actor=getattr(found, "user", found), at=at)
    assert not ServiceRecord.objects.exists()


def test_another_engineer_s_trip_is_a_new_one(ticket, norths_engineer, norths_desk, north, at):
    """The work goes to somebody else: what the first one began is broken off, with why."""
    services.depart(ticket, actor=norths_engineer.user, at=at)
    other = ServiceStaffFactory(dealer=north)
    services.assign_ticket(ticket, actor=norths_desk, at=at + HOUR, engineer=other)
    first = ServiceRecord.objects.get()
    assert (first.status, first.events.last().actor) == ("broken_off", norths_desk)
    assert other.name in first.events.last().note


@pytest.mark.parametrize("status", [S.ASSIGNED, S.WAITING])
def test_a_cancelled_ticket_ends_its_trip(ticket_in, norths_engineer, agent, at, status):
    facts = {"waiting_from": S.ASSIGNED} if status == S.WAITING else {}
    ticket = ticket_in(status, engineer=norths_engineer, **facts)
    services.depart(ticket, actor=norths_engineer.user, at=at)
    services.cancel_ticket(ticket, actor=agent, at=at + HOUR, reason="客户自行修好")
    assert ServiceRecord.objects.get().status == "broken_off"


def test_the_customer_hears_that_somebody_is_on_the_way(ticket, norths_engineer, at):
    """D20: each step."""
    services.depart(ticket, actor=norths_engineer.user, at=at)
    told = OutboxMessage.objects.filter(template="customer.depart")
    assert told.count() == 1
