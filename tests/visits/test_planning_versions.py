"""A new version of the regulation and the calls already planned (K1)."""

from datetime import UTC, date, datetime

import pytest

from records.invariants import broken
from regulation.models import RegulationVersion
from tests.visits.planned import AT, unit, windows
from visits.models import Visit
from visits.services.planning import plan_calls

pytestmark = pytest.mark.django_db


def approve(number, in_force_from, **calls):
    first = RegulationVersion.objects.get(number=1)
    parameters = {**first.parameters, "calls": {**first.parameters["calls"], **calls}}
    return RegulationVersion.objects.create(
        number=number,
        status="approved",
        in_force_from=in_force_from,
        parameters=parameters,
        drafted_at=AT,
        approved_at=AT,
    )


TWO_WEEKS = {"counted_from": "installation", "clause": "F1", "after_days": 14, "closes_after_days": 7}
EIGHTEEN_DAYS = {
    "counted_from": "installation",
    "clause": "F3",
    "after_years": 1,
    "opens_before_days": 9,
    "closes_after_days": 9,
    "repeats": True,
}


def test_a_new_version_plans_open_calls_anew_from_its_day_on():
    """K1: the day that counts decides, never the day of the sweep."""
    before = unit(date(2026, 6, 20))
    after = unit(date(2026, 7, 1))
    plan_calls(datetime(2026, 7, 2, 1, tzinfo=UTC))
    approve(2, date(2026, 7, 1), one_week=TWO_WEEKS)

    plan_calls(datetime(2026, 7, 2, 2, tzinfo=UTC))

    assert windows(before)["one_week", 1][1] == date(2026, 6, 27)
    assert windows(after)["one_week", 1][1] == date(2026, 7, 15)
    moved = Visit.objects.get(equipment=after, rule="one_week")
    assert moved.regulation_version.number == 2
    assert moved.events.get().changes["due_on"] == ["2026-07-08", "2026-07-15"]
    assert list(broken()) == []


def test_an_annual_call_follows_the_version_of_its_last_anniversary():
    """K1, F3: the (n − 1)th anniversary is the day that counts."""
    equipment = unit(date(2025, 7, 10))
    approve(2, date(2026, 7, 1), annual=EIGHTEEN_DAYS)

    plan_calls(datetime(2026, 7, 20, 1, tzinfo=UTC))

    found = windows(equipment)
    assert found["annual", 1] == (date(2026, 7, 3), date(2026, 7, 10), date(2026, 7, 17))
    assert found["annual", 2] == (date(2027, 7, 1), date(2027, 7, 10), date(2027, 7, 19))


def test_done_and_lapsed_calls_stay_when_a_version_changes():
    """K1."""
    unit(date(2026, 7, 5), recorded_at=datetime(2026, 7, 25, tzinfo=UTC))
    at = datetime(2026, 7, 26, 1, tzinfo=UTC)
    plan_calls(at)
    approve(2, date(2026, 7, 1), one_week=TWO_WEEKS)

    plan_calls(at)

    call = Visit.objects.get(rule="one_week")
    assert (call.status, call.due_on) == ("lapsed", date(2026, 7, 12))


def test_a_rule_that_no_longer_repeats_cancels_the_open_later_turns():
    """K1: the open call is ended with its reason, not silently dropped."""
    unit(date(2025, 7, 10))
    at = datetime(2026, 7, 20, 1, tzinfo=UTC)
    plan_calls(at)
    approve(2, date(2026, 7, 1), annual={**EIGHTEEN_DAYS, "repeats": False})

    plan_calls(at)

    second = Visit.objects.get(rule="annual", nth=2)
    assert (second.status, second.reason) == ("cancelled", "fell_away")
    assert list(broken()) == []


def test_a_finished_later_turn_stays_though_its_rule_no_longer_repeats():
    """K1."""
    unit(date(2025, 7, 10))
    at = datetime(2027, 7, 20, 1, tzinfo=UTC)
    plan_calls(at)
    done = {"status": "done", "rating": 5, "ended_at": at, "ended_on": date(2027, 7, 20)}
    Visit.objects.filter(rule="annual", nth=2).update(**done)
    approve(2, date(2026, 7, 1), annual={**EIGHTEEN_DAYS, "repeats": False})

    plan_calls(at)

    later = Visit.objects.filter(rule="annual", nth__gt=1)
    assert dict(later.values_list("nth", "status")) == {2: "done", 3: "cancelled"}


def test_a_call_that_fell_away_comes_back_when_a_later_version_demands_it():
    """K1, F6: nothing promised is missed."""
    unit(date(2025, 7, 10))
    at = datetime(2026, 7, 20, 1, tzinfo=UTC)
    plan_calls(at)
    approve(2, date(2026, 7, 1), annual={**EIGHTEEN_DAYS, "repeats": False})
    plan_calls(at)
    approve(3, date(2026, 7, 9), annual=EIGHTEEN_DAYS)
    assert [said.split(": ")[1] for _, said in broken()] == ["annual 2 is demanded and stands as cancelled"]

    plan_calls(at)

    second = Visit.objects.get(rule="annual", nth=2)
    assert (second.status, second.reason, second.ended_on) == ("planned", "", None)
    assert second.opens_on == date(2027, 7, 1)
    assert list(second.events.order_by("pk").values_list("verb", flat=True)) == ["cancel", "revive"]
    assert list(broken()) == []


def test_a_version_approved_late_that_takes_effect_before_another_is_applied():
    """K1: plans know how many versions are approved, not which is the last."""
    equipment = unit(date(2025, 10, 1))
    at = datetime(2026, 9, 20, 1, tzinfo=UTC)
    approve(2, date(2026, 12, 1))
    plan_calls(at)
    approve(3, date(2026, 9, 1), annual=EIGHTEEN_DAYS)
    assert {code for code, _ in broken()} == {"C1 calls"}

    plan_calls(at)

    assert list(broken()) == []
    assert windows(equipment)["annual", 2][0] == date(2027, 9, 22)
