"""How a ticket stands to a region's day, read out of its steps. Pure (D16).

A ticket is in the work of a region while a dealer of the region has it and it is neither resolved, closed
nor cancelled. A day is judged by both its ends: what was there in the morning, what is there at night, and of
what differs, the step by which it came or went. So each ticket counts once, and the day adds up: what was
open, and came in, and did not leave, is open.

Steps are taken in the order they were written: one told later bears the moment at which it happened, and what
the ticket became by it holds from then on.
"""

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Final, NamedTuple

from reports.daily.states import Entered, Left
from tickets.states import UNSOLVED, TicketStatus, TicketVerb

GIVEN_BACK: Final = frozenset({TicketVerb.REFUSE, TicketVerb.LAPSE})  # named for whom it was offered to


class Step(NamedTuple):
    at: datetime
    verb: str
    source: str
    target: str
    dealer: int | None

    @property
    def holder(self) -> int | None:
        """Who has the ticket after the step."""
        return None if self.verb in GIVEN_BACK else self.dealer

    @property
    def leaves_work(self) -> bool:
        return self.target not in UNSOLVED


class Span(NamedTuple):
    """A local day, half open, and which dealers the region had on the day before and on it."""

    begins_at: datetime
    ends_at: datetime
    before: Set[int]
    dealers: Set[int]


class Stand(NamedTuple):
    """How one ticket stands to one day of one region: counted at the dealer that had it last."""

    dealer: int
    was_open: bool
    entered: str
    left: str
    is_open: bool
    is_closed: bool


def stand_of(steps: Sequence[Step], span: Span) -> Stand | None:
    """Return how a ticket stands to a day; nothing where it had no part in it."""
    known = [step for step in steps if step.at < span.ends_at]
    earlier = [step for step in known if step.at < span.begins_at]
    was_open, is_open = _is_in(earlier, span.before), _is_in(known, span.dealers)
    entered = "" if was_open else _entered(known, earlier, span)
    left = _left(known, span) if (was_open or entered) and not is_open else ""
    closed = [step for step in known if step.verb == TicketVerb.CLOSE and _is_of_day(step, span)]
    is_closed = any(step.dealer in span.dealers for step in closed)
    if not (was_open or entered or is_closed):
        return None
    dealer = _counted_at(known, span)
    return Stand(dealer, was_open, entered, left, is_open, is_closed)


def _is_in(steps: Sequence[Step], dealers: Set[int]) -> bool:
    return bool(steps) and not steps[-1].leaves_work and steps[-1].holder in dealers


def _is_of_day(step: Step, span: Span) -> bool:
    return span.begins_at <= step.at < span.ends_at


def _entered(steps: Sequence[Step], earlier: Sequence[Step], span: Span) -> str:
    """Return by which way a ticket that was not there in the morning came; empty where it never did."""
    if _is_in(earlier, span.dealers):
        return Entered.TAKEN_OVER  # its dealer came to the region, with all its work
    holder, held_before = None, False
    for step in steps:
        is_new = holder not in span.dealers or step.source not in UNSOLVED
        if is_new and _is_of_day(step, span) and step.holder in span.dealers and not step.leaves_work:
            if step.verb == TicketVerb.REOPEN:
                return Entered.REOPENED
            return Entered.TAKEN_OVER if held_before else Entered.CAME_IN
        holder = step.holder
        held_before = held_before or holder is not None
    return Entered.TAKEN_OVER if _is_in(steps, span.dealers) else ""


def _left(steps: Sequence[Step], span: Span) -> str:
    """Return by which way a ticket went that was there and is not any more."""
    last = steps[-1]
    if last.dealer not in span.dealers or not last.leaves_work:
        return Left.HANDED_ON  # given back, offered elsewhere, or gone with its dealer
    return Left.CANCELLED if last.target == TicketStatus.CANCELLED else Left.RESOLVED


def _counted_at(steps: Sequence[Step], span: Span) -> int:
    """Return the last dealer of the region, of that day or the day before, that had the ticket."""
    both = span.dealers | span.before
    return next(step.dealer for step in reversed(steps) if step.dealer is not None and step.dealer in both)
