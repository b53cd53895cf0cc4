"""What a calendar program is told of a ticket's agreed times: one event a trip, revised. Pure (D5)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from tickets.choices import AppointmentState

ENDS_A_TRIP = frozenset({AppointmentState.KEPT.value, AppointmentState.CALLED_OFF.value})


class Agreed(NamedTuple):
    """One window of a ticket, as it stands."""

    begins_at: datetime
    ends_at: datetime
    state: str
    made_at: datetime
    ended_at: datetime | None


class Trip(NamedTuple):
    """One event: which trip of its ticket, how often it was revised, and how it stands."""

    turn: int
    sequence: int
    begins_at: datetime
    ends_at: datetime
    is_called_off: bool
    changed_at: datetime


def trips(windows: Iterable[Agreed]) -> Iterator[Trip]:
    """Yield a ticket's trips out of its windows in the order of their making.

    A changed window goes on in the next one: the same event, one revision later. After a trip that was made
    or called off the next window is a trip of its own.
    """
    turn, sequence = 1, 0
    for window in windows:
        if window.state == AppointmentState.CHANGED:
            sequence += 1
            continue
        is_called_off = window.state == AppointmentState.CALLED_OFF
        changed_at = window.ended_at if is_called_off and window.ended_at else window.made_at
        yield Trip(
            turn, sequence + is_called_off, window.begins_at, window.ends_at, is_called_off, changed_at
        )
        if window.state in ENDS_A_TRIP:
            turn, sequence = turn + 1, 0
