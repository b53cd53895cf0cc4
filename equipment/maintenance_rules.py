"""When a unit's maintenance is due, read out of facts: pure functions, no rows, no clock (C5).

A line of the plan asks for a maintenance after so many months, after so many operating hours, or whichever
comes first: once (the first maintenance) or again and again. It counts on from the last one done, or by the
plan, whose days lie on a grid from the start of use and never drift. Months are known ahead; hours only by
readings: that a limit was reached is a fact once the meter shows it, by the day on which it must have been
reached, for a machine runs at most day and night. What the last readings let expect is an estimate and
decides nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

from dateutil.relativedelta import relativedelta

from equipment.warranty_rules import HOURS_A_DAY, Reading, first_at, reached_by

LAST_READINGS: Final = 4
LATEST_DAY: Final = date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One maintenance of a plan: every so many months or hours, at least one of both; once or repeated."""

    months: int | None
    hours: int | None
    is_first: bool = False
    by_plan: bool = False  # its days lie on a grid; else they count on from the last one done


@dataclass(frozen=True, slots=True)
class Margins:
    """How far around its due day a maintenance may be done in time, by the version of the regulation."""

    opens_before_days: int
    opens_before_hours: int
    closes_after_days: int
    version: int = 1


@dataclass(frozen=True, slots=True)
class Use:
    """A unit in use: since when, since when its file is kept, and what its meter showed, in order."""

    begins_on: date
    known_from: date
    readings: Sequence[Reading] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """From where a turn counts: a day, and the hours that the unit had run by then at least."""

    on: date
    hours: int
    is_read: bool = True  # the meter was read on that very day


@dataclass(frozen=True, slots=True)
class Turn:
    """One maintenance as it is due, and every step by which that was found."""

    base: Base
    times: int  # how many times the distance lies between the base and this turn; with the base it names it
    margins: Margins
    time_due_on: date | None
    hours_limit: int | None
    shown_by: Reading | None = None  # the first reading that reached the limit
    reached_on: date | None = None  # the day by which it must have been reached
    near: Reading | None = None  # the first reading close enough to the limit

    @property
    def due_on(self) -> date | None:
        """The day on which it is due; unknown while only hours say so and no reading has reached them."""
        return min((day for day in (self.time_due_on, self.reached_on) if day), default=None)

    @property
    def opens_on(self) -> date | None:
        """The first day on which it is done in time; unknown as long as nothing is known of hours."""
        before = timedelta(days=self.margins.opens_before_days)
        days = [day - before for day in (self.time_due_on, self.reached_on) if day]
        if self.near is not None:
            days.append(self.near.on)
        return max(min(days), self.base.on) if days else None

    @property
    def closes_on(self) -> date | None:
        """The last day on which it is done in time."""
        due_on = self.due_on
        return due_on + timedelta(days=self.margins.closes_after_days) if due_on else None


class State(StrEnum):
    """How a maintenance stands on a day."""

    NOT_YET = "not_yet"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    OVER = "over"  # nothing more of this line is to be done


class Done(StrEnum):
    """How a maintenance was done, against its window."""

    EARLY = "early"
    IN_TIME = "in_time"
    LATE = "late"
    EXTRA = "extra"  # it settled no turn: the one before was done, the next was not due


@dataclass(frozen=True, slots=True)
class Settled:
    """A maintenance that was done, and the turn that it settled, if it settled one."""

    on: date
    how: Done
    turn: Turn | None
    hours: int | None  # what the meter showed on that day; none where nobody read it


@dataclass(frozen=True, slots=True)
class Course:
    """What became of a line so far, and which turn of it comes next; none once nothing more comes."""

    line: PlanLine
    next: Turn | None
    settled: tuple[Settled, ...] = ()
    lapsed: int = 0  # turns whose windows had closed before the unit's file was begun

    def state(self, on: date) -> State:
        return State.OVER if self.next is None else state_of(self.next, on)


def state_of(turn: Turn, on: date) -> State:
    """Say how a turn stands on a day: not yet open, open, due, overdue."""
    return standing(turn.opens_on, turn.due_on, turn.closes_on, on=on)


def standing(opens_on: date | None, due_on: date | None, closes_on: date | None, *, on: date) -> State:
    """Say how a window stands on a day, as far as its days are known."""
    if opens_on is None or on < opens_on:
        return State.NOT_YET
    if due_on is None or closes_on is None or on < due_on:
        return State.OPEN
    return State.DUE if on <= closes_on else State.OVERDUE


