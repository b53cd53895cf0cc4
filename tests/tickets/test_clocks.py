"""The clocks of a ticket along its way, by its service level (D3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from records.invariants import broken
from regulation.models import RegulationVersion, ServiceLevel, SpecialDay
from tests.factories.tickets import TicketFactory
from tickets.choices import TicketPriority
from tickets.models import Ticket, TicketClock
from tickets.services import (
    Intake,
    accept_ticket,
    assign_ticket,
    cancel_ticket,
    close_ticket,
    lapse_offers,
    open_ticket,
    record_service,
    refuse_ticket,
    reopen_ticket,
    resume_ticket,
    solve_ticket,
    wait_ticket,
)

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)  # Tuesday, 9:00 in the service region


def hours(count):
    return NINE + timedelta(hours=count)


@pytest.fixture
def opened(agent, unit, norths_territory):
    """Open a ticket at nine in North's territory, so that it is offered to North."""

    def make(kind="repair", priority=TicketPriority.NORMAL, at=NINE, **known):
        intake = Intake(
            kind=kind,
            channel="hotline",
            description="发动机异响",
            contact_name="王师傅",
            contact_phone="13812345678",
            equipment=known.pop("equipment", unit),
            place_text="江苏省南京市江宁区一号工地",
            priority=priority,
            **known,
        )
        return open_ticket(actor=agent, at=at, intake=intake)

    return make


@pytest.fixture
def at_work(opened, norths_desk, norths_engineer):
    """A ticket accepted at ten and given to North's engineer at half past."""

    def make(**known):
        ticket = accept_ticket(opened(**known), actor=norths_desk, at=hours(1))
        return assign_ticket(ticket, actor=norths_desk, at=hours(1.5), engineer=norths_engineer)

    return make


def clocks(ticket):
    return {clock.kind: clock for clock in TicketClock.objects.filter(ticket=ticket)}


def faults():
    """Return what check_invariants says of clocks."""
    return [text for _code, text in broken("D3")]


@pytest.mark.parametrize(
    ("kind", "priority", "level", "kinds"),
    [
        ("repair", "normal", "repair", {"respond", "attend", "fix", "complete"}),
        ("repair", "urgent", "standstill", {"respond", "attend", "fix", "complete"}),
        ("safety_incident", "low", "safety", {"respond", "attend", "fix", "complete"}),
        ("complaint", "urgent", "complaint", {"respond", "fix", "complete"}),
        ("consultation", "normal", "standard", {"respond", "complete"}),
    ],
)
def test_a_ticket_gets_the_level_its_conditions_ask_for(opened, kind, priority, level, kinds):
    ticket = opened(kind=kind, priority=priority)
    assert (ticket.level, ticket.regulation_version.number) == (level, 1)
    assert set(clocks(ticket)) == kinds
    assert faults() == []


def test_an_opened_ticket_stands_by_what_is_due_next(opened):
    """Two working hours to respond: the list sorts by it without computing."""
    ticket = opened()
    assert (ticket.due_at, ticket.due_clock) == (hours(2), "respond")
    respond = clocks(ticket)["respond"]
    assert (respond.started_at, respond.due_at, respond.minutes, respond.basis) == (
        NINE,
        hours(2),
        120,
        "working",
    )


def test_the_whole_way_meets_each_clock_in_its_turn(at_work, norths_desk, norths_engineer):
    ticket = at_work()
    assert (ticket.due_at, ticket.due_clock) == (hours(48), "attend")  # two working days
    record_service(
        ticket,
        actor=norths_engineer.user,
        at=hours(5),
        work_done="换油泵",
        minutes_worked=90,
        result="fixed",
    )
    ticket.refresh_from_db()
    assert ticket.due_clock == "complete"
    closed = close_ticket(ticket, actor=norths_desk, at=hours(6))
    assert (closed.due_at, closed.due_clock) == (None, "")
    met = {kind: (clock.met_at, clock.late_minutes) for kind, clock in clocks(ticket).items()}
    assert met == {
        "respond": (hours(1), 0),
        "attend": (hours(5), 0),
        "fix": (hours(5), 0),
        "complete": (hours(6), 0),
        "plan": (hours(1.5), 0),  # the dealer's own: from the acceptance at ten
    }
    assert faults() == []


def test_while_the_customer_is_waited_for_nothing_is_due_and_afterwards_it_is_due_later(at_work, norths_desk):
    """D3: three working hours of waiting put everything off by three working hours."""
    ticket = wait_ticket(at_work(), actor=norths_desk, at=hours(2), reason="customer", note="等客户停机")
    assert (ticket.due_at, ticket.due_clock) == (None, "")
    assert clocks(ticket)["respond"].met_at == hours(1)  # what was met stays met
    ticket = resume_ticket(ticket, actor=norths_desk, at=hours(5))
    assert (ticket.due_at, ticket.due_clock) == (hours(51), "attend")
    attend = clocks(ticket)["attend"]
    assert (attend.paused_minutes, attend.due_at) == (180, hours(51))
    assert faults() == []


def test_lateness_is_kept_in_working_minutes(at_work, norths_engineer, norths_desk):
    """Fixed on Monday at ten instead of Friday at nine: a Saturday off, a Sunday made up, an hour."""
    ticket = at_work()
    record_service(
        ticket,
        actor=norths_engineer.user,
        at=hours(24 * 6 + 1),
        work_done="换油泵",
        minutes_worked=90,
        result="fixed",
    )
    fix = clocks(ticket)["fix"]
    assert fix.due_at == hours(24 * 3)
    assert fix.late_minutes == 540 + 540 + 60


def test_a_refused_offer_leaves_the_customers_clock_running(opened, norths_desk):
    ticket = refuse_ticket(opened(), actor=norths_desk, at=hours(1), reason="人手不足")
    assert (ticket.due_at, ticket.due_clock) == (hours(2), "respond")


