"""The invariants of tickets see each broken row, and nothing where all is well (T1–T3, X1)."""

import pytest
from django.core.management import call_command
from django.db import connection

from records.invariants import broken
from records.models import NumberSeries
from records.numbers import take_number
from tests.factories.dealers import DealerFactory
from tickets.invariants import CHECKS
from tickets.models import ServiceRecord, Ticket, TicketEvent, TicketOffer
from tickets.services import (
    Intake,
    accept_ticket,
    assign_ticket,
    close_ticket,
    open_ticket,
    record_service,
    refuse_ticket,
    resume_ticket,
    wait_ticket,
)
from tickets.states import TicketStatus

S = TicketStatus


def faults():
    return list(broken("T", "X"))


def lift_the_triggers_of(table):
    """Let a test write what the database refuses; they come back with the end of the test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_facts_frozen ON {table}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_facts_frozen_update")


def said():
    return [fault for _code, fault in faults()]


@pytest.fixture
def walked(agent, norths_desk, norths_engineer, unit, norths_territory, at):
    """A ticket that went the whole way through the services."""
    intake = Intake(
        kind="repair",
        channel="hotline",
        description="渗油",
        contact_name="",
        contact_phone="",
        equipment=unit,
    )
    ticket = open_ticket(actor=agent, at=at, intake=intake)
    accept_ticket(ticket, actor=norths_desk, at=at)
    assign_ticket(ticket, actor=norths_desk, at=at, engineer=norths_engineer)
    for result in ("not_fixed", "fixed"):
        record_service(
            ticket, actor=norths_engineer.user, at=at, work_done="换件", minutes_worked=30, result=result
        )
    return close_ticket(ticket, actor=norths_desk, at=at)


def test_a_ticket_that_went_the_whole_way_breaks_nothing(walked):
    steps = walked.events.in_order().values_list("verb", flat=True)
    assert list(steps) == ["open", "offer", "accept", "assign", "record", "record", "close"]
    assert faults() == []


@pytest.mark.parametrize("status", list(S))
def test_the_tickets_of_the_tests_are_as_services_leave_them(ticket_in, status):
    ticket_in(status)
    assert faults() == []


def test_t1_a_step_that_the_table_does_not_hold(walked):
    TicketEvent.objects.create(
        ticket=walked,
        at=walked.moved_at,
        verb="reopen",
        source="closed",
        target="closed",
        dealer=walked.dealer,
    )
    assert [code for code, _ in faults()] == ["T1"]


def test_t1_a_step_that_starts_elsewhere(walked):
    TicketEvent.objects.create(
        ticket=walked,
        at=walked.moved_at,
        verb="close",
        source="resolved",
        target="closed",
        dealer=walked.dealer,
    )
    assert [code for code, _ in faults()] == ["T1"]


def test_t2_a_status_that_no_step_led_to(ticket_in):
    Ticket.objects.filter(pk=ticket_in(S.RESOLVED).pk).update(status=S.ACCEPTED)
    assert [code for code, _ in faults()] == ["T2"]


def test_t2_a_ticket_without_a_history(ticket_in):
    ticket = ticket_in(S.NEW)
    ticket.pk, ticket.number = None, take_number("T", year=2026)
    ticket.save()
    assert [code for code, _ in faults()] == ["T2"]


def test_t3_a_number_ahead_of_its_series(walked):
    """The next one taken would be refused by the database for ever."""
    NumberSeries.objects.update(last=0)
    assert [code for code, _ in faults()] == ["T3", "T3", "T3"]  # the ticket, two records


def test_t3_a_number_that_is_none(ticket_in):
    Ticket.objects.filter(pk=ticket_in(S.NEW).pk).update(number="T-2026-ABC")
    assert [code for code, _ in faults()] == ["T3"]


def test_t3_the_same_number_twice(walked):
    """Only where the database's own constraint was taken away."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite can't take a constraint away within a test: tried on PostgreSQL")
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, "tickets_ticket")
        unique = [name for name, facts in known.items() if facts["unique"] and facts["columns"] == ["number"]]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE tickets_ticket DROP CONSTRAINT {unique[0]}")
    other = Ticket.objects.get(pk=walked.pk)
    other.pk = None
    other.save(force_insert=True)
    assert ("T3", f"number {walked.number} stands twice") in faults()


def test_x1_an_offer_of_another_dealer(walked):
    TicketOffer.objects.update(dealer=DealerFactory())
    assert said() == [
        f"ticket {walked.number} is with another dealer than the one that was offered it",
        f"ticket {walked.number}: a step was taken for a dealer that was never offered it",
    ]


def test_x1_an_offer_without_its_state_and_a_state_without_its_offer(ticket_in):
    first, second = ticket_in(S.OFFERED), ticket_in(S.OFFERED)
    TicketOffer.objects.filter(ticket=first).delete()
    TicketOffer.objects.create(ticket=ticket_in(S.NEW), dealer=second.dealer, offered_at=second.opened_at)
    assert sum("offer is open" in fault for _, fault in faults()) == 2


