"""When something happened, told by a phone that may have been without a signal or set wrong. Pure (D7).

A phone says when an act took place and when it sends it, both by its own clock. How far that clock is off is
the difference between its sending and our receiving; the act took place so much later or earlier than said.
What can't have been, after it was received or before the work was given, counts at the nearest moment that
can: nothing written far from any signal is refused for the time it bears.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

SLOW_LINE: Final = timedelta(minutes=2)  # sending takes time: less than this is no fault of the clock
# a phone that lost its clock says 1970; what lies further off was set by nobody and says nothing
UNBELIEVABLE: Final = timedelta(days=60 * 365)


class DeviceTime(NamedTuple):
    """What a phone said: when the act took place and when it was sent, by its own clock."""

    happened_at: datetime
    sent_at: datetime | None = None


class Moment(NamedTuple):
    """When an act counts, when we heard of it, and what the phone's clock said."""

    at: datetime
    received_at: datetime
    device_at: datetime | None = None
    clock_off: timedelta = timedelta(0)  # how far the phone's clock was ahead of ours


def moment_of(told: DeviceTime | None, *, received_at: datetime, not_before: datetime) -> Moment:
    """Return when an act counts: as the phone says, its clock put right, within what can have been."""
    if told is None or not all(_is_believable(moment, received_at) for moment in told if moment):
        return Moment(received_at, received_at)
    off = told.sent_at - received_at if told.sent_at else timedelta(0)
    if abs(off) < SLOW_LINE:
        off = timedelta(0)
    earliest = min(not_before, received_at)
    at = min(max(told.happened_at - off, earliest), received_at)
    return Moment(at, received_at, told.happened_at, off)


def _is_believable(moment: datetime, received_at: datetime) -> bool:
    return abs(moment - received_at) < UNBELIEVABLE
