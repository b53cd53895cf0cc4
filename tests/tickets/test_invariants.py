"""The invariants of tickets see each broken row, and nothing where all is well (T1–T3, X1)."""

import pytest
from django.core.management import call_command
from django.db import connection

from records.invariants import broken
from records.models import NumberSeries
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
)
from tickets.states import TicketStatus

S = TicketStatus


def faults():
    return [(code, fault) for code, fault in broken() if code[0] in "TX"]


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
    ticket.pk, ticket.number = None, "T-2026-00000"
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
    assert [code for code, _ in faults()] == ["X1 tickets"]


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
        recorded_at=at,
        work_done="换件",
        minutes_worked=1,
        result="fixed",
    )
    NumberSeries.objects.create(prefix="S", year=2026, last=1)
    Ticket.objects.update(engineer=souths_engineer)
    ticket.assignments.update(engineer=souths_engineer)
    found = [fault for code, fault in faults() if code == "X1 tickets"]
    assert len(found) == 2


def test_x1_an_assigned_ticket_without_its_assignment(ticket_in):
    ticket_in(S.ASSIGNED).assignments.all().delete()
    assert [code for code, _ in faults()] == ["X1 tickets"]


def test_x1_a_step_taken_for_another_dealer(ticket_in):
    ticket = ticket_in(S.ACCEPTED)
    other = DealerFactory()
    TicketOffer.objects.update(dealer=other)
    Ticket.objects.filter(pk=ticket.pk).update(dealer=other)
    assert [code for code, _ in faults()] == ["X1 tickets"]


def test_the_number_of_statements_does_not_grow(ticket_in, django_assert_num_queries):
    def ask():
        for check in CHECKS.values():
            list(check())

    for size in (1, 20):
        for _ in range(size):
            ticket_in(S.ASSIGNED)
        with django_assert_num_queries(14):
            ask()


def test_the_program_names_the_broken_row_and_exits_with_1(ticket_in, capsys):
    ticket = ticket_in(S.RESOLVED)
    Ticket.objects.filter(pk=ticket.pk).update(status=S.ACCEPTED)
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants")
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert ticket.number in said.out + said.err