def test_x1_a_record_or_an_engineer_of_another_dealer(ticket_in, souths_engineer, north, at):
    ticket = ticket_in(S.ASSIGNED)
    ServiceRecord.objects.create(
        number="S-2026-00001",
        ticket=ticket,
        engineer=souths_engineer,
        dealer=souths_engineer.dealer,
        status="written",
        began_at=at,
        back_by=at.date(),
        recorded_at=at,
        work_done="换件",
        minutes_worked=1,
        result="fixed",
    )
    NumberSeries.objects.create(prefix="S", year=2026, last=1)
    Ticket.objects.update(engineer=souths_engineer)
    ticket.assignments.update(engineer=souths_engineer)
    assert said() == [
        f"ticket {ticket.number} names another dealer's engineer",
        f"ticket {ticket.number} was given to another dealer's engineer",
        "service record S-2026-00001 names another dealer than its ticket",
    ]


def test_x1_an_assigned_ticket_without_its_assignment(ticket_in):
    ticket_in(S.ASSIGNED).assignments.all().delete()
    assert [code for code, _ in faults()] == ["X1 tickets"]


def test_x1_a_step_taken_for_another_dealer(ticket_in):
    ticket = ticket_in(S.ACCEPTED)
    other = DealerFactory()
    TicketOffer.objects.update(dealer=other)
    Ticket.objects.filter(pk=ticket.pk).update(dealer=other)
    assert said() == [
        f"ticket {ticket.number}: its last step was taken for another dealer than the one that serves it",
        f"ticket {ticket.number}: a step was taken for a dealer that was never offered it",
    ]


def test_t1_going_on_elsewhere_than_before_the_wait(ticket_in, norths_desk, other_engineer, at):
    """D5: resume leads back to where the ticket waited from."""
    ticket = ticket_in(S.ACCEPTED)
    assign_ticket(ticket, actor=norths_desk, at=at, engineer=other_engineer)
    wait_ticket(ticket, actor=norths_desk, at=at, reason="customer", note="等配件")
    resume_ticket(ticket, actor=norths_desk, at=at)
    wait_ticket(ticket, actor=norths_desk, at=at, reason="customer", note="等客户")
    Ticket.objects.filter(pk=ticket.pk).update(waiting_from="accepted")
    assert said() == [f"ticket {ticket.number} would go on to “accepted”, it waits from “assigned”"]
    resume_ticket(Ticket.objects.get(pk=ticket.pk), actor=norths_desk, at=at)
    found = f"ticket {ticket.number}: resume ends at “accepted”, it had waited from “assigned”"
    assert [fault for code, fault in faults() if code == "T1"] == [found]


@pytest.mark.parametrize(("status", "channel"), [(S.CLOSED, "import"), (S.NEW, "import")])
def test_t1_a_ticket_that_claims_to_be_imported(ticket_in, status, channel):
    """An imported ticket gets no call: nobody else is let off so (C1)."""
    ticket = ticket_in(status)
    Ticket.objects.filter(pk=ticket.pk).update(channel=channel)
    assert said() == [f"ticket {ticket.number} has the channel “import”, its history begins with open"]


@pytest.mark.parametrize(
    "number", ["S-2026-00001", "T-2026-1", "T-2026-000001", "T-2026-²", "T-2026-00000", "T-26-00001", "T"]
)
def test_t3_a_number_that_its_series_never_gave(ticket_in, number):
    """The same count in another writing would be a number that stands twice."""
    NumberSeries.objects.create(prefix="S", year=2026, last=5)
    Ticket.objects.filter(pk=ticket_in(S.NEW).pk).update(number=number)
    ((code, fault),) = faults()
    assert code == "T3"
    assert number in fault


def test_t3_a_ticket_with_the_number_of_a_year_without_a_series(ticket_in):
    Ticket.objects.filter(pk=ticket_in(S.NEW).pk).update(number="T-2031-00001")
    assert said() == ["number T-2031-00001 lies ahead of its series"]


def headquarters_own(ticket_in, dispatcher, engineer, at):
    ticket = accept_ticket(ticket_in(S.NEW), actor=dispatcher, at=at)
    ticket = assign_ticket(ticket, actor=dispatcher, at=at, engineer=engineer)
    kept = record_service(
        ticket, actor=engineer.user, at=at, work_done="换件", minutes_worked=30, result="not_fixed"
    )
    assert faults() == []
    return ticket, kept


def test_x1_a_ticket_of_headquarters_moved_to_a_dealer(ticket_in, dispatcher, own_engineer, south, at):
    ticket, kept = headquarters_own(ticket_in, dispatcher, own_engineer, at)
    Ticket.objects.filter(pk=ticket.pk).update(dealer=south)
    assert said() == [
        f"ticket {ticket.number} is served by a dealer that accepted no offer",
        f"ticket {ticket.number} names another dealer's engineer",
        f"ticket {ticket.number} was given to another dealer's engineer",
        f"service record {kept.number} names another dealer than its ticket",
        f"ticket {ticket.number}: its last step was taken for another dealer than the one that serves it",
    ]