def test_a_cancelled_ticket_owes_nothing_more(opened, agent):
    ticket = cancel_ticket(opened(), actor=agent, at=hours(1), reason="客户撤回")
    assert (ticket.due_at, ticket.due_clock) == (None, "")
    assert {clock.stopped_at for clock in clocks(ticket).values()} == {hours(1)}
    assert faults() == []


def test_a_reopened_ticket_has_to_be_fixed_again_without_the_time_it_counted_as_fixed(
    opened, agent, norths_desk
):
    ticket = accept_ticket(opened(), actor=norths_desk, at=hours(1))
    ticket = solve_ticket(ticket, actor=norths_desk, at=hours(2), note="电话指导复位")
    assert clocks(ticket)["attend"].stopped_at == hours(2)
    ticket = reopen_ticket(ticket, actor=agent, at=hours(4), reason="又停机了")
    found = clocks(ticket)
    assert (found["fix"].met_at, found["fix"].paused_minutes) == (None, 120)
    assert (found["attend"].stopped_at, found["attend"].due_at) == (None, hours(50))
    assert found["complete"].paused_minutes == 0
    assert faults() == []


def test_a_level_chosen_once_is_kept_whatever_versions_come(opened, norths_desk):
    """K1: the version in force on the day of the opening decides."""
    ticket = opened()
    first = RegulationVersion.objects.get(number=1)
    second = RegulationVersion.objects.create(
        number=2,
        status="approved",
        in_force_from=date(2026, 9, 16),
        parameters=first.parameters,
        drafted_at=NINE,
        approved_at=NINE,
    )
    hour = {"minutes": 60, "basis": "calendar"}
    ServiceLevel.objects.create(
        regulation_version=second,
        position=1,
        code="all",
        name_zh="一律",
        name_en="All",
        targets={"respond": hour},
    )
    accept_ticket(ticket, actor=norths_desk, at=hours(25))
    later = opened(at=hours(25), kind="consultation")
    assert clocks(ticket)["respond"].minutes == 120
    assert (later.level, clocks(later)["respond"].due_at) == ("all", hours(26))
    assert faults() == []


def test_an_entered_holiday_counts_for_the_clocks(opened):
    SpecialDay.objects.create(day=date(2026, 9, 15), is_workday=False, name="厂庆")
    assert opened().due_at == hours(24 - 0.5 + 2)


def test_history_out_of_files_has_no_clocks():
    ticket = TicketFactory(channel="import", status="closed", closed_at=NINE)
    assert (ticket.level, ticket.due_at, clocks(ticket)) == ("", None, {})


def test_a_clock_costs_the_same_number_of_statements_whatever_the_history(
    at_work, norths_desk, django_assert_num_queries
):
    ticket = at_work()
    for turn in range(8):
        ticket = wait_ticket(ticket, actor=norths_desk, at=hours(2 + turn), reason="customer", note="等配件")
        ticket = resume_ticket(ticket, actor=norths_desk, at=hours(2.5 + turn))
    ticket = Ticket.objects.get(pk=ticket.pk)
    with django_assert_num_queries(18):
        wait_ticket(ticket, actor=norths_desk, at=hours(20), reason="customer", note="等配件")


# ── what check_invariants finds ──


@pytest.mark.parametrize(
    ("broken_by", "said"),
    [
        ({"due_at": hours(9)}, "is not what its history says"),
        ({"started_at": hours(-1)}, "is not what its history says"),
        ({"paused_minutes": 5}, "is not what its history says"),
        ({"met_at": hours(1), "late_minutes": 0}, "is not what its history says"),
        ({"minutes": 60}, "has not the clocks of its level"),
        ({"basis": "calendar"}, "has not the clocks of its level"),
    ],
)
def test_a_clock_that_lies_is_named(opened, broken_by, said):
    ticket = opened()
    TicketClock.objects.filter(ticket=ticket, kind="complete").update(**broken_by)
    assert any(said in text and ticket.number in text for text in faults())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"due_at": hours(1)}, "is not listed by the clock that is due next"),
        ({"due_at": None, "due_clock": ""}, "is not listed by the clock that is due next"),
        ({"level": "gold"}, "has a level its version does not know"),
        ({"level": "", "regulation_version": None}, "has no service level"),
    ],
)
def test_a_ticket_that_stands_by_a_wrong_clock_is_named(opened, facts, said):
    ticket = opened()
    Ticket.objects.filter(pk=ticket.pk).update(**facts)
    assert any(said in text and ticket.number in text for text in faults())


def test_a_missing_clock_is_named(opened):
    TicketClock.objects.filter(ticket=opened(), kind="fix").delete()
    assert len(faults()) == 1


# ── where a level says little or nothing ──


def test_a_version_without_levels_opens_tickets_without_clocks(opened, norths_desk):
    """Each step goes on as ever; only check_invariants asks where the level is."""
    ServiceLevel.objects.all().delete()
    ticket = opened()
    assert (ticket.level, ticket.due_at, clocks(ticket)) == ("", None, {})
    assert ticket.offers.get().due_at is None
    moved = accept_ticket(ticket, actor=norths_desk, at=hours(30))
    assert (moved.status, moved.due_at) == ("accepted", None)
    assert faults() == [f"ticket {ticket.number} has no service level"]


def test_a_level_without_a_time_to_answer_leaves_offers_open(opened):
    level = ServiceLevel.objects.get(code="repair")
    del level.targets["answer"]
    level.save()
    ticket = opened()
    assert ticket.offers.get().due_at is None
    assert lapse_offers(hours(1000)) == 0
    assert set(clocks(ticket)) == {"respond", "attend", "fix", "complete"}
