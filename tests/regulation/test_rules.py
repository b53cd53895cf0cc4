"""Windows of the four rules, by tables and by property (F1, F2, F3, F5)."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from regulation.calendars import WorkCalendar
from regulation.migrations.first_version.parameters import PARAMETERS
from regulation.parameters import Parameters
from regulation.rules import Window

FIRST = Parameters.model_validate(PARAMETERS)
CALENDAR = WorkCalendar()
DAYS = st.dates(min_value=date(2004, 1, 1), max_value=date(2030, 12, 31))
UNIT_RULES = ["one_week", "three_months", "annual"]


def window(code, start, nth=1):
    return FIRST.rules[code].window(start, calendar=CALENDAR, nth=nth)


def days(*texts):
    return Window(*(date.fromisoformat(text) for text in texts))


@pytest.mark.parametrize(
    ("code", "start", "nth", "opens", "due", "closes"),
    [
        ("one_week", "2026-06-05", 1, "2026-06-12", "2026-06-12", "2026-06-19"),
        ("one_week", "2026-12-28", 1, "2027-01-04", "2027-01-04", "2027-01-11"),
        ("three_months", "2026-06-05", 1, "2026-08-29", "2026-09-05", "2026-09-12"),
        ("three_months", "2026-01-31", 1, "2026-04-23", "2026-04-30", "2026-05-07"),
        ("three_months", "2026-11-30", 1, "2027-02-21", "2027-02-28", "2027-03-07"),
        ("three_months", "2027-11-30", 1, "2028-02-22", "2028-02-29", "2028-03-07"),
        ("annual", "2026-06-05", 1, "2027-05-29", "2027-06-05", "2027-06-12"),
        ("annual", "2024-02-29", 1, "2025-02-21", "2025-02-28", "2025-03-07"),
        ("annual", "2024-02-29", 2, "2026-02-21", "2026-02-28", "2026-03-07"),
        ("annual", "2024-02-29", 4, "2028-02-22", "2028-02-29", "2028-03-07"),
        ("after_service", "2026-09-15", 1, "2026-09-15", "2026-09-18", "2026-09-18"),  # a Tuesday
        ("after_service", "2026-09-18", 1, "2026-09-18", "2026-09-22", "2026-09-22"),  # Sunday 20 is worked
        ("after_service", "2026-09-30", 1, "2026-09-30", "2026-10-10", "2026-10-10"),  # over the long holiday
    ],
)
def test_each_rule_gives_its_window(code, start, nth, opens, due, closes):
    assert window(code, date.fromisoformat(start), nth) == days(opens, due, closes)


def test_three_single_months_would_drift_and_three_months_do_not():
    """safety.md, 23: counted from the original day, never from the last result."""
    start, month = date(2026, 1, 31), relativedelta(months=1)
    assert start + month + month + month == date(2026, 4, 28)
    assert window("three_months", start).due_on == date(2026, 4, 30)


@given(code=st.sampled_from(UNIT_RULES), start=DAYS, nth=st.integers(1, 20))
def test_a_window_is_in_order_and_counted_from_the_original_day(code, start, nth):
    rule = FIRST.rules[code]
    found = window(code, start, nth)
    assert found.opens_on <= found.due_on <= found.closes_on
    assert found.due_on == start + rule.after * nth
    assert abs((found.due_on - start).days) >= 7


@given(start=DAYS)
def test_a_call_after_service_closes_on_the_third_working_day(start):
    found = window("after_service", start)
    worked = [day for day, is_worked in CALENDAR.days_after(start, found.closes_on) if is_worked]
    assert found.opens_on == start
    assert found.due_on == found.closes_on == worked[-1]
    assert len(worked) == 3


@given(start=DAYS, nth=st.integers(1, 20))
def test_later_turns_come_later_and_keep_the_day_of_the_month(start, nth):
    """No drift: the nth turn has the start's day, or the last day of a shorter month."""
    due = window("annual", start, nth).due_on
    assert due < window("annual", start, nth + 1).due_on
    assert due.day == start.day or (due + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("nth", "day"), [(1, date(2024, 2, 29)), (2, date(2025, 2, 28)), (5, date(2028, 2, 29))]
)
def test_the_day_that_counts_is_the_last_anniversary(nth, day):
    assert FIRST.rules["annual"].counting_day(date(2024, 2, 29), nth=nth) == day
