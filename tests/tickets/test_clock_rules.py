"""What a ticket's history says of its clocks (D3, D5)."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulation.calendars import WorkCalendar
from regulation.choices import ClockKind
from regulation.worktime import CalendarTime, WorkingTime
from tickets.clock_rules import Step, read_clock, steps_heard

ZONE = ZoneInfo("Asia/Shanghai")
WORK = WorkingTime(WorkCalendar(), time(8, 30), time(17, 30), ZONE)
ALWAYS = CalendarTime()
K = ClockKind
TARGETS = {
    "open": "new",
    "offer": "offered",
    "accept": "accepted",
    "refuse": "new",
    "assign": "assigned",
    "wait": "waiting",
    "await": "waiting",  # for what we owe ourselves: no clock stands still
    "chase": "waiting",
    "resume": "assigned",
    "record": "resolved",
    "not_fixed": "assigned",
    "solve": "resolved",
    "reopen": "assigned",
    "take_up": "accepted",  # reopened, and whoever had it can't go again
    "go_on": "accepted",
    "close": "closed",
    "cancel": "cancelled",
}


def at(text):
    """15 10:00 is 10:00 on 15 September 2026, a Tuesday, in the service region."""
    return datetime.strptime(f"2026-09-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def history(*steps):
    """Steps as 'verb 15 10:00'."""
    found = []
    for step in steps:
        verb, moment = step.split(" ", 1)
        written = {"not_fixed": "record", "await": "wait", "take_up": "reopen", "go_on": "resume"}.get(
            verb, verb
        )
        found.append(Step(at(moment), written, TARGETS[verb], pauses=verb == "wait"))
    return found


def read(kind, minutes, *steps, counted=WORK):
    return read_clock(kind, minutes, history(*steps), counted=counted)


OPEN, OFFER, ACCEPT = "open 15 09:00", "offer 15 09:00", "accept 15 10:00"
ASSIGN, RECORD, CLOSE = "assign 15 10:30", "record 15 15:00", "close 16 09:30"


@pytest.mark.parametrize(
    ("kind", "steps", "met"),
    [
        (K.RESPOND, [OPEN], None),
        (K.RESPOND, [OPEN, OFFER], None),  # offering is ours to do; it answers nobody
        (K.RESPOND, [OPEN, OFFER, ACCEPT], "15 10:00"),
        (K.RESPOND, [OPEN, OFFER, ACCEPT, ASSIGN], "15 10:00"),
        (K.RESPOND, [OPEN, OFFER, "refuse 15 09:30"], None),
        (K.RESPOND, [OPEN, OFFER, "refuse 15 09:30", "offer 15 09:40", ACCEPT], "15 10:00"),
        (K.RESPOND, [OPEN, "solve 15 09:20"], "15 09:20"),
        (K.ATTEND, [OPEN, OFFER, ACCEPT, ASSIGN], None),
        (K.ATTEND, [OPEN, ACCEPT, ASSIGN, "not_fixed 15 14:00", RECORD], "15 14:00"),
        (K.FIX, [OPEN, ACCEPT, ASSIGN, "not_fixed 15 14:00"], None),
        (K.FIX, [OPEN, ACCEPT, ASSIGN, RECORD], "15 15:00"),
        (K.FIX, [OPEN, ACCEPT, ASSIGN, RECORD, CLOSE], "15 15:00"),
        (K.FIX, [OPEN, ACCEPT, ASSIGN, RECORD, "reopen 15 16:00"], None),
        (K.FIX, [OPEN, ACCEPT, ASSIGN, RECORD, "reopen 15 16:00", "record 16 10:00"], "16 10:00"),
        (K.COMPLETE, [OPEN, ACCEPT, ASSIGN, RECORD], None),
        (K.COMPLETE, [OPEN, ACCEPT, ASSIGN, RECORD, CLOSE], "16 09:30"),
    ],
)
def test_what_meets_a_clock(kind, steps, met):
    reading = read(kind, 60, *steps)
    assert reading.met_at == (at(met) if met else None)
    assert reading.stopped_at is None


@pytest.mark.parametrize(
    ("kind", "steps", "stopped"),
    [
        (K.RESPOND, [OPEN, "cancel 15 11:00"], "15 11:00"),
        (K.COMPLETE, [OPEN, ACCEPT, ASSIGN, "cancel 15 11:00"], "15 11:00"),
        (K.ATTEND, [OPEN, ACCEPT, "solve 15 11:00"], "15 11:00"),  # nobody has to come
        (K.ATTEND, [OPEN, ACCEPT, "solve 15 11:00", CLOSE], "15 11:00"),
        (K.ATTEND, [OPEN, ACCEPT, "solve 15 11:00", "reopen 15 13:00"], None),  # now somebody has to
        (K.FIX, [OPEN, ACCEPT, "cancel 15 11:00"], "15 11:00"),
    ],
)
def test_what_stops_a_clock_without_meeting_it(kind, steps, stopped):
    reading = read(kind, 60, *steps)
    assert reading.stopped_at == (at(stopped) if stopped else None)
    assert reading.met_at is None


def test_a_clock_that_was_met_is_not_stopped_by_what_comes_later():
    assert read(K.RESPOND, 60, OPEN, ACCEPT, "cancel 15 11:00").stopped_at is None


@pytest.mark.parametrize(
    ("kind", "minutes", "steps", "due", "paused", "late"),
    [
        (K.RESPOND, 120, [OPEN], "15 11:00", 0, None),
        (K.RESPOND, 120, [OPEN, OFFER, ACCEPT], "15 11:00", 0, 0),
        (K.RESPOND, 60, [OPEN, OFFER, ACCEPT], "15 10:00", 0, 0),  # to the minute is in time
        (K.RESPOND, 59, [OPEN, OFFER, ACCEPT], "15 09:59", 0, 1),
        (K.RESPOND, 30, ["open 15 17:15", "accept 16 09:00"], "16 08:45", 0, 15),  # no night is counted
        (K.FIX, 480, [OPEN, ACCEPT, ASSIGN, "wait 15 11:00"], None, 0, None),
        (K.FIX, 480, [OPEN, ACCEPT, ASSIGN, "wait 15 11:00", "resume 15 14:00"], "16 11:00", 180, None),
        (K.FIX, 480, [OPEN, ACCEPT, ASSIGN, "wait 15 11:00", "chase 15 12:00"], None, 60, None),
        (K.FIX, 480, [OPEN, ACCEPT, ASSIGN, "await 15 11:00", "chase 15 12:00"], "15 17:00", 0, None),
        (
            K.FIX,
            480,
            [OPEN, ACCEPT, ASSIGN, "wait 15 11:00", "chase 15 12:00", "resume 15 14:00"],
            "16 11:00",
            180,
            None,
        ),
        (
            K.FIX,
            480,
            [OPEN, ACCEPT, ASSIGN, "wait 15 11:00", "resume 15 14:00", "record 16 13:00"],
            "16 11:00",
            180,
            120,
        ),
        (  # a wait begun after the clock had run out heals no lateness, and adds none
            K.FIX,
            60,
            [OPEN, ACCEPT, ASSIGN, "wait 15 11:00", "resume 15 14:00", "record 15 15:00"],
            "15 10:00",
            180,
            120,
        ),
        (  # taken for fixed from 15:00 to 16:00: nobody could have worked on it
            K.FIX,
            480,
            [OPEN, ACCEPT, ASSIGN, RECORD, "reopen 15 16:00", "record 16 10:30"],
            "16 09:00",
            60,
            90,
        ),
        (K.COMPLETE, 480, [OPEN, ACCEPT, ASSIGN, RECORD, CLOSE], "15 17:00", 0, 90),
        (K.COMPLETE, 480, [OPEN, ACCEPT, ASSIGN, RECORD, "reopen 15 16:00"], "15 17:00", 0, None),
        (K.FIX, 60, [OPEN, ACCEPT, ASSIGN, "wait 15 09:30", "cancel 15 16:00"], "15 16:30", 390, 0),
    ],
)
def test_when_a_clock_is_due_what_paused_it_and_how_late_it_was_met(kind, minutes, steps, due, paused, late):
    reading = read(kind, minutes, *steps)
    assert reading.started_at == at("15 09:00" if steps[0] == OPEN else steps[0].removeprefix("open "))
    assert reading.due_at == (at(due) if due else None)
    assert (reading.paused_minutes, reading.late_minutes) == (paused, late)


def test_calendar_time_runs_through_the_night():
    reading = read(K.RESPOND, 120, "open 15 22:00", "accept 16 08:30", counted=ALWAYS)
    assert reading.due_at == at("16 00:00")
    assert reading.late_minutes == 510


# ── the dealer's own: until it has put an engineer on what it has taken on ──

SOLVE = "solve 15 11:00"


@pytest.mark.parametrize(
    ("steps", "started"),
    [
        ([OPEN], None),
        ([OPEN, OFFER], None),
        ([OPEN, OFFER, "refuse 15 09:30"], None),
        ([OPEN, OFFER, "cancel 15 09:30"], None),
        ([OPEN, OFFER, ACCEPT], "15 10:00"),
        ([OPEN, ACCEPT], "15 10:00"),  # headquarters' own
        ([OPEN, OFFER, "refuse 15 09:30", "offer 15 09:30", ACCEPT, ASSIGN], "15 10:00"),
        ([OPEN, OFFER, ACCEPT, ASSIGN, RECORD, "take_up 16 09:00"], "15 10:00"),
        ([OPEN, SOLVE], None),  # solved by who took the call: nobody was to be sent
        ([OPEN, SOLVE, "take_up 15 13:00"], "15 13:00"),  # now somebody is
        ([OPEN, SOLVE, "take_up 15 13:00", "solve 15 14:00", "take_up 15 15:00"], "15 13:00"),
    ],
)
def test_sending_somebody_is_owed_from_when_a_ticket_was_taken_on(steps, started):
    heard = steps_heard(K.PLAN, history(*steps))
    assert (heard[0].at if heard else None) == (at(started) if started else None)


@pytest.mark.parametrize(
    ("steps", "due", "met", "stopped", "paused", "late"),
    [
        ([OPEN, OFFER, ACCEPT], "15 14:00", None, None, 0, None),
        ([OPEN, OFFER, ACCEPT, ASSIGN], "15 14:00", "15 10:30", None, 0, 0),
        ([OPEN, OFFER, ACCEPT, "assign 15 14:00"], "15 14:00", "15 14:00", None, 0, 0),  # to the minute
        ([OPEN, OFFER, ACCEPT, "assign 15 15:00"], "15 14:00", "15 15:00", None, 0, 60),
        ([OPEN, OFFER, "accept 15 16:30", "assign 16 12:00"], "16 11:30", "16 12:00", None, 0, 30),
        # given to somebody else: the first one counts
        ([OPEN, OFFER, ACCEPT, ASSIGN, "assign 15 16:00"], "15 14:00", "15 10:30", None, 0, 0),
        ([OPEN, OFFER, ACCEPT, ASSIGN, RECORD, CLOSE], "15 14:00", "15 10:30", None, 0, 0),
        ([OPEN, OFFER, ACCEPT, ASSIGN, RECORD, "reopen 15 16:00"], "15 14:00", "15 10:30", None, 0, 0),
        ([OPEN, OFFER, ACCEPT, ASSIGN, "cancel 15 11:00"], "15 14:00", "15 10:30", None, 0, 0),
        # nobody has to be sent any more
        ([OPEN, OFFER, ACCEPT, SOLVE], "15 14:00", None, "15 11:00", 0, 0),
        ([OPEN, OFFER, ACCEPT, "solve 15 15:00"], "15 14:00", None, "15 15:00", 0, 60),
        ([OPEN, OFFER, ACCEPT, "cancel 15 11:00"], "15 14:00", None, "15 11:00", 0, 0),
        # it waits for the customer before anybody has it, then for ourselves
        ([OPEN, OFFER, ACCEPT, "wait 15 11:00"], None, None, None, 0, None),
        ([OPEN, OFFER, ACCEPT, "wait 15 11:00", "chase 15 12:00"], None, None, None, 60, None),
        ([OPEN, OFFER, ACCEPT, "wait 15 11:00", "go_on 15 13:00"], "15 16:00", None, None, 120, None),
        ([OPEN, OFFER, ACCEPT, "await 15 11:00", "go_on 15 13:00"], "15 14:00", None, None, 0, None),
        ([OPEN, OFFER, ACCEPT, "wait 15 11:00", "cancel 15 13:00"], "15 16:00", None, "15 13:00", 120, 0),
        # who had it can't go again: somebody else is to be sent in what was left, 3:30
        (
            [OPEN, OFFER, ACCEPT, ASSIGN, RECORD, "take_up 16 09:00"],
            "16 12:30",
            None,
            None,
            450,
            None,
        ),
        (
            [OPEN, OFFER, ACCEPT, ASSIGN, RECORD, "take_up 16 09:00", "assign 16 13:30"],
            "16 12:30",
            "16 13:30",
            None,
            450,
            60,
        ),
        # a wait of who has it already changes nothing
        (
            [OPEN, OFFER, ACCEPT, ASSIGN, "await 15 11:00", "chase 15 12:00"],
            "15 14:00",
            "15 10:30",
            None,
            0,
            0,
        ),
        # solved by phone, taken up again, solved by phone: 2:00 left after the first
        ([OPEN, OFFER, ACCEPT, "solve 15 12:00", "take_up 15 15:00"], "15 17:00", None, None, 180, None),
        # what was reopened before anybody had taken it on: the time of the first solution is not its
        ([OPEN, SOLVE, "take_up 15 13:00"], "15 17:00", None, None, 0, None),
        ([OPEN, "wait 15 09:30", "go_on 15 10:00"], "15 14:00", None, None, 0, None),
    ],
)
def test_the_inner_clock_until_an_engineer_is_sent(steps, due, met, stopped, paused, late):
    """D5: four working hours."""
    reading = read(K.PLAN, 240, *steps)
    moments = [reading.due_at, reading.met_at, reading.stopped_at]
    assert moments == [moment and at(moment) for moment in (due, met, stopped)]
    assert (reading.paused_minutes, reading.late_minutes) == (paused, late)


AFTER: Final = (
    "assign",
    "wait",
    "await",
    "chase",
    "go_on",
    "record",
    "not_fixed",
    "solve",
    "take_up",
    "cancel",
)


@given(st.lists(st.tuples(st.sampled_from(AFTER), st.integers(0, 3000)), max_size=8))
def test_a_step_more_never_brings_the_inner_clock_forward(later):
    """What was due stays due or comes later, whatever happens after an acceptance."""
    steps, due = history(OPEN, ACCEPT), at("15 14:00")
    for verb, minutes in later:
        moment = steps[-1].at + timedelta(minutes=minutes)
        steps = [*steps, *history(f"{verb} {moment:%d %H:%M}")]
        reading = read_clock(K.PLAN, 240, steps, counted=WORK)
        assert reading.started_at == at("15 10:00")
        assert reading.met_at is None or reading.stopped_at is None
        assert (reading.late_minutes is None) == (reading.met_at is reading.stopped_at is None)
        if reading.due_at is not None:
            assert reading.due_at >= due
            due = reading.due_at
