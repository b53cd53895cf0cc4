"""When who serves is warned of a time, and who hears that it has passed, up the tree. Pure (D3, D10)."""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from regulation.worktime import MINUTE, Counted, Pause, due_moment
from tickets.choices import AlertStep

if TYPE_CHECKING:
    from regulation.parameters import Escalation

WHOLE: Final = 100
STEPS: Final = tuple(AlertStep)
Moments = Mapping[AlertStep, datetime | None]


class Key(NamedTuple):
    """What an alert is of: a clock by what it promises, or one promised answer."""

    kind: str
    minutes: int
    basis: str
    promise: int = 0


class Watched(NamedTuple):
    """A time that runs, and when each step comes; a step has no moment while the time stands still."""

    key: Key
    due_at: datetime | None
    moments: Moments


class Made(NamedTuple):
    key: Key
    step: AlertStep


def moments_of_clock(
    minutes: int,
    *,
    start: datetime,
    pauses: Sequence[Pause],
    counted: Counted,
    escalation: "Escalation",
) -> Moments:
    """Return when each step of a clock of `minutes` comes: its pauses put off what has not come yet."""
    return {
        step: due_moment(counted, start=start, minutes=used, pauses=pauses)
        for step, used in minutes_used(minutes, escalation).items()
    }


def minutes_used(minutes: int, escalation: "Escalation") -> dict[AlertStep, int]:
    """Return how many minutes of a time have counted when each step comes."""
    centre = minutes + escalation.centre_after
    return {
        AlertStep.WARN: minutes * (WHOLE - escalation.warn_left) // WHOLE,
        AlertStep.DESK: minutes,
        AlertStep.CENTRE: centre,
        AlertStep.MANAGER: centre + escalation.manager_after,
    }


def moments_of_promise(
    made_at: datetime, until: datetime, *, counted: Counted, escalation: "Escalation"
) -> Moments:
    """Return when each step of a promised answer comes; the customer waits for it, so nothing puts it off."""
    used = counted.seconds_between(made_at, until) * (WHOLE - escalation.warn_left) // WHOLE
    centre = escalation.centre_after * MINUTE
    return {
        AlertStep.WARN: min(counted.after(made_at, used), until),
        AlertStep.DESK: until,
        AlertStep.CENTRE: counted.after(until, centre),
        AlertStep.MANAGER: counted.after(until, centre + escalation.manager_after * MINUTE),
    }


def next_alert(watched: Iterable[Watched], made: Set[Made]) -> datetime | None:
    """Return when the next step comes of all that runs; nothing while everything stands still."""
    ahead = [
        moment
        for one in watched
        for step, moment in one.moments.items()
        if moment is not None and Made(one.key, step) not in made
    ]
    return min(ahead, default=None)


def highest(watched: Iterable[Watched], made: Set[Made]) -> str:
    """Return how far it has gone with what runs; a time that rests before it was due alarms nobody."""
    reached = [step for one in watched if one.due_at for step in STEPS if Made(one.key, step) in made]
    return max(reached, key=STEPS.index).value if reached else ""


def due_steps(one: Watched, made: Set[Made], *, at: datetime) -> list[AlertStep]:
    """Return the steps of a time that have come and were not made yet, in their order."""
    return [
        step
        for step, moment in one.moments.items()
        if moment is not None and moment <= at and Made(one.key, step) not in made
    ]
