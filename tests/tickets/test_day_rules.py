"""Under which heading a job stands, and which days a week has: tables (D5, D18)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tickets.day_rules import DayGroup, day_group, days_of, monday_of, week_asked
from tickets.window_rules import TripWindow

HERE = ZoneInfo("Asia/Shanghai")
G = DayGroup


def window(day, first, last, month=9):
    return TripWindow(*(datetime(2026, month, day, hour, tzinfo=HERE) for hour in (first, last)))


# Tuesday 2026-09-15, 10:00 in Shanghai
@pytest.mark.parametrize(
    ("agreed", "group"),
    [
        (None, G.UNPLANNED),
        (window(14, 9, 11), G.PASSED),
        (window(15, 8, 10), G.PASSED),  # over at this very moment
        (window(15, 9, 11), G.TODAY),  # somebody is there
        (window(15, 20, 22), G.TODAY),
        (window(16, 0, 2), G.TOMORROW),  # still the 15th in UTC
        (window(16, 9, 11), G.TOMORROW),
        (window(17, 9, 11), G.THIS_WEEK),
        (window(20, 9, 11), G.THIS_WEEK),
        (window(21, 9, 11), G.LATER),
        (window(15, 9, 11, month=10), G.LATER),
    ],
)
def test_a_job_stands_under_the_day_on_which_somebody_is_expected(agreed, group):
    assert day_group(agreed, at=datetime(2026, 9, 15, 2, tzinfo=UTC), zone=HERE) is group


def test_the_monday_after_a_sunday_is_tomorrow_and_no_more_this_week():
    sunday = datetime(2026, 9, 20, 2, tzinfo=UTC)
    assert day_group(window(21, 9, 11), at=sunday, zone=HERE) is G.TOMORROW
    assert day_group(window(22, 9, 11), at=sunday, zone=HERE) is G.LATER


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("", date(2026, 9, 14)),
        ("2026-09-15", date(2026, 9, 14)),
        ("2026-09-20", date(2026, 9, 14)),
        ("2026-09-21", date(2026, 9, 21)),
        ("2027-01-01", date(2026, 12, 28)),
        ("x", date(2026, 9, 14)),
        ("2026-13-01", date(2026, 9, 14)),
        ("9999-12-31", date(2026, 9, 14)),
        ("0001-01-01", date(2026, 9, 14)),
    ],
)
def test_a_week_is_asked_for_by_any_of_its_days(text, monday):
    assert week_asked(text, today=date(2026, 9, 15)) == monday


def test_a_week_has_seven_days_from_monday_on():
    days = days_of(monday_of(date(2026, 9, 20)))
    assert [day.weekday() for day in days] == list(range(7))
    assert days[-1] - days[0] == timedelta(days=6)
