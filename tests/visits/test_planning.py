"""The planner: rows, never timers; the same whatever happens to whoever runs it (F1–F3, F6, C3)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from equipment.models import Equipment
from records.invariants import broken
from records.refusals import MovedByAnother
from tests.factories.equipment import move_installation
from tests.factories.tickets import TicketFactory
from tests.visits.planned import AT, rows, unit, windows
from tickets.models import Ticket
from tickets.states import TicketStatus
from visits.models import Plan, Visit, VisitEvent
from visits.services.calling import record_attempt
from visits.services.planning import plan_calls

pytestmark = pytest.mark.django_db


def test_an_installed_unit_gets_its_calls_at_least_13_months_ahead():
    """F1, F2, F3, F6."""
    equipment = unit(date(2026, 6, 5))

    plan_calls(AT)

    assert windows(equipment) == {
        ("one_week", 1): (date(2026, 6, 12), date(2026, 6, 12), date(2026, 6, 19)),
        ("three_months", 1): (date(2026, 8, 29), date(2026, 9, 5), date(2026, 9, 12)),
        ("annual", 1): (date(2027, 5, 29), date(2027, 6, 5), date(2027, 6, 12)),
    }
    assert Plan.objects.get().planned_until == date(2027, 7, 31)


def test_the_second_call_counts_from_the_start_of_use():
    """F2, C3."""
    equipment = unit(date(2026, 1, 31), in_use_from=date(2026, 2, 28))

    plan_calls(AT)

    assert windows(equipment)["three_months", 1][1] == date(2026, 5, 28)


@pytest.mark.parametrize(
    ("installed_on", "at", "due_on"),
    [
        (
            date(2024, 2, 29),
            datetime(2026, 6, 6, 1, tzinfo=UTC),
            [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28)],
        ),
        (
            date(2024, 2, 29),
            datetime(2027, 3, 1, 1, tzinfo=UTC),
            [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)],
        ),
    ],
)
def test_annual_calls_count_from_the_original_day(installed_on, at, due_on):
    """F3: no drift at month ends."""
    unit(installed_on)

    plan_calls(at)

    assert (
        list(Visit.objects.filter(rule="annual").order_by("nth").values_list("due_on", flat=True)) == due_on
    )


def test_month_ends_keep_within_the_month():
    """F2: 31 January + 3 months is 30 April."""
    equipment = unit(date(2026, 1, 31))

    plan_calls(AT)

    assert windows(equipment)["three_months", 1][1] == date(2026, 4, 30)


@pytest.mark.parametrize(("installed_on", "turns"), [(date(2025, 8, 7), 2), (date(2025, 8, 8), 1)])
def test_a_window_that_opens_on_the_last_day_of_the_horizon_is_planned(installed_on, turns):
    """F6: the horizon is 31 July 2027, the windows open on that day and on the day after."""
    unit(installed_on)

    plan_calls(AT)

    assert Visit.objects.filter(rule="annual").count() == turns


def test_planning_twice_changes_nothing():
    """F6."""
    unit()
    plan_calls(AT)
    before = rows()

    assert plan_calls(AT) == 0
    assert plan_calls(AT + timedelta(days=3)) == 0
    assert rows() == before


def test_a_unit_registered_late_keeps_a_whole_record():
    """C3, F6: calls whose window had closed before the installation was recorded stand as lapsed."""
    equipment = unit(date(2025, 3, 1), recorded_at=datetime(2026, 6, 5, 8, tzinfo=UTC))

    plan_calls(AT)

    statuses = {(visit.rule, visit.nth): visit.status for visit in Visit.objects.filter(equipment=equipment)}
    assert statuses == {
        ("one_week", 1): "lapsed",
        ("three_months", 1): "lapsed",
        ("annual", 1): "lapsed",
        ("annual", 2): "planned",
    }
    lapsed = Visit.objects.filter(status="lapsed").first()
    assert lapsed.reason == "recorded_late"
    assert lapsed.ended_on == date(2026, 6, 5)
    assert not Visit.objects.overdue(on=date(2026, 6, 6)).exists()


def test_a_correction_into_the_past_lapses_what_had_closed_before_the_recording():
    """C3: as if the right day had been written at once; nothing falls overdue that nobody could have made."""
    equipment = unit(date(2026, 6, 5))
    plan_calls(AT)
    Visit.objects.filter(rule="one_week").update(leased_until=AT + timedelta(minutes=5))
    february = date(2026, 2, 1)
    move_installation(Equipment.objects.all(), february, delivered_on=february)
    assert [code for code, _ in broken()] == ["C1 calls"]

    plan_calls(AT + timedelta(days=2))

    found = {visit.rule: visit for visit in Visit.objects.filter(equipment=equipment)}
    assert {rule: visit.status for rule, visit in found.items()} == {
        "one_week": "lapsed",
        "three_months": "lapsed",
        "annual": "planned",
    }
    week = found["one_week"]
    assert (week.reason, week.closes_on, week.ended_on) == (
        "recorded_late",
        date(2026, 2, 15),
        date(2026, 6, 8),
    )
    assert week.leased_until is None
    assert week.events.get().verb == "lapse"
    assert not Visit.objects.overdue(on=date(2026, 6, 8)).exists()
    assert list(broken()) == []


def test_a_window_that_closes_on_the_day_of_recording_is_still_work():
    """C3: the window had not closed yet."""
    unit(date(2026, 5, 22), recorded_at=datetime(2026, 6, 5, 15, 59, tzinfo=UTC))

    plan_calls(AT)

    assert Visit.objects.get(rule="one_week").status == "planned"


@pytest.mark.parametrize("installed_on", [date(2026, 6, 30), date(2025, 6, 5)], ids=["open", "lapsed"])
def test_a_corrected_window_that_closes_on_the_day_of_recording_is_work_too(installed_on):
    """C3: open before or lapsed before, the same day decides."""
    equipment = unit(installed_on, recorded_at=datetime(2026, 6, 15, 8, tzinfo=UTC))
    plan_calls(AT)
    move_installation(Equipment.objects.filter(pk=equipment.pk), date(2026, 6, 1))

    plan_calls(datetime(2026, 6, 20, 1, tzinfo=UTC))

    call = Visit.objects.get(rule="one_week")
    assert (call.status, call.closes_on) == ("planned", date(2026, 6, 15))


def test_a_horizon_that_moves_on_leaves_the_calls_planned_before_untouched():
    """F6, L3: a new month adds what it demands and moves nothing."""
    unit(date(2026, 6, 5))
    plan_calls(AT)
    before = rows()

    plan_calls(AT + timedelta(days=365))

    assert set(before) < set(rows())
    assert not VisitEvent.objects.exists()


def test_a_calls_number_is_of_the_year_in_which_its_window_opens():
    """The series of a year is complete when its calls begin."""
    unit(date(2025, 12, 28))

    plan_calls(datetime(2025, 12, 29, 1, tzinfo=UTC))

    call = Visit.objects.get(rule="annual")
    assert (call.opens_on, call.due_on) == (date(2026, 12, 21), date(2026, 12, 28))
    unit(date(2026, 1, 4))
    plan_calls(datetime(2026, 1, 5, 1, tzinfo=UTC))
    turned = Visit.objects.get(rule="annual", due_on=date(2027, 1, 4))
    assert (turned.opens_on, turned.number[:6]) == (date(2026, 12, 28), "V-2026")


def test_the_local_day_of_recording_decides():
    """The same moment is the next day in the service region."""
    unit(date(2026, 5, 22), recorded_at=datetime(2026, 6, 5, 16, 0, tzinfo=UTC))

    plan_calls(AT)

    assert Visit.objects.get(rule="one_week").status == "lapsed"


def test_a_corrected_date_moves_open_calls_and_leaves_finished_ones():
    """C3, fault 25: the old window stays in the history."""
    equipment = unit(date(2026, 6, 5))
    plan_calls(AT)
    done = Visit.objects.get(rule="one_week")
    Visit.objects.filter(pk=done.pk).update(status="done", ended_at=AT, ended_on=date(2026, 6, 13), rating=5)
    move_installation(Equipment.objects.filter(pk=equipment.pk), date(2026, 6, 1))

    plan_calls(AT + timedelta(days=20))

    assert windows(equipment) == {
        ("one_week", 1): (date(2026, 6, 12), date(2026, 6, 12), date(2026, 6, 19)),
        ("three_months", 1): (date(2026, 8, 25), date(2026, 9, 1), date(2026, 9, 8)),
        ("annual", 1): (date(2027, 5, 25), date(2027, 6, 1), date(2027, 6, 8)),
    }
    moved = VisitEvent.objects.get(visit__rule="annual")
    assert moved.verb == "move"
    assert moved.changes["due_on"] == ["2027-06-05", "2027-06-01"]


def test_an_agent_whose_row_is_from_before_the_move_is_told(agent):
    """safety.md, 6: what the agent saw is no longer the window."""
    equipment = unit(date(2026, 6, 5))
    plan_calls(AT)
    seen = Visit.objects.get(rule="one_week")
    move_installation(Equipment.objects.filter(pk=equipment.pk), date(2026, 6, 4))
    plan_calls(AT)

    with pytest.raises(MovedByAnother):
        record_attempt(seen, actor=agent, at=datetime(2026, 6, 15, 2, tzinfo=UTC), outcome="busy")


def test_a_corrected_start_of_use_moves_the_second_call_alone():
    """F2, C3."""
    equipment = unit(date(2026, 6, 5))
    plan_calls(AT)
    Equipment.objects.filter(pk=equipment.pk).update(in_use_from=date(2026, 6, 20))

    assert plan_calls(AT) == 1

    assert windows(equipment)["three_months", 1][1] == date(2026, 9, 20)


def test_a_units_calls_wait_for_no_calendar():
    """F3: they are counted in calendar days; only working days are provisional."""
    unit(date(2031, 1, 2))

    plan_calls(datetime(2031, 1, 3, 1, tzinfo=UTC))

    assert not Visit.objects.filter(is_provisional=True).exists()


def test_a_lapsed_call_comes_back_when_the_date_was_wrong():
    """C3: a slip of the pen costs no customer a call."""
    equipment = unit(date(2025, 6, 5), recorded_at=datetime(2026, 6, 5, 8, tzinfo=UTC))
    plan_calls(AT)
    assert Visit.objects.get(rule="one_week").status == "lapsed"
    move_installation(Equipment.objects.filter(pk=equipment.pk), date(2026, 6, 4))

    plan_calls(AT)

    call = Visit.objects.get(rule="one_week")
    assert (call.status, call.reason, call.ended_at) == ("planned", "", None)
    assert call.due_on == date(2026, 6, 11)
    assert list(broken()) == []


def test_a_lapsed_call_whose_corrected_window_had_closed_too_lapses_with_the_right_days():
    """C3, C1: the record shows the windows of the true day, and still no overdue work."""
    equipment = unit(date(2025, 6, 5), recorded_at=datetime(2026, 6, 5, 8, tzinfo=UTC))
    plan_calls(AT)
    move_installation(Equipment.objects.filter(pk=equipment.pk), date(2025, 7, 5))
    assert {code for code, _ in broken()} == {"C1 calls"}

    plan_calls(AT)

    call = Visit.objects.get(rule="one_week")
    assert (call.status, call.reason, call.closes_on) == ("lapsed", "recorded_late", date(2025, 7, 19))
    assert call.why["inputs"]["day"] == "2025-07-05"
    assert call.events.get().verb == "lapse"
    assert list(broken()) == []


def test_ten_days_of_standstill_catch_up_to_what_would_have_been(django_assert_num_queries):
    """F6, fault 7: the rows are those of daily sweeps."""

    def play(days):
        with transaction.atomic():
            for at in days:
                plan_calls(at)
            result = rows()
            transaction.set_rollback(True)
        return result

    for shift in range(5):
        unit(date(2026, 6, 20) + timedelta(days=shift))
    ticket = TicketFactory(status=TicketStatus.CLOSED, closed_at=datetime(2026, 6, 26, 1, tzinfo=UTC))
    assert ticket.closed_at
    start = datetime(2026, 6, 24, 1, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range(11)]

    assert play([days[0], days[-1]]) == play(days)


def test_each_call_carries_its_why():
    """K2: clause, version, inputs, arithmetic."""
    unit(date(2026, 6, 5))
    plan_calls(AT)

    why = Visit.objects.get(rule="three_months").why

    assert why == {
        "clause": "F2",
        "version": 1,
        "inputs": {"counted_from": "start_of_use", "day": "2026-06-05", "nth": 1, "counted_on": "2026-06-05"},
        "arithmetic": [
            ["2026-06-05", "+3m", "2026-09-05", "due_on"],
            ["2026-09-05", "-7d", "2026-08-29", "opens_on"],
            ["2026-09-05", "+7d", "2026-09-12", "closes_on"],
        ],
    }


def test_the_database_refuses_a_second_row_of_the_same_turn():
    """C1, F6."""
    unit()
    plan_calls(AT)
    twin = Visit.objects.first()
    twin.pk, twin.number = None, "V-2026-999999"

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_a_hundred_units_take_few_statements(django_assert_max_num_queries):
    """The statements of a chunk do not grow with its units."""
    product_unit = unit()
    for _ in range(49):
        unit(
            product=product_unit.product,
            dealer=product_unit.dealer,
            customer=product_unit.customer,
            contact=product_unit.contact,
            registered_by=product_unit.registered_by,
        )

    with django_assert_max_num_queries(45):
        plan_calls(AT)


def test_a_sweep_reads_no_clock():
    """The moment is an argument: a far future moment plans that future."""
    unit()
    plan_calls(datetime(2031, 6, 6, 1, tzinfo=UTC))

    assert Visit.objects.filter(rule="annual").count() == 6
    assert Visit.objects.order_by("-due_on").first().due_on > timezone.now().date() + timedelta(days=365)
    assert Ticket.objects.count() == 0
