"""D16: how a ticket stands to a region's day, by a table of histories; without a database."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.daily.figures import DayFigures
from reports.daily.rules import Span, Step, stand_of
from reports.daily.states import (
    TRANSITIONS,
    DailyStatus,
    DailyVerb,
    DayConfirmedAlready,
    Entered,
    Left,
    target_of,
)
from tests.reports.daily import STATUS_AFTER
from tickets.states import TicketVerb as V

ZONE = ZoneInfo("Asia/Shanghai")
NORTH, CENTRE, SOUTH = 1, 2, 3
MIDNIGHT = datetime(2026, 9, 15, tzinfo=ZONE).astimezone(UTC)
SPAN = Span(MIDNIGHT, MIDNIGHT + timedelta(days=1), {NORTH, CENTRE}, {NORTH, CENTRE})
CAME, AGAIN, OVER = Entered.CAME_IN, Entered.REOPENED, Entered.TAKEN_OVER
DONE, VOID, GONE = Left.RESOLVED, Left.CANCELLED, Left.HANDED_ON


def when(hours, minutes=0, seconds=0):
    """Return a moment so far from the midnight in which the day begins; before it where negative."""
    return MIDNIGHT + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def history(*steps):
    """Return steps as they were written: (verb, hours from midnight or a moment, dealer)."""
    found, source = [], ""
    for verb, at, dealer in steps:
        moment = at if isinstance(at, datetime) else when(at)
        found.append(Step(moment, verb, source, STATUS_AFTER[verb], dealer))
        source = STATUS_AFTER[verb]
    return found


JUST_BEFORE, LAST_SECOND = when(0, 0, -1), when(23, 59, 59)
OFFERED = [(V.OPEN, -20, None), (V.OFFER, -20, NORTH), (V.ACCEPT, -19, NORTH)]
NEW = [(V.OPEN, 9, None), (V.OFFER, 9, NORTH)]
# what happened → was open, entered, left, is open, is closed
TABLE = [
    (
        "yesterday at 23:59:59",
        [(V.OPEN, JUST_BEFORE, None), (V.OFFER, JUST_BEFORE, NORTH)],
        (1, "", "", 1, 0),
    ),
    ("at 00:00:00", [(V.OPEN, when(0), None), (V.OFFER, when(0), NORTH)], (0, CAME, "", 1, 0)),
    ("at 23:59:59", [(V.OPEN, LAST_SECOND, None), (V.OFFER, LAST_SECOND, NORTH)], (0, CAME, "", 1, 0)),
    ("tomorrow at 00:00:00", [(V.OPEN, when(24), None), (V.OFFER, when(24), NORTH)], None),
    ("carried over", OFFERED, (1, "", "", 1, 0)),
    ("opened, offered to nobody", [(V.OPEN, 9, None)], None),
    ("opened yesterday, offered today", [(V.OPEN, -5, None), (V.OFFER, 8, NORTH)], (0, CAME, "", 1, 0)),
    ("resolved", [*OFFERED, (V.SOLVE, 10, NORTH)], (1, "", DONE, 0, 0)),
    ("resolved at the last second", [*OFFERED, (V.SOLVE, LAST_SECOND, NORTH)], (1, "", DONE, 0, 0)),
    ("resolved tomorrow at 00:00:00", [*OFFERED, (V.SOLVE, when(24), NORTH)], (1, "", "", 1, 0)),
    ("came in and resolved", [*NEW, (V.ACCEPT, 10, NORTH), (V.SOLVE, 12, NORTH)], (0, CAME, DONE, 0, 0)),
    (
        "resolved and closed",
        [*OFFERED, (V.SOLVE, 10, NORTH), (V.CLOSE, 11, NORTH)],
        (1, "", DONE, 0, 1),
    ),
    ("closed only", [*OFFERED, (V.SOLVE, -3, NORTH), (V.CLOSE, 11, NORTH)], (0, "", "", 0, 1)),
    ("resolved yesterday", [*OFFERED, (V.SOLVE, -3, NORTH)], None),
    ("reopened", [*OFFERED, (V.SOLVE, -3, NORTH), (V.REOPEN, 9, NORTH)], (0, AGAIN, "", 1, 0)),
    (
        "reopened and resolved again",
        [*OFFERED, (V.SOLVE, -3, NORTH), (V.REOPEN, 9, NORTH), (V.SOLVE, 15, NORTH)],
        (0, AGAIN, DONE, 0, 0),
    ),
    (
        "resolved and reopened: as if nothing was",
        [*OFFERED, (V.SOLVE, 9, NORTH), (V.REOPEN, 15, NORTH)],
        (1, "", "", 1, 0),
    ),
    ("cancelled", [*OFFERED, (V.CANCEL, 9, NORTH)], (1, "", VOID, 0, 0)),
    ("came in and cancelled", [*NEW, (V.CANCEL, 10, NORTH)], (0, CAME, VOID, 0, 0)),
    ("refused", [*OFFERED[:2], (V.REFUSE, 9, NORTH)], (1, "", GONE, 0, 0)),
    ("lapsed", [*OFFERED[:2], (V.LAPSE, 9, NORTH)], (1, "", GONE, 0, 0)),
    (
        "refused, then cancelled by headquarters",
        [*OFFERED[:2], (V.REFUSE, 9, NORTH), (V.CANCEL, 10, None)],
        (1, "", GONE, 0, 0),
    ),
    (
        "given to another region's dealer",
        [*OFFERED[:2], (V.REFUSE, 9, NORTH), (V.OFFER, 9, SOUTH)],
        (1, "", GONE, 0, 0),
    ),
    (
        "taken over from another region's dealer",
        [(V.OPEN, -9, None), (V.OFFER, -9, SOUTH), (V.REFUSE, 9, SOUTH), (V.OFFER, 10, NORTH)],
        (0, OVER, "", 1, 0),
    ),
    (
        "from dealer to dealer of the region: it stays",
        [*OFFERED[:2], (V.REFUSE, 9, NORTH), (V.OFFER, 9, CENTRE)],
        (1, "", "", 1, 0),
    ),
    (
        "given away yesterday, back today",
        [*OFFERED[:2], (V.REFUSE, -2, NORTH), (V.OFFER, 9, CENTRE)],
        (0, OVER, "", 1, 0),
    ),
]


@pytest.mark.parametrize(("_what", "steps", "expected"), TABLE, ids=[row[0] for row in TABLE])
def test_how_a_ticket_stands_to_the_day(_what, steps, expected):
    stand = stand_of(history(*steps), SPAN)
    if expected is None:
        assert stand is None
    else:
        assert stand[1:] == expected


def test_it_is_counted_at_the_dealer_that_had_it_last():
    moved = history(*OFFERED[:2], (V.REFUSE, 9, NORTH), (V.OFFER, 9, CENTRE))
    assert stand_of(moved, SPAN).dealer == CENTRE
    gone = history(*OFFERED[:2], (V.REFUSE, 9, NORTH), (V.OFFER, 9, SOUTH))
    assert stand_of(gone, SPAN).dealer == NORTH


@pytest.mark.parametrize(
    ("before", "dealers", "steps", "expected"),
    [
        (set(), {NORTH}, [], (0, OVER, "", 1, 0)),
        ({NORTH}, set(), [], (1, "", GONE, 0, 0)),
        (set(), {NORTH}, [(V.SOLVE, 10, NORTH)], (0, OVER, DONE, 0, 0)),
        ({NORTH}, set(), [(V.SOLVE, 10, NORTH)], (1, "", GONE, 0, 0)),
    ],
)
def test_a_dealer_that_changes_region_takes_its_work_along(before, dealers, steps, expected):
    """From the first moment of a day on: what it resolves on that day is the new region's."""
    span = SPAN._replace(before=before, dealers=dealers)
    assert stand_of(history(*OFFERED, *steps), span)[1:] == expected


