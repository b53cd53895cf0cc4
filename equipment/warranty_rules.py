"""How long a warranty lasts and what it covers, read out of facts: pure functions, no rows, no clock (C4).

A cover has a clock in months from its own first day and, where its terms say so, a limit of operating hours;
whichever ends first ends it. Days on which a covered unit stood in repair are added to the months. Operating
hours are known on the days on which the meter was read; in between a machine ran at most day and night, so a
later reading can show that the limit had been reached by an earlier day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from equipment.rules import warranty_end

HOURS_A_DAY: Final = 24
WHOLE_UNIT: Final = ""
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cover:
    """What is covered from which day on, for how many months and up to how many operating hours."""

    part: str  # the code of a named part; WHOLE_UNIT: all of it
    begins_on: date
    months: int
    hours: int | None = None
    begins_at_hours: int = 0


@dataclass(frozen=True, slots=True)
class Repair:
    """The days on which a unit stood in repair: from the request until it was fixed."""

    number: str
    from_on: date
    until_on: date

    @property
    def days(self) -> int:
        return (self.until_on - self.from_on).days


@dataclass(frozen=True, slots=True)
class Reading:
    """The operating hours since the unit was new, as they were on a day."""

    on: date
    hours: int


@dataclass(frozen=True, slots=True)
class Added:
    """The days that one repair adds: those of it that no earlier repair has counted."""

    repair: Repair
    days: int


@dataclass(frozen=True, slots=True)
class Term:
    """How long a cover lasts, and every step by which that was found."""

    cover: Cover
    months_end_on: date
    added: tuple[Added, ...]
    time_ends_on: date
    hours_limit: int | None
    used_up_on: date | None  # the first day by which the hours had reached the limit
    shown_by: Reading | None

    @property
    def ends_on(self) -> date:
        """The last day that is covered; a cover used up on its first day ends the day before."""
        if self.used_up_on is None:
            return self.time_ends_on
        return min(self.time_ends_on, self.used_up_on - A_DAY)

    @property
    def ends_by_hours(self) -> bool:
        return self.used_up_on is not None and self.used_up_on <= self.time_ends_on

    def covers(self, on: date) -> bool:
        return self.cover.begins_on <= on <= self.ends_on


class Reason(StrEnum):
    """Why a unit or a part is in or out of warranty on a day."""

    COVERED = "covered"
    NOT_BEGUN = "not_begun"
    TIME_OVER = "time_over"
    HOURS_USED_UP = "hours_used_up"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim of a day is covered, why, and by which cover that is decided."""

    reason: Reason
    term: Term | None

    @property
    def is_covered(self) -> bool:
        return self.reason is Reason.COVERED


def reckon(
    cover: Cover,
    *,
    repairs: Sequence[Repair] = (),
    readings: Iterable[Reading] = (),
    repair_over_days: int = 0,
) -> Term:
    """Return how long a cover lasts by what is known of the unit."""
    months_end_on = warranty_end(cover.begins_on, cover.months)
    limit = None if cover.hours is None else cover.begins_at_hours + cover.hours
    shown_by = first_at(limit, readings) if limit is not None else None
    used_up_on = reached_by(limit, shown_by) if limit is not None and shown_by else None
    longer = [repair for repair in repairs if repair.days > repair_over_days]
    added = _added(cover, months_end_on, longer, used_up_on=used_up_on)
    return Term(
        cover=cover,
        months_end_on=months_end_on,
        added=added,
        time_ends_on=months_end_on + timedelta(days=sum(one.days for one in added)),
        hours_limit=limit,
        used_up_on=None if used_up_on is None else max(used_up_on, cover.begins_on),
        shown_by=shown_by,
    )


def first_at(limit: int, readings: Iterable[Reading]) -> Reading | None:
    """Return the first reading that has reached the limit: none after it says more (hours never fall)."""
    reached = [reading for reading in readings if reading.hours >= limit]
    return min(reached, key=lambda reading: (reading.on, reading.hours), default=None)


def reached_by(limit: int, reading: Reading) -> date:
    """Return the first day by which the limit must have been reached, running at most day and night."""
    return reading.on - timedelta(days=(reading.hours - limit) // HOURS_A_DAY)


def _added(
    cover: Cover, ends_on: date, repairs: Sequence[Repair], *, used_up_on: date | None
) -> tuple[Added, ...]:
    """Add the days of each repair that was asked for while the cover stood; a day counts once."""
    counted_until = cover.begins_on
    added = []
    for repair in sorted(repairs, key=lambda one: (one.from_on, one.until_on, one.number)):
        if not cover.begins_on <= repair.from_on <= ends_on:
            continue
        if used_up_on is not None and repair.from_on >= used_up_on:
            continue
        days = (repair.until_on - max(repair.from_on, counted_until)).days
        if days > 0:
            added.append(Added(repair, days))
            ends_on += timedelta(days=days)
            counted_until = repair.until_on
    return tuple(added)


def decide(terms: Iterable[Term], *, on: date, part: str = WHOLE_UNIT) -> Verdict:
    """Say whether a unit, or a named part of it, is covered on a day (C4).

    A part is covered by its own terms and by those of the whole unit; the one that lasts longest speaks.
    """
    asked = sorted(
        (term for term in terms if term.cover.part in {WHOLE_UNIT, part}),
        key=lambda term: (term.ends_on, term.cover.part == part),
    )
    if not asked:
        return Verdict(Reason.NOT_BEGUN, None)
    covering = [term for term in asked if term.covers(on)]
    if covering:
        return Verdict(Reason.COVERED, covering[-1])
    ended = [term for term in asked if term.ends_on < on]
    if not ended:
        return Verdict(Reason.NOT_BEGUN, min(asked, key=lambda term: term.cover.begins_on))
    last = ended[-1]
    return Verdict(Reason.HOURS_USED_UP if last.ends_by_hours else Reason.TIME_OVER, last)
