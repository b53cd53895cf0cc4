"""Which windows are free for a trip, and what is unusual about one: rules over plain facts. Pure (D5)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from regulation.worktime import WorkingTime

LONG: Final = timedelta(hours=2)
STEP: Final = timedelta(minutes=30)
FURTHEST: Final = timedelta(days=60)
OFFERED: Final = 3
NOON: Final = time(12)


class TripWindow(NamedTuple):
    """When somebody is to be with the customer."""

    begins_at: datetime
    ends_at: datetime


class Unusual(StrEnum):
    """What the desk is told before it agrees on a window all the same."""

    NO_WORKDAY = "no_workday"
    OUTSIDE_HOURS = "outside_hours"


def next_free(
    hours: WorkingTime,
    taken: Sequence[TripWindow],
    *,
    after: datetime,
    long: timedelta = LONG,
    count: int = OFFERED,
) -> list[TripWindow]:
    """Return the first free window of each half-day in turn: a customer chooses among different times.

    Each lies in the working hours of one day, begins on the half-hour and touches nothing agreed already.
    """
    found: list[TripWindow] = []
    for half in _half_days(hours, after=after):
        window = _first_free(half, sorted(taken), after=after, long=long)
        if window is not None:
            found.append(window)
        if len(found) == count:
            break
    return found


class _Half(NamedTuple):
    """The working hours before or after noon; a window may begin here and reach to the end of the day."""

    begins_at: datetime
    ends_at: datetime
    closes_at: datetime


def _half_days(hours: WorkingTime, *, after: datetime) -> Iterator[_Half]:
    for opens_at, closes_at in hours.stretches(after, until=after + FURTHEST):
        day = opens_at.astimezone(hours.zone).date()
        noon = min(max(datetime.combine(day, NOON, tzinfo=hours.zone), opens_at), closes_at)
        yield _Half(opens_at, noon, closes_at)
        yield _Half(noon, closes_at, closes_at)


def _first_free(
    half: _Half, taken: Sequence[TripWindow], *, after: datetime, long: timedelta
) -> TripWindow | None:
    begin = _on_the_half_hour(max(half.begins_at, after))
    for busy in taken:
        if busy.ends_at > begin and busy.begins_at < begin + long:
            begin = _on_the_half_hour(busy.ends_at)
    if begin >= half.ends_at or begin + long > half.closes_at:
        return None
    return TripWindow(begin, begin + long)


def _on_the_half_hour(moment: datetime) -> datetime:
    """Return the moment, or the next half-hour after it."""
    beyond = timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    return moment - beyond + STEP if beyond else moment


def unusual(hours: WorkingTime, window: TripWindow) -> Unusual | None:
    """Say what is unusual about a window on one day: nobody works that day, or not at that hour."""
    first, last = (moment.astimezone(hours.zone) for moment in window)
    if not hours.calendar.is_workday(first.date()):
        return Unusual.NO_WORKDAY
    if first.time() < hours.opens or last.time() > hours.closes:
        return Unusual.OUTSIDE_HOURS
    return None
