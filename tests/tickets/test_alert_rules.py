"""When each step of an alert comes: by working hours, holidays, make-up workdays, pauses (D3, D10)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from regulation.calendars import WorkCalendar
from regulation.parameters import Escalation
from regulation.worktime import CalendarTime, Pause, WorkingTime
from tickets.alert_rules import (
    Key,
    Made,
    Watched,
    due_steps,
    highest,
    moments_of_clock,
    moments_of_promise,
    next_alert,
)
from tickets.choices import AlertStep

ZONE = ZoneInfo("Asia/Shanghai")
A = AlertStep
WORK = WorkingTime(WorkCalendar(), time(8, 30), time(17, 30), ZONE)
ALWAYS = CalendarTime()
OWN = Escalation()  # 20 % left; an hour; two more


def at(text):
    """09-15 10:00 is a Tuesday of 2026 in the service region."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def pause(since, until=None):
    return Pause(at(since), at(until) if until else None)


def written(moments):
    return [f"{moment.astimezone(ZONE):%m-%d %H:%M}" if moment else None for moment in moments.values()]


def clock(start, minutes, pauses=(), counted=WORK, escalation=OWN):
    return moments_of_clock(minutes, start=at(start), pauses=pauses, counted=counted, escalation=escalation)


@pytest.mark.parametrize(
    ("start", "minutes", "pauses", "comes"),
    [
        ("09-15 09:00", 120, [], ["09-15 10:36", "09-15 11:00", "09-15 12:00", "09-15 14:00"]),
        # over night, and over a weekend
        ("09-15 16:00", 120, [], ["09-16 08:36", "09-16 09:00", "09-16 10:00", "09-16 12:00"]),
        ("09-11 16:00", 60, [], ["09-11 16:48", "09-11 17:00", "09-14 09:00", "09-14 11:00"]),
        # the Mid-Autumn holiday is on 25 to 27 September; Sunday 20 is worked instead
        ("09-24 16:30", 60, [], ["09-24 17:18", "09-24 17:30", "09-28 09:30", "09-28 11:30"]),
        ("09-19 10:00", 60, [], ["09-20 09:18", "09-20 09:30", "09-20 10:30", "09-20 12:30"]),
        # what has come stays where it came, what has not is put off
        (
            "09-15 09:00",
            120,
            [pause("09-15 10:00", "09-15 14:00")],
            ["09-15 14:36", "09-15 15:00", "09-15 16:00", "09-16 09:00"],
        ),
        (
            "09-15 09:00",
            120,
            [pause("09-15 10:40", "09-15 14:40")],
            ["09-15 10:36", "09-15 15:00", "09-15 16:00", "09-16 09:00"],
        ),
        (
            "09-15 09:00",
            120,
            [pause("09-15 11:30", "09-15 14:30")],
            ["09-15 10:36", "09-15 11:00", "09-15 15:00", "09-15 17:00"],
        ),
        # and while it stands still nothing comes
        ("09-15 09:00", 120, [pause("09-15 10:00")], [None, None, None, None]),
        ("09-15 09:00", 120, [pause("09-15 11:30")], ["09-15 10:36", "09-15 11:00", None, None]),
    ],
)
def test_a_clock_in_working_hours(start, minutes, pauses, comes):
    assert written(clock(start, minutes, pauses)) == comes


def test_a_clock_of_day_and_night_goes_up_at_night_too():
    moments = clock("09-18 22:00", 240, counted=ALWAYS)
    assert written(moments) == ["09-19 01:12", "09-19 02:00", "09-19 03:00", "09-19 05:00"]


@pytest.mark.parametrize(
    ("escalation", "comes"),
    [
        (
            Escalation(warn_left=50, centre_after=30, manager_after=30),
            ["09-15 10:00", "09-15 11:00", "09-15 11:30", "09-15 12:00"],
        ),
        (
            Escalation(warn_left=99, centre_after=1, manager_after=1),
            ["09-15 09:01", "09-15 11:00", "09-15 11:01", "09-15 11:02"],
        ),
    ],
)
def test_the_regulation_sets_when(escalation, comes):
    assert written(clock("09-15 09:00", 120, escalation=escalation)) == comes


def test_of_a_single_minute_one_is_warned_at_once():
    assert written(clock("09-15 09:00", 1))[:2] == ["09-15 09:00", "09-15 09:01"]


@pytest.mark.parametrize(
    ("made", "until", "comes"),
    [
        ("09-15 09:00", "09-15 14:00", ["09-15 13:00", "09-15 14:00", "09-15 15:00", "09-15 17:00"]),
        # half an hour on Friday, half an hour on Monday
        ("09-11 17:00", "09-14 09:00", ["09-14 08:48", "09-14 09:00", "09-14 10:00", "09-14 12:00"]),
        # an evening without a working minute: the warning comes with the moment itself
        ("09-15 18:00", "09-15 20:00", ["09-15 20:00", "09-15 20:00", "09-16 09:30", "09-16 11:30"]),
    ],
)
def test_a_promised_answer_counts_in_working_time(made, until, comes):
    """D10."""
    assert written(moments_of_promise(at(made), at(until), counted=WORK, escalation=OWN)) == comes


# ── what was made already ──

FIX = Key("fix", 120, "working")
MOMENTS = clock("09-15 09:00", 120)
RUNNING = Watched(FIX, at("09-15 11:00"), MOMENTS)
RESTING = Watched(Key("attend", 60, "working"), None, dict.fromkeys(A))


def made(*steps, key=FIX):
    return {Made(key, step) for step in steps}


@pytest.mark.parametrize(
    ("known", "comes", "alarm"),
    [
        (made(), "09-15 10:36", ""),
        (made(A.WARN), "09-15 11:00", "warn"),
        (made(A.WARN, A.DESK), "09-15 12:00", "desk"),
        (made(A.WARN, A.DESK, A.CENTRE), "09-15 14:00", "centre"),
        (made(*A), None, "manager"),
        # what was said of another target is not said of this one
        (made(*A, key=Key("fix", 60, "working")), "09-15 10:36", ""),
    ],
)
def test_the_next_step_is_the_first_that_was_not_made(known, comes, alarm):
    assert next_alert([RUNNING, RESTING], known) == (at(comes) if comes else None)
    assert highest([RUNNING, RESTING], known) == alarm


def test_a_time_that_rests_before_it_is_due_alarms_nobody():
    assert highest([RESTING], made(A.WARN, key=RESTING.key)) == ""
    assert next_alert([RESTING], set()) is None


@pytest.mark.parametrize(
    ("now", "known", "steps"),
    [
        ("09-15 10:35", made(), []),
        ("09-15 10:36", made(), [A.WARN]),
        ("09-15 12:00", made(A.WARN), [A.DESK, A.CENTRE]),
        ("09-30 12:00", made(), list(A)),
        ("09-30 12:00", made(*A), []),
    ],
)
def test_what_has_come_and_was_not_made(now, known, steps):
    assert due_steps(RUNNING, known, at=at(now)) == steps
    assert due_steps(RESTING, known, at=at(now)) == []
