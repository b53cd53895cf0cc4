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
    Plan.objects.update(planned_on=date(2028, 5, 6), planned_until=date(2029, 6, 30))
    assert [said for _, said in faults()] == [
        "unit WT00000001: annual 2 has 0 rows",
        "unit WT00000001: annual 3 has 0 rows",
    ]


def test_c1_a_plan_cut_short_with_its_last_call(planned):
    """F6: the day up to which calls are planned follows from the day of planning."""
    Plan.objects.update(planned_until=date(2027, 4, 30))
    Visit.objects.get(rule="annual").delete()
    assert [said for _, said in faults()] == [
        "unit WT00000001: planned until 2027-04-30, on 2026-06-06 another day was due"
    ]


def test_c1_a_call_that_nothing_demands(week):
    week.pk, week.number, week.nth = None, "V-2026-000099", 2
    week.save()
    said = "unit WT00000001: one_week 2 is planned and nothing demands it"
    assert ("C1 calls", said) in faults()


@pytest.mark.parametrize("status", [VisitStatus.LAPSED, VisitStatus.CANCELLED])
def test_c1_a_promised_call_put_aside(week, status):
    change(week, status=status, reason="recorded_late", ended_at=AT, ended_on=date(2026, 6, 6))
    assert codes() == ["C1 calls"]


def test_c1_a_call_open_though_its_window_had_closed_before_the_recording(week):
    Equipment.objects.update(installation_recorded_at=AT + timedelta(days=40))
    assert [said for _, said in faults()] == [
        "unit WT00000001: one_week 1 is open though its window had closed before the recording"
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"why": {}},
        {"why": {"version": 2, "inputs": {"day": "2026-06-05", "nth": 1}}},
        {"why": {"version": 1, "inputs": {"day": "2026-06-04", "nth": 1}}},
        {"counted_on": date(2026, 6, 4)},
    ],
    ids=["no why", "another version", "another day", "another counting day"],
)
def test_c1_a_call_that_does_not_say_why(week, facts):
    """K1."""
    change(week, **facts)
    ((code, said),) = faults()
    assert code == "C1 calls"
    assert said.startswith("unit WT00000001: one_week 1 does not say why")


@pytest.mark.parametrize("moved", ["opens_on", "due_on", "closes_on"])
def test_c1_a_call_that_stands_on_another_day(planned, moved):
    visit = Visit.objects.get(rule="three_months")
    change(visit, **{moved: getattr(visit, moved) + timedelta(days=1)})
    assert codes() == ["C1 calls"]


def test_c1_a_finished_call_may_stand_where_it_was_made(planned):
    """C3 of the requirements: a corrected date moves open calls alone."""
    visit = Visit.objects.get(rule="three_months")
    ended = {"rating": 5, "ended_at": AT, "ended_on": date(2026, 6, 6)}
    change(visit, due_on=visit.due_on + timedelta(days=1), status=VisitStatus.DONE, **ended)
    assert [code for code in codes() if code != "C3 calls"] == []


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


def test_x1_a_units_call_that_judges_another_dealer(week):
    change(week, dealer=DealerFactory(code="ELSEWHERE"))
    assert codes() == ["X1 calls"]


@pytest.mark.parametrize("number", ["V-2026-999999", "V-2028-000001", "V-2026-ABC"])
def test_t3_a_number_that_its_series_did_not_give(week, number):
    change(week, number=number)
    assert codes() == ["T3 calls"]


def test_the_program_names_each_broken_row_and_ends_with_one(planned, capsys):
    NumberSeries.objects.create(prefix="T", year=2026, last=1)
    call_command("check_invariants")
    unit(serial_number="WT00000002")
    with pytest.raises(SystemExit) as ended:
        call_command("check_invariants")
    assert ended.value.code == 1
    assert capsys.readouterr().out.endswith("C1 calls: unit WT00000002 is installed and has no plan\n")
