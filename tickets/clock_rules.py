"""The clocks of a ticket, read out of its history: what starts, pauses, meets, stops each. Pure (D3, D5).

A clock is no second truth beside the steps of a ticket: it is what they say. A stored clock can be checked,
and a step written late, in the order of the history, gives the same clock as one written at once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from regulation.choices import ClockKind
from regulation.worktime import MINUTE, Counted, Pause, counted_seconds, due_moment, paused_seconds
from tickets.states import TicketStatus, TicketVerb

S = TicketStatus
V = TicketVerb
K = ClockKind

# The step that gives what a clock promises. Two have none: fix is met while the ticket is resolved, and plan
# while somebody has it.
MET_BY: Final[Mapping[ClockKind, frozenset[TicketVerb]]] = MappingProxyType(
    {
        K.RESPOND: frozenset({V.ACCEPT, V.ASSIGN, V.RECORD, V.SOLVE}),
        K.ATTEND: frozenset({V.ARRIVE, V.RECORD}),
        K.COMPLETE: frozenset({V.CLOSE}),
    }
)
FIXED: Final = frozenset({S.RESOLVED, S.CLOSED})
# While a repair counts as done nobody can be late with it, nor with sending somebody while somebody has it:
# the time until it is reopened, or left by its engineer, pauses these.
RESTS_IN: Final[Mapping[ClockKind, frozenset[TicketStatus]]] = MappingProxyType(
    {K.ATTEND: FIXED, K.FIX: FIXED, K.PLAN: FIXED | {S.ASSIGNED}}
)
# Nobody has to come any more, or to be sent, once it was solved without a trip.
STOPPED_BY_FIX: Final = frozenset({K.ATTEND, K.PLAN})

# Who is asked to come is nothing to the customer: no clock hears of it.
UNHEARD: Final = frozenset({V.OFFER, V.REFUSE, V.LAPSE})


class Step(NamedTuple):
    """One step of a ticket's history, as far as clocks are concerned."""

    at: datetime
    verb: str
    target: str
    pauses: bool = False  # the step begins a wait that the customer answers for


class Reading(NamedTuple):
    """How a clock stands. A running one has neither end; a paused one no due moment either."""

    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    stopped_at: datetime | None
    paused_minutes: int
    late_minutes: int | None  # of the time that counts for this clock; nothing while it runs


def steps_heard(kind: ClockKind, steps: Sequence[Step]) -> Sequence[Step]:
    """Return the steps that a clock hears of, from the one that starts it; none while it has not started.

    What the customer is promised starts with the opening. Sending somebody is owed from when the ticket was
    taken on: accepted, or taken up again after it had been solved with nobody serving it.
    """
    if kind is not ClockKind.PLAN:
        return steps
    taken = [place for place, step in enumerate(steps) if step.verb == V.ACCEPT]
    taken = taken[-1:] or [place for place, step in enumerate(steps) if step.target == S.ACCEPTED]
    return steps[taken[0] :] if taken else ()


def read_clock(kind: ClockKind, minutes: int, steps: Sequence[Step], *, counted: Counted) -> Reading:
    """Read a clock of `minutes` that has started out of a ticket's steps, from its opening on."""
    steps = steps_heard(kind, steps)
    start = steps[0].at
    met_at = _met_at(kind, steps)
    stopped_at = None if met_at else _stopped_at(kind, steps)
    end = met_at or stopped_at
    pauses = [pause for pause in pauses_of(kind, steps) if end is None or pause.began_at < end]
    due_at = due_moment(counted, start=start, minutes=minutes, pauses=pauses)
    last = end or max(step.at for step in steps)
    late: int | None = None
    if end is not None:
        since = due_at if due_at is not None and due_at < end else end
        late = counted_seconds(counted, start=since, end=end, pauses=pauses) // MINUTE
    return Reading(
        started_at=start,
        due_at=due_at,
        met_at=met_at,
        stopped_at=stopped_at,
        paused_minutes=paused_seconds(counted, start=start, end=last, pauses=pauses) // MINUTE,
        late_minutes=late,
    )


def _met_at(kind: ClockKind, steps: Sequence[Step]) -> datetime | None:
    if kind is ClockKind.FIX:
        return _fixed_since(steps)
    if kind is ClockKind.PLAN:
        return _planned_since(steps)
    return next((step.at for step in steps if step.verb in MET_BY[kind]), None)


def _fixed_since(steps: Sequence[Step]) -> datetime | None:
    """Return since when the ticket has been resolved without being reopened."""
    since = None
    for step in steps:
        if step.target not in FIXED:
            since = None
        elif since is None:
            since = step.at
    return since


def _planned_since(steps: Sequence[Step]) -> datetime | None:
    """Return since when somebody has had the ticket without leaving it; who takes it over changes nothing."""
    since = None
    for step in steps:
        if step.target == S.ACCEPTED:
            since = None
        elif since is None and step.verb == V.ASSIGN:
            since = step.at
    return since


def _stopped_at(kind: ClockKind, steps: Sequence[Step]) -> datetime | None:
    """Return since when nothing is owed any more: cancelled, or solved so that nobody has to come."""
    last = steps[-1]
    if last.target == S.CANCELLED:
        return last.at
    return _fixed_since(steps) if kind in STOPPED_BY_FIX else None


def pauses_of(kind: ClockKind, steps: Sequence[Step]) -> list[Pause]:
    """Return the stretches that don't count: waiting, and for some clocks what is done for the time being."""
    stretches: list[Pause] = []
    since: datetime | None = None
    for step in steps_heard(kind, steps):
        rests = _waits(step, since) or step.target in RESTS_IN.get(kind, ())
        if rests and since is None:
            since = step.at
        elif not rests and since is not None:
            stretches.append(Pause(since, step.at))
            since = None
    return [*stretches, Pause(since, None)] if since is not None else stretches


def _waits(step: Step, since: datetime | None) -> bool:
    """Say whether a step leaves the ticket in a wait that does not count; asking changes nothing."""
    return step.target == S.WAITING and (step.pauses or since is not None)