@dataclass(slots=True)
class _Reckoning:
    """One line of one unit while it is reckoned."""

    line: PlanLine
    use: Use
    margins_on: Callable[[date], Margins]
    base: Base = field(init=False)
    times: int = 1
    lapsed: int = 0
    is_over: bool = False

    def __post_init__(self) -> None:
        self.base = Base(self.use.begins_on, 0)

    def turn(self, times: int) -> Turn:
        """Return the turn that lies so many distances from the base."""
        line, readings = self.line, self.use.readings
        time_due_on = _later(self.base.on, line.months * times) if line.months else None
        margins = self.margins_on(_later(self.base.on, (line.months or 0) * (times - 1)))
        if not line.hours:
            return Turn(self.base, times, margins, time_due_on, None)
        limit = self.base.hours + line.hours * times
        shown_by = first_at(limit, readings)
        return Turn(
            self.base,
            times,
            margins,
            time_due_on,
            limit,
            shown_by,
            max(reached_by(limit, shown_by), self.base.on) if shown_by else None,
            first_at(limit - min(margins.opens_before_hours, line.hours - 1), readings),
        )

    def skip_lapsed(self) -> None:
        """Pass the turns whose windows had closed before anybody here knew of the unit."""
        while not self.is_over and self._has_lapsed(self.turn(self.times)):
            self.lapsed += 1
            self.times += 1
            self.is_over = self.line.is_first

    def _has_lapsed(self, turn: Turn) -> bool:
        if turn.time_due_on is None or turn.time_due_on >= LATEST_DAY:
            return False
        return turn.time_due_on + timedelta(days=turn.margins.closes_after_days) < self.use.known_from

    def settle(self, on: date) -> Settled:
        """Let what was done on a day settle the next turn, as the plan says; else it is an extra one."""
        at = hours_at(on, self.use.readings)
        hours = at.hours if at.is_read else None
        if self.is_over or on < self.base.on or self._is_between(on):
            return Settled(on, Done.EXTRA, None, hours)
        turn = self.turn(self.times)
        if self.line.is_first:
            self.is_over = True
        elif self.line.by_plan:
            self._catch_up(on)
        else:
            self.base, self.times = at, 1
        return Settled(on, _how(turn, on), turn, hours)

    def _is_between(self, on: date) -> bool:
        """Say whether the turn before was done ahead of its day, and that day has not passed yet."""
        if not self.line.by_plan or self.times == 1:
            return False
        before = self.turn(self.times - 1).due_on
        return before is None or on <= before

    def _catch_up(self, on: date) -> None:
        """Let it settle each further turn whose window was open that day: nobody comes twice for it."""
        self.times += 1
        while (opens_on := self.turn(self.times).opens_on) is not None and opens_on <= on:
            self.times += 1


def reckon(
    line: PlanLine, use: Use, done: Iterable[date], *, margins_on: Callable[[date], Margins]
) -> Course:
    """Return what became of a line of a unit's plan and which turn comes next, by what is known of it."""
    reckoning = _Reckoning(line, use, margins_on)
    settled = []
    for on in sorted(done):
        if line.by_plan and on >= use.known_from:
            reckoning.skip_lapsed()
        settled.append(reckoning.settle(on))
    reckoning.skip_lapsed()
    is_over = reckoning.is_over
    return Course(
        line, None if is_over else reckoning.turn(reckoning.times), tuple(settled), reckoning.lapsed
    )


def _how(turn: Turn, on: date) -> Done:
    if turn.opens_on is None or on < turn.opens_on:
        return Done.EARLY
    return Done.LATE if turn.closes_on is not None and on > turn.closes_on else Done.IN_TIME


def _later(day: date, months: int) -> date:
    """Return the day so many months later, by the calendar, always from the original day."""
    years_left = LATEST_DAY.year - day.year
    return day + relativedelta(months=min(months, years_left * 12))


def hours_at(on: date, readings: Iterable[Reading]) -> Base:
    """Return the hours that a unit had run by a day at least: read, or as far as readings around it prove."""
    known, is_read = 0, False
    for reading in readings:
        if reading.on <= on:
            known, is_read = max(known, reading.hours), is_read or reading.on == on
        else:
            known = max(known, reading.hours - (reading.on - on).days * HOURS_A_DAY)
    return Base(on, known, is_read)


def hours_a_day(use: Use) -> float:
    """Return the mean hours a day over the last readings; 0 where they don't say."""
    last = [Reading(use.begins_on, 0), *use.readings][-LAST_READINGS:]
    days = (last[-1].on - last[0].on).days
    return (last[-1].hours - last[0].hours) / days if days > 0 else 0.0


def expected_on(turn: Turn, use: Use) -> date | None:
    """Estimate when the hours of a turn are reached, by the mean of the last readings: it decides nothing."""
    pace = hours_a_day(use)
    if turn.hours_limit is None or turn.reached_on is not None or pace <= 0:
        return None
    latest = use.readings[-1]
    days = ceil((turn.hours_limit - latest.hours) / pace)
    return latest.on + timedelta(days=days) if days <= (LATEST_DAY - latest.on).days else None
