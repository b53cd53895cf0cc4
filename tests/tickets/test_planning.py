"""The dealer's inner clock: until it has put an engineer on what it has taken on (D5, D3, K2)."""

from datetime import UTC, datetime, timedelta

import pytest

from records.invariants import broken
from regulation.models import ServiceLevel
from tickets.models import Ticket, TicketAlert, TicketClock, TicketEvent
from tickets.services import (
    accept_ticket,
    assign_ticket,
    cancel_ticket,
    record_service,
    reopen_ticket,
    resume_ticket,
    set_priority,
    solve_ticket,
    wait_ticket,
)

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)  # Tuesday, 9:00 in the service region


def hours(count):
    return NINE + timedelta(hours=count)


@pytest.fixture
def offered(ticket_in):
    """Offered to North at nine."""
    return ticket_in("offered", opened_at=NINE)


@pytest.fixture
def accepted(offered, norths_desk):
    """Accepted by North at ten: an engineer is to be put on it by two."""
    return accept_ticket(offered, actor=norths_desk, at=hours(1))


def plan(ticket):
    return TicketClock.objects.filter(ticket=ticket, kind="plan").first()


def faults():
    return [text for _code, text in broken("T1", "T2", "D3")]


# ── along the way ──


def test_it_starts_with_the_acceptance_and_is_met_by_who_is_sent(accepted, norths_desk, norths_engineer):
    clock = plan(accepted)
    assert (clock.started_at, clock.due_at, clock.minutes, clock.basis) == (
        hours(1),
        hours(5),
        240,
        "working",
    )
    assert faults() == []
    assign_ticket(accepted, actor=norths_desk, at=hours(6), engineer=norths_engineer)
    clock = plan(accepted)
    assert (clock.met_at, clock.late_minutes) == (hours(6), 60)
    assert faults() == []


def test_an_offer_and_a_new_ticket_have_none(offered, ticket_in):
    assert plan(offered) is plan(ticket_in("new")) is None
    assert faults() == []


def test_headquarters_owes_it_for_its_own(ticket_in, dispatcher, own_engineer):
    ticket = accept_ticket(ticket_in("new", opened_at=NINE), actor=dispatcher, at=hours(1))
    assert plan(ticket).due_at == hours(5)
    assign_ticket(ticket, actor=dispatcher, at=hours(2), engineer=own_engineer)
    assert plan(ticket).late_minutes == 0
    assert faults() == []


def test_a_customer_is_late_by_what_was_promised_alone(accepted):
    """D3: in the lists a ticket stands by what the customer is owed next."""
    assert (accepted.due_clock, accepted.due_at) == ("attend", plan(accepted).ticket.due_at)
    assert accepted.due_at > plan(accepted).due_at
    assert not Ticket.objects.late(hours(6)).exists()


def test_it_rests_while_the_customer_is_waited_for(accepted, norths_desk):
    ticket = wait_ticket(accepted, actor=norths_desk, at=hours(2), reason="customer", note="等客户停机")
    assert plan(ticket).due_at is None
    resume_ticket(ticket, actor=norths_desk, at=hours(4))
    assert (plan(ticket).due_at, plan(ticket).paused_minutes) == (hours(7), 120)
    assert faults() == []


@pytest.mark.parametrize("ends", [solve_ticket, cancel_ticket])
def test_nobody_has_to_be_sent_any_more(accepted, norths_desk, agent, ends):
    if ends is solve_ticket:
        solve_ticket(accepted, actor=norths_desk, at=hours(2), note="电话指导复位")
    else:
        cancel_ticket(accepted, actor=agent, at=hours(2), reason="客户撤回")
    assert (plan(accepted).stopped_at, plan(accepted).late_minutes) == (hours(2), 0)
    assert faults() == []


def test_who_cannot_go_again_leaves_what_was_left_of_it(
    accepted, agent, norths_desk, norths_engineer, other_engineer
):
    """B1: the engineer has gone meanwhile; half an hour was used, another one is to be sent in the rest."""
    ticket = assign_ticket(accepted, actor=norths_desk, at=hours(1.5), engineer=norths_engineer)
    facts = {"work_done": "换油泵", "minutes_worked": 90, "result": "fixed"}
    record_service(ticket, actor=norths_engineer.user, at=hours(3), **facts)
    norths_engineer.is_active = False
    norths_engineer.save()
    ticket = reopen_ticket(Ticket.objects.get(pk=ticket.pk), actor=agent, at=hours(4), reason="又停机了")
    assert (ticket.status, plan(ticket).met_at, plan(ticket).due_at) == ("accepted", None, hours(7.5))
    assert faults() == []
    assign_ticket(ticket, actor=norths_desk, at=hours(7), engineer=other_engineer)
    assert (plan(ticket).met_at, plan(ticket).late_minutes) == (hours(7), 0)
    assert faults() == []


