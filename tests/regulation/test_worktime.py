"""Time that counts for a clock: working hours, holidays, make-up workdays, pauses (D3)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation.calendars import WorkCalendar
from regulation.worktime import (
    CalendarTime,
    Pause,
    WorkingTime,
    counted_seconds,
    due_moment,
    paused_seconds,
)

ZONE = ZoneInfo("Asia/Shanghai")
WORK = WorkingTime(WorkCalendar(), time(8, 30), time(17, 30), ZONE)
ALWAYS = CalendarTime()
HOUR = 3600


def at(text):
    """2026-09-15 10:00 in the service region."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-09-15 09:00", "2026-09-15 11:30", 2.5),  # within a Tuesday
        ("2026-09-15 07:00", "2026-09-15 09:30", 1),  # from before the doors open
        ("2026-09-15 16:30", "2026-09-15 23:00", 1),  # until after they close
        ("2026-09-15 17:00", "2026-09-16 09:00", 1),  # over a night
        ("2026-09-15 17:30", "2026-09-16 08:30", 0),  # the night alone
        ("2026-09-18 17:00", "2026-09-20 09:00", 1),  # over a Saturday to a Sunday that is made up
        ("2026-09-30 17:00", "2026-10-08 09:00", 1),  # over national day's week
        ("2026-10-09 17:00", "2026-10-10 09:00", 1),  # to a Saturday that is made up
        ("2026-02-14 08:30", "2026-02-14 17:30", 9),  # a Saturday before the spring festival
        ("2026-02-17 08:30", "2026-02-17 17:30", 0),  # the spring festival
        ("2026-09-15 12:00", "2026-09-15 12:00", 0),
        ("2026-09-15 12:00", "2026-09-15 09:00", 0),  # backwards
        ("2026-09-15 09:00", "2026-09-13 09:00", 0),  # backwards over days
    ],
)
def test_working_hours_between_two_moments(start, end, hours):
    assert WORK.seconds_between(at(start), at(end)) == hours * HOUR


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-09-15 09:00", 120, "2026-09-15 11:00"),
        ("2026-09-15 16:30", 60, "2026-09-15 17:30"),  # used up as the doors close, not as they open again
        ("2026-09-15 16:30", 61, "2026-09-16 08:31"),
        ("2026-09-15 22:00", 30, "2026-09-16 09:00"),  # said at night: counted from the morning
        ("2026-09-15 17:30", 1, "2026-09-16 08:31"),
        ("2026-09-18 17:00", 60, "2026-09-20 09:00"),  # the Sunday is made up
        ("2026-09-30 17:00", 60, "2026-10-08 09:00"),
        ("2026-09-15 08:30", 540, "2026-09-15 17:30"),  # one working day
        ("2026-09-15 10:00", 1620, "2026-09-18 10:00"),  # three
    ],
)
def test_a_target_in_working_time_is_due(start, minutes, due):
    assert due_moment(WORK, start=at(start), minutes=minutes) == at(due)


def test_a_target_in_calendar_time_runs_through_nights_and_holidays():
    assert due_moment(ALWAYS, start=at("2026-09-30 22:00"), minutes=1440) == at("2026-10-01 22:00")


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("2026-09-15 10:00", "2026-09-15 12:00")], "2026-09-15 13:00"),
        ([("2026-09-15 10:00", "2026-09-16 10:00")], "2026-09-16 11:00"),
        ([("2026-09-15 16:00", "2026-09-16 10:00")], "2026-09-15 11:00"),  # used up before it began
        ([("2026-09-15 11:00", "2026-09-15 12:00")], "2026-09-15 11:00"),  # used up just as it began
        ([("2026-09-15 09:30", "2026-09-15 10:00"), ("2026-09-15 10:30", None)], None),  # still waiting
        ([("2026-09-15 07:00", "2026-09-15 08:00")], "2026-09-15 11:00"),  # over before the clock began
        ([("2026-09-15 08:00", "2026-09-15 09:30")], "2026-09-15 11:30"),  # begun before the clock
        ([("2026-09-15 10:00", "2026-09-15 10:00")], "2026-09-15 11:00"),  # no length
    ],
)
def test_pauses_put_the_due_moment_off_and_heal_no_lateness(pauses, due):
    stretches = [Pause(at(began), at(ended) if ended else None) for began, ended in pauses]
    found = due_moment(WORK, start=at("2026-09-15 09:00"), minutes=120, pauses=stretches)
    assert found == (at(due) if due else None)


def test_what_was_paused_counts_only_working_time():
    pauses = [Pause(at("2026-09-15 17:00"), at("2026-09-16 09:00")), Pause(at("2026-09-16 10:00"), None)]
    start, end = at("2026-09-15 16:00"), at("2026-09-16 11:00")
    assert paused_seconds(WORK, start=start, end=end, pauses=pauses) == 2 * HOUR
    assert counted_seconds(WORK, start=start, end=end, pauses=pauses) == 2 * HOUR
    assert counted_seconds(ALWAYS, start=start, end=end, pauses=pauses) == 2 * HOUR


def test_entered_days_count_before_the_published_ones():
    """An administrator's day: the firm works on a Saturday."""
    saturday = WorkCalendar({at("2026-09-19 00:00").date(): True})
    work = WorkingTime(saturday, time(8, 30), time(17, 30), ZONE)
    assert due_moment(work, start=at("2026-09-18 17:30"), minutes=60) == at("2026-09-19 09:30")


FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 1_000_000).map(lambda minutes: FIRST + timedelta(minutes=minutes))
SPANS = st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 20_000)), max_size=4)


@pytest.mark.parametrize("counted", [WORK, ALWAYS], ids=["working", "calendar"])
@given(start=MOMENTS, minutes=st.integers(1, 20_000), spans=SPANS)
def test_until_it_is_due_exactly_the_target_has_counted(counted, start, minutes, spans):
    """Whatever the pauses; and a second earlier it had not."""
    pauses, moment = [], start
    for gap, length in spans:
        began = moment + timedelta(minutes=gap)
        moment = began + timedelta(minutes=length)
        pauses.append(Pause(began, moment))
    due = due_moment(counted, start=start, minutes=minutes, pauses=pauses)
    before = due - timedelta(seconds=1)
    assert counted_seconds(counted, start=start, end=due, pauses=pauses) == minutes * 60
    assert counted_seconds(counted, start=start, end=before, pauses=pauses) == minutes * 60 - 1