def test_x1_a_dealers_ticket_moved_to_headquarters(walked):
    Ticket.objects.filter(pk=walked.pk).update(dealer=None)
    assert {fault.partition(" ")[0] for fault in said()} == {"ticket", "service"}
    assert said() == [
        f"ticket {walked.number} is with another dealer than the one that was offered it",
        f"ticket {walked.number} names another dealer's engineer",
        f"ticket {walked.number} was given to another dealer's engineer",
        *(f"service record S-2026-0000{n} names another dealer than its ticket" for n in (1, 2)),
        f"ticket {walked.number}: its last step was taken for another dealer than the one that serves it",
    ]


@pytest.mark.parametrize("is_own", [True, False])
def test_x1_a_record_by_another_dealers_engineer(
    ticket_in, walked, dispatcher, own_engineer, souths_engineer, at, is_own
):
    """Also where the record's own dealer is the right one, at headquarters as at a dealer."""
    if is_own:
        headquarters_own(ticket_in, dispatcher, own_engineer, at)
    kept = ServiceRecord.objects.order_by("-pk")[0]
    for foreign in (souths_engineer, own_engineer):
        if foreign.dealer != kept.dealer:
            lift_the_triggers_of("tickets_servicerecord")
            ServiceRecord.objects.filter(pk=kept.pk).update(engineer=foreign)
            assert said() == [f"service record {kept.number} was written by another dealer's engineer"]


def test_x1_an_engineer_who_went_to_another_dealer(ticket_in, norths_engineer, south):
    ticket = ticket_in(S.RESOLVED, engineer=norths_engineer)
    assert faults() == []
    type(norths_engineer).objects.filter(pk=norths_engineer.pk).update(dealer=south)
    assert said() == [
        f"ticket {ticket.number} names another dealer's engineer",
        f"ticket {ticket.number} was given to another dealer's engineer",
    ]


def test_x1_an_earlier_engineer_of_another_dealer(ticket_in, souths_engineer, at):
    """E1: an ended assignment lets them see the ticket for 30 days."""
    ticket = ticket_in(S.ASSIGNED)
    ticket.assignments.create(
        engineer=souths_engineer, assigned_at=at, assigned_by=ticket.opened_by, ended_at=at
    )
    assert said() == [f"ticket {ticket.number} was given to another dealer's engineer"]


def test_x1_an_assignment_that_outlives_its_ticket(ticket_in, norths_engineer):
    """E1: it would be seen for ever."""
    ticket = ticket_in(S.CLOSED, engineer=norths_engineer)
    ticket.assignments.update(ended_at=None)
    assert said() == [f"ticket {ticket.number} has an open assignment and not its engineer"]


@pytest.mark.parametrize("named", [None, "other"])
def test_x1_an_assignment_of_somebody_else(ticket_in, norths_engineer, other_engineer, named):
    ticket = ticket_in(S.RESOLVED, engineer=norths_engineer)
    Ticket.objects.filter(pk=ticket.pk).update(engineer=other_engineer if named else None)
    expected = [f"ticket {ticket.number} has an open assignment and not its engineer"]
    if named:
        expected.insert(0, f"ticket {ticket.number} names an engineer whose assignment is not open")
    assert said() == expected


def test_x1_a_waiting_engineer_without_an_assignment(ticket_in, norths_desk, at):
    ticket = wait_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at, reason="customer", note="等配件")
    ticket.assignments.update(ended_at=at)
    assert said() == [f"ticket {ticket.number} names an engineer whose assignment is not open"]


def test_x1_a_dealers_offer_taken_away(walked):
    TicketOffer.objects.all().delete()
    assert said() == [
        f"ticket {walked.number} is served by a dealer that accepted no offer",
        f"ticket {walked.number}: a step was taken for a dealer that was never offered it",
    ]


def test_x1_a_step_that_another_dealer_would_see(walked, south):
    """L2: a dealer reads its own steps and those of nobody."""
    lift_the_triggers_of("tickets_ticketevent")
    walked.events.filter(verb="accept").update(dealer=south)
    assert said() == [f"ticket {walked.number}: a step was taken for a dealer that was never offered it"]


def test_x1_a_refused_offer_leaves_the_ticket_to_nobody(ticket_in, norths_desk, dispatcher, at):
    ticket = refuse_ticket(ticket_in(S.OFFERED), actor=norths_desk, at=at, reason="人手不够")
    assert faults() == []
    accept_ticket(ticket, actor=dispatcher, at=at)
    assert faults() == []


def test_the_number_of_statements_does_not_grow(ticket_in, django_assert_num_queries):
    def ask():
        for check in CHECKS.values():
            list(check())

    for size in (1, 20):
        for _ in range(size):
            ticket_in(S.ASSIGNED)
        ask()  # what is kept in memory is read by now
        with django_assert_num_queries(61):
            ask()


def test_the_program_names_the_broken_row_and_exits_with_1(ticket_in, capsys):
    ticket = ticket_in(S.RESOLVED)
    Ticket.objects.filter(pk=ticket.pk).update(status=S.ACCEPTED)
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants")
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert ticket.number in said.out + said.err
