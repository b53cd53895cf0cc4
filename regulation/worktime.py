"""Time that counts: between two moments, and the moment at which so much of it has passed. Pure (D3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple, Protocol

from regulation.calendars import ONE_DAY, WorkCalendar

MINUTE = 60


class Pause(NamedTuple):
    """A stretch that does not count; one without an end is still running."""

    began_at: datetime
    ended_at: datetime | None


class Counted(Protocol):
    """A way of counting time: every minute, or those in which somebody works."""

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Return how many seconds between two moments count; 0 where the end lies before the start."""

    def after(self, start: datetime, seconds: int) -> datetime:
        """Return the first moment at which `seconds` have counted since `start`."""


@dataclass(frozen=True, slots=True)
class CalendarTime:
    """Every second counts: day and night, holidays too."""

    def seconds_between(self, start: datetime, end: datetime) -> int:
        return max(int((end - start).total_seconds()), 0)

    def after(self, start: datetime, seconds: int) -> datetime:
        return start + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The hours between `opens` and `closes` of each working day of the service region count.

    Holidays and make-up workdays are the calendar's; days begin and end in the local zone.
    """

    calendar: WorkCalendar
    opens: time
    closes: time
    zone: tzinfo

    def seconds_between(self, start: datetime, end: datetime) -> int:
        counted = timedelta()
        for opens_at, closes_at in self.stretches(start, until=end):
            counted += max(min(closes_at, end) - max(opens_at, start), timedelta())
        return int(counted.total_seconds())

    def after(self, start: datetime, seconds: int) -> datetime:
        left = timedelta(seconds=seconds)
        for opens_at, closes_at in self.stretches(start):
            begin = max(opens_at, start)
            here = max(closes_at - begin, timedelta())
            if here and here >= left:
                return begin + left
            left -= here
        raise AssertionError  # the days never end

    def stretches(
        self, start: datetime, *, until: datetime | None = None
    ) -> Iterator[tuple[datetime, datetime]]:
        """Yield the working hours of each working day from that of `start` on, as moments."""
        day = start.astimezone(self.zone).date()
        last = until.astimezone(self.zone).date() if until else date.max
        while day <= last:
            if self.calendar.is_workday(day):
                yield self._moment(day, self.opens), self._moment(day, self.closes)
            day += ONE_DAY

    def _moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self.zone).astimezone(UTC)


def due_moment(
    counted: Counted, *, start: datetime, minutes: int, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """Return when a target of `minutes` is used up, pauses left out; nothing while one is running (D3).

    A target that was used up before a pause began stays due where it was: waiting heals no lateness.
    """
    left = minutes * MINUTE
    since = start
    for pause in pauses:
        used = counted.seconds_between(since, pause.began_at)
        if used >= left:
            break
        if pause.ended_at is None:
            return None
        left -= used
        since = max(since, pause.ended_at)
    return counted.after(since, left)


def counted_seconds(counted: Counted, *, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> int:
    """Return how much time counted from `start` to `end`, pauses left out."""
    return counted.seconds_between(start, end) - paused_seconds(counted, start=start, end=end, pauses=pauses)


def paused_seconds(counted: Counted, *, start: datetime, end: datetime, pauses: Sequence[Pause]) -> int:
    """Return how much of the time from `start` to `end` would have counted but for the pauses."""
    return sum(
        counted.seconds_between(max(pause.began_at, start), min(pause.ended_at or end, end))
        for pause in pauses
    )