FOLLOWS = {
    "new": [V.OFFER, V.CANCEL],
    "offered": [V.ACCEPT, V.REFUSE, V.LAPSE, V.CANCEL],
    "accepted": [V.SOLVE, V.CANCEL],
    "resolved": [V.REOPEN, V.CLOSE],
    "closed": [],
    "cancelled": [],
}


@st.composite
def lives(draw):
    """Draw a life of a ticket between three dealers over three days, as the table of tickets allows."""
    at = draw(st.integers(-1440, 1440))
    steps, dealer, status = [(V.OPEN, when(0, at), None)], None, "new"
    for _ in range(draw(st.integers(0, 9))):
        if not FOLLOWS[status]:
            break
        verb = draw(st.sampled_from(FOLLOWS[status]))
        at += draw(st.integers(0, 700))
        dealer = draw(st.sampled_from([NORTH, CENTRE, SOUTH])) if verb is V.OFFER else dealer
        steps.append((verb, when(0, at), dealer))
        dealer = None if verb in {V.REFUSE, V.LAPSE} else dealer
        status = STATUS_AFTER[verb]
    return history(*steps)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lives())
def test_each_day_adds_up_and_goes_on_where_the_last_ended(steps):
    """What is open at the end of a day is carried over into the next, whatever happened."""
    ends_open = False
    for days in range(-2, 4):
        shift = timedelta(days=days)
        span = SPAN._replace(begins_at=SPAN.begins_at + shift, ends_at=SPAN.ends_at + shift)
        stand = stand_of(steps, span)
        assert (stand is not None and stand.was_open) == ends_open
        ends_open = stand is not None and stand.is_open
        if stand is not None:
            came, went = stand.was_open + bool(stand.entered), bool(stand.left)
            assert came <= 1
            assert came - went == stand.is_open
    assert not ends_open or steps[-1].target in {"offered", "accepted"}


def test_figures_add_up_and_differ():
    day = DayFigures({"before": 3, "came_in": 2, "resolved": 1, "open": 4})
    assert day.adds_up
    assert not DayFigures({"before": 3, "open": 4}).adds_up
    assert day - DayFigures({"before": 3, "came_in": 1}) == {"came_in": 1, "resolved": 1, "open": 4}


def test_a_confirmed_day_is_not_confirmed_again():
    assert target_of(DailyVerb.CONFIRM, DailyStatus.OPEN) == DailyStatus.CONFIRMED
    assert [move.target for move in TRANSITIONS] == [DailyStatus.CONFIRMED]
    with pytest.raises(DayConfirmedAlready):
        target_of(DailyVerb.CONFIRM, DailyStatus.CONFIRMED)
