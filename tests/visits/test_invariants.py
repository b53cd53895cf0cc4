"""The invariants of calls see each broken row, and nothing where all is well (C1–C3, X1 of safety.md)."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import CheckConstraint

from equipment.models import Equipment
from records.invariants import broken
from records.models import NumberSeries
from tests.factories.dealers import DealerFactory
from tests.factories.tickets import TicketFactory
from tests.visits.planned import AT, unit
from tickets.models import Ticket
from tickets.states import TicketStatus
from visits.models import Plan, Visit, VisitEvent
from visits.services.calling import complete_visit, take_visit
from visits.services.planning import plan_calls
from visits.states import VisitStatus, VisitVerb

pytestmark = pytest.mark.django_db


def faults():
    return [(code, said) for code, said in broken() if "calls" in code]


def codes():
    return [code for code, _ in faults()]


@pytest.fixture
def planned(north):
    """A unit with its calls, and a closed ticket with its own."""
    equipment = unit(dealer=north, serial_number="WT00000001")
    TicketFactory(
        number="T-2026-00001",
        equipment=equipment,
        dealer=north,
        status=TicketStatus.CLOSED,
        closed_at=AT - timedelta(days=1),
    )
    plan_calls(AT)
    return equipment


@pytest.fixture
def week(planned):
    return Visit.objects.get(rule="one_week")


@pytest.fixture
def service(planned):
    return Visit.objects.get(rule="after_service")


def change(visit, **facts):
    Visit.objects.filter(pk=visit.pk).update(**facts)


def test_what_the_planner_wrote_breaks_nothing(planned):
    assert faults() == []


def test_c1_an_installed_unit_without_a_plan(planned):
    unit(serial_number="WT00000002")
    assert faults() == [("C1 calls", "unit WT00000002 is installed and has no plan")]


def test_c1_a_plan_that_follows_a_date_since_corrected(planned):
    Equipment.objects.update(installed_on=date(2026, 6, 4))
    assert codes() == ["C1 calls"]
    assert "corrected since" in faults()[0][1]


def test_c1_a_call_that_is_missing(week):
    week.delete()
    assert faults() == [("C1 calls", "unit WT00000001: one_week 1 has 0 rows")]


def test_c1_a_plan_that_says_more_than_is_planned(planned):
    """The horizon was moved and the calls up to it were not written."""
    Plan.objects.update(planned_until=date(2029, 6, 30))
    assert [said for _, said in faults()] == [
        "unit WT00000001: annual 2 has 0 rows",
        "unit WT00000001: annual 3 has 0 rows",
    ]


@pytest.mark.parametrize("moved", ["opens_on", "due_on", "closes_on"])
def test_c1_a_call_that_stands_on_another_day(planned, moved):
    visit = Visit.objects.get(rule="three_months")
    change(visit, **{moved: getattr(visit, moved) + timedelta(days=1)})
    assert codes() == ["C1 calls"]


def test_c1_a_finished_call_may_stand_where_it_was_made(planned):
    """C3 of the requirements: a corrected date moves open calls alone."""
    visit = Visit.objects.get(rule="three_months")
    ended = {"reason": "recorded_late", "ended_at": AT, "ended_on": date(2026, 6, 6)}
    change(visit, due_on=visit.due_on + timedelta(days=1), status=VisitStatus.LAPSED, **ended)
    assert codes() == []


def test_c1_a_closed_ticket_without_its_call(planned):
    TicketFactory(number="T-2026-00002", status=TicketStatus.CLOSED, closed_at=AT)
    assert faults() == [("C1 calls", "ticket T-2026-00002 is closed and has 0 calls after service")]


def test_c1_a_call_of_a_ticket_that_is_open_again(service):
    Ticket.objects.update(status=TicketStatus.RESOLVED, closed_at=None)
    assert faults() == [("C1 calls", f"call {service.number} follows a ticket that is not closed")]


def test_c1_a_call_after_service_off_its_working_day(service):
    change(service, due_on=service.due_on - timedelta(days=1))
    assert codes() == ["C1 calls"]


@contextmanager
def without_checks():
    """Take the database's own checks of calls away: the program must not lean on them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for one in Visit._meta.constraints:  # noqa: SLF001 (Django has no other way)
                if isinstance(one, CheckConstraint):
                    cursor.execute(f"ALTER TABLE visits_visit DROP CONSTRAINT {one.name}")
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "forgotten"},
        {"status": VisitStatus.UNREACHABLE, "ended_at": AT, "ended_on": date(2026, 6, 6)},
        {"status": VisitStatus.REFUSED, "reason": "refused"},
        {"ended_at": AT},
    ],
    ids=["a status that is none", "no reason", "no moment", "on the worklist and ended"],
)
def test_c2_a_call_neither_on_a_worklist_nor_ended(week, facts):
    with without_checks():
        change(week, **facts)
    said = f"call {week.number} is neither on a worklist nor ended with a reason"
    assert ("C2 calls", said) in faults()


def test_c3_a_done_call_that_nobody_completed(week):
    change(week, status=VisitStatus.DONE, rating=5, ended_at=AT, ended_on=date(2026, 6, 6))
    assert faults() == [("C3 calls", f"call {week.number} was completed 0 times")]


def test_c3_a_call_completed_twice_or_not_done(week, agent):
    at = AT + timedelta(days=7)
    take_visit(week, actor=agent, at=at)
    complete_visit(week, actor=agent, at=at, rating=5, answers=[], note="")
    assert faults() == []
    VisitEvent.objects.create(visit=week, at=at, verb=VisitVerb.COMPLETE, changes={})
    assert faults() == [("C3 calls", f"call {week.number} was completed 2 times")]


def test_c3_a_completed_call_that_stands_as_planned(week):
    VisitEvent.objects.create(visit=week, at=AT, verb=VisitVerb.COMPLETE, changes={})
    assert faults() == [("C3 calls", f"call {week.number} was completed and is not done")]


def test_x1_a_call_that_judges_another_dealer(service):
    change(service, dealer=DealerFactory(code="ELSEWHERE"))
    assert codes() == ["X1 calls"]
    change(service, dealer=None)
    assert codes() == ["X1 calls"]


def test_the_program_names_each_broken_row_and_ends_with_one(planned, capsys):
    NumberSeries.objects.create(prefix="T", year=2026, last=1)
    call_command("check_invariants")
    unit(serial_number="WT00000002")
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants")
    assert ended.value.code == 1
    assert capsys.readouterr().out.endswith("C1 calls: unit WT00000002 is installed and has no plan\n")
