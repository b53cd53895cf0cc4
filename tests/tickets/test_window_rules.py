"""The next free windows of somebody, and what is unusual about a window: a table (D5)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation.calendars import WorkCalendar
from regulation.worktime import WorkingTime
from tickets.window_rules import LONG, TripWindow, Unusual, next_free, unusual

HERE = ZoneInfo("Asia/Shanghai")
HOURS = WorkingTime(WorkCalendar(), time(8, 30), time(17, 30), HERE)
NOTHING = []


def local(day, hour, minute=0, month=9):
    return datetime(2026, month, day, hour, minute, tzinfo=HERE)


def taken(day, first, last):
    return TripWindow(local(day, first), local(day, last))


def said(windows):
    return [f"{window.begins_at.astimezone(HERE):%m-%d %H:%M}" for window in windows]


# 2026-09-15 is a Tuesday; 09-20 a Sunday that is worked; 09-25 to 27 the Mid-Autumn holiday
@pytest.mark.parametrize(
    ("after", "busy", "found"),
    [
        (local(15, 7), NOTHING, ["09-15 08:30", "09-15 12:00", "09-16 08:30"]),
        (local(15, 9, 10), NOTHING, ["09-15 09:30", "09-15 12:00", "09-16 08:30"]),
        (local(15, 9, 30), NOTHING, ["09-15 09:30", "09-15 12:00", "09-16 08:30"]),
        (local(15, 15, 31), NOTHING, ["09-16 08:30", "09-16 12:00", "09-17 08:30"]),
        (local(15, 15, 30), NOTHING, ["09-15 15:30", "09-16 08:30", "09-16 12:00"]),
        (local(15, 20), NOTHING, ["09-16 08:30", "09-16 12:00", "09-17 08:30"]),
        # what is agreed is left out, windows that touch it are not
        (local(15, 7), [taken(15, 8, 10)], ["09-15 10:00", "09-15 12:00", "09-16 08:30"]),
        (local(15, 7), [taken(15, 10, 12)], ["09-15 12:00", "09-16 08:30", "09-16 12:00"]),
        (local(15, 7), [taken(15, 14, 18), taken(15, 8, 12)], ["09-15 12:00", "09-16 08:30", "09-16 12:00"]),
        (local(15, 7), [taken(15, 8, 18)], ["09-16 08:30", "09-16 12:00", "09-17 08:30"]),
        (
            local(15, 7),
            [TripWindow(local(15, 8, 30), local(15, 9, 15)), taken(15, 12, 13)],
            ["09-15 09:30", "09-15 13:00", "09-16 08:30"],
        ),
        # a Saturday is no working day, the Sunday before the holiday is one, the holiday is none
        (local(19, 8), NOTHING, ["09-20 08:30", "09-20 12:00", "09-21 08:30"]),
        (local(24, 18), NOTHING, ["09-28 08:30", "09-28 12:00", "09-29 08:30"]),
    ],
)
def test_the_next_free_windows_stand_one_in_each_half_day(after, busy, found):
    assert said(next_free(HOURS, busy, after=after)) == found


def test_nothing_is_free_where_nobody_ever_works():
    never = WorkCalendar({date(2026, 9, 1) + timedelta(days=n): False for n in range(120)})
    assert next_free(WorkingTime(never, time(8), time(18), HERE), [], after=local(15, 7)) == []


def test_a_window_longer_than_the_day_is_never_free():
    assert next_free(HOURS, [], after=local(15, 7), long=timedelta(hours=10)) == []


def test_hours_of_a_morning_alone_give_a_window_a_day():
    morning = WorkingTime(WorkCalendar(), time(8), time(11), HERE)
    assert said(next_free(morning, [], after=local(15, 7))) == ["09-15 08:00", "09-16 08:00", "09-17 08:00"]


moments = st.integers(0, 60 * 24 * 14).map(lambda n: local(14, 0) + timedelta(minutes=n))
spans = st.tuples(moments, st.integers(1, 600)).map(
    lambda pair: TripWindow(pair[0], pair[0] + timedelta(minutes=pair[1]))
)


@given(after=moments, busy=st.lists(spans, max_size=12))
def test_whatever_is_agreed_each_window_is_free_ahead_and_in_working_hours(after, busy):
    found = next_free(HOURS, busy, after=after)
    assert len(found) == 3
    assert found == sorted(found)
    for window in found:
        assert window.begins_at >= after
        assert window.ends_at - window.begins_at == LONG
        assert unusual(HOURS, window) is None
        assert not [one for one in busy if one.begins_at < window.ends_at and one.ends_at > window.begins_at]


@pytest.mark.parametrize(
    ("window", "says"),
    [
        (taken(15, 14, 16), None),
        (TripWindow(local(15, 8, 30), local(15, 17, 30)), None),
        (TripWindow(local(15, 8, 29), local(15, 10)), Unusual.OUTSIDE_HOURS),
        (TripWindow(local(15, 16), local(15, 17, 31)), Unusual.OUTSIDE_HOURS),
        (taken(19, 14, 16), Unusual.NO_WORKDAY),
        (taken(20, 14, 16), None),
        (taken(25, 14, 16), Unusual.NO_WORKDAY),
        (taken(25, 5, 6), Unusual.NO_WORKDAY),
        # judged in the local day: 22:30 UTC on Friday is Saturday morning
        (TripWindow(*(datetime(2026, 9, 18, h, 30, tzinfo=UTC) for h in (22, 23))), Unusual.NO_WORKDAY),
    ],
)
def test_a_holiday_and_the_hours_after_work_are_unusual(window, says):
    assert unusual(HOURS, window) is says
