"""What belongs to an engineer's day and how it stands by its end: pure functions of facts (D18).

They read what happened up to a moment, never the moment at which they are asked: a scheduler that stood still
reads the same day as one that did not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from regulation.calendars import WorkCalendar
from tickets.days.states import DayOrigin, DayReason, DayState
from tickets.states import TicketStatus, TicketVerb

FURTHEST_DAYS: Final = 90
MOST_MISSED: Final = 31  # days that a scheduler makes up which stood still
DONE_BY: Final = (TicketVerb.RECORD, TicketVerb.SOLVE)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a ticket that matters for a day."""

    verb: str
    target: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a ticket was somebody's; none is still."""

    began_at: datetime
    ended_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.began_at <= at and (self.ended_at is None or self.ended_at >= at)


@dataclass(frozen=True, slots=True)
class Day:
    """A local day as moments."""

    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How an item stands: done when, or no longer somebody's and why."""

    state: DayState
    done_at: datetime | None = None
    reason: DayReason | None = None


def standing_of(steps: Sequence[Step], held: Iterable[Span], *, day: Day, at: datetime) -> Standing:
    """Return how a job stands on a day, from the steps in their order and from when it was whose."""
    known = [step for step in steps if step.at < day.ends_at and step.at <= at]
    done_at, cancelled_at = _ended(known)
    spans, until = tuple(held), min(day.ends_at, at)
    if done_at is not None and any(span.holds(done_at) for span in spans):
        if done_at < day.begins_at:
            return Standing(DayState.DROPPED, reason=DayReason.DONE_BEFORE)
        return Standing(DayState.DONE, done_at=done_at)
    if cancelled_at is not None:
        return Standing(DayState.DROPPED, reason=DayReason.CANCELLED)
    if done_at is not None or not any(span.holds(until) for span in spans):
        return Standing(DayState.DROPPED, reason=DayReason.GIVEN_AWAY)
    return Standing(DayState.PLANNED)


def _ended(steps: Iterable[Step]) -> tuple[datetime | None, datetime | None]:
    """Return when the work was done, if it was not taken up again, and when it was called off."""
    done_at = cancelled_at = None
    for step in steps:
        if step.verb in DONE_BY and step.target == TicketStatus.RESOLVED:
            done_at = step.at
        elif step.verb == TicketVerb.REOPEN:
            done_at = None
        elif step.target == TicketStatus.CANCELLED:
            cancelled_at = step.at
    return done_at, cancelled_at


def origin_of(origin: DayOrigin, *, known_at: datetime, opens_at: datetime) -> DayOrigin:
    """Return why a job stands in a plan: what was not known when the day's work began came in that day."""
    return DayOrigin.ADDED if known_at > opens_at else origin


def day_after(on: date, *, today: date, calendar: WorkCalendar) -> date:
    """Return the day to which a job goes by itself: the next working day, and none that has passed."""
    return max(calendar.working_day_after(on, 1), today)


def can_carry_to(day: date, *, on: date, today: date) -> bool:
    """Say whether a job of one day may be carried to another: later, not passed, not out of sight."""
    return on < day <= on + timedelta(days=FURTHEST_DAYS) and day >= today


def missed_days(last: date | None, *, today: date) -> list[date]:
    """Return the days between the last one planned and today that nobody has planned."""
    if last is None or last >= today:
        return []
    first = max(last + timedelta(days=1), today - timedelta(days=MOST_MISSED))
    return [first + timedelta(days=n) for n in range((today - first).days)]