def test_solved_before_anybody_had_it_and_taken_up_again_it_starts_then(ticket_in, agent):
    ticket = solve_ticket(ticket_in("new", opened_at=NINE), actor=agent, at=hours(1), note="电话指导复位")
    assert plan(ticket) is None
    ticket = reopen_ticket(ticket, actor=agent, at=hours(2), reason="又停机了")
    assert (ticket.status, plan(ticket).started_at, plan(ticket).due_at) == ("accepted", hours(2), hours(6))
    assert faults() == []


def test_another_priority_gives_another_time_and_back(accepted, agent):
    """D3: from the acceptance on, as if the ticket had been opened so."""
    urgent = set_priority(accepted, actor=agent, at=hours(1.5), priority="urgent")
    kept = plan(urgent)
    assert (kept.minutes, kept.basis, kept.started_at, kept.due_at) == (60, "calendar", hours(1), hours(2))
    back = set_priority(urgent, actor=agent, at=hours(1.6), priority="normal")
    assert (plan(back).pk, plan(back).due_at) == (kept.pk, hours(5))
    assert faults() == []


def test_before_the_acceptance_another_priority_starts_nothing(offered, agent):
    assert plan(set_priority(offered, actor=agent, at=hours(0.5), priority="urgent")) is None
    assert faults() == []


def test_a_level_without_it_starts_none(without_plan, accepted):
    assert plan(accepted) is None
    assert faults() == []


def accepted_in(statements, ticket, actor, counting):
    with counting(statements):
        accept_ticket(ticket, actor=actor, at=hours(1))


def test_an_acceptance_costs_one_statement_more(ticket_in, norths_desk, django_assert_num_queries):
    """The row of the clock."""
    tickets = [ticket_in("offered", opened_at=NINE) for _ in range(4)]
    accept_ticket(tickets[0], actor=norths_desk, at=hours(1))  # the levels are kept from here on
    accepted_in(12, tickets[1], norths_desk, django_assert_num_queries)
    for level in ServiceLevel.objects.all():
        level.targets.pop("plan", None)
        level.save()
    accept_ticket(tickets[2], actor=norths_desk, at=hours(1))
    accepted_in(11, tickets[3], norths_desk, django_assert_num_queries)


# ── what check_invariants finds ──


@pytest.mark.parametrize(
    ("broken_by", "said"),
    [
        ({"started_at": NINE}, "is not what its history says"),
        ({"due_at": hours(9)}, "is not what its history says"),
        ({"met_at": hours(2), "late_minutes": 0}, "is not what its history says"),
        ({"minutes": 60}, "has not the clocks of its level"),
    ],
)
def test_an_inner_clock_that_lies_is_named(accepted, broken_by, said):
    TicketClock.objects.filter(ticket=accepted, kind="plan").update(**broken_by)
    assert any(said in text and accepted.number in text for text in faults())


def test_one_that_is_missing_or_came_too_early_is_named(accepted, ticket_in):
    plan(accepted).delete()
    early = ticket_in("offered", opened_at=NINE)
    facts = {"minutes": 240, "basis": "working", "started_at": NINE, "due_at": hours(4)}
    TicketClock.objects.create(ticket=early, kind="plan", **facts)
    assert {text for text in faults() if "has not the clocks" in text} == {
        f"ticket {one.number} has not the clocks of its level “repair”" for one in (accepted, early)
    }


def test_an_alert_of_a_clock_that_never_started_is_named(offered):
    facts = {"verb": "warn", "source": "offered", "target": "offered", "about": "plan warn"}
    event = TicketEvent.objects.create(ticket=offered, at=hours(4), dealer=offered.dealer, **facts)
    of = {"kind": "plan", "minutes": 240, "basis": "working", "step": "warn"}
    TicketAlert.objects.create(ticket=offered, event=event, at=hours(4), **of)
    assert any("“warn” of “plan” came at another moment" in text for text in faults())
