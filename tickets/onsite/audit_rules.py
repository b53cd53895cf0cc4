"""What a machine can see of a service record before a person judges it. Pure (D8).

A finding never judges: it says where the service administrator should look, and stays beside the record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

GOOD, WARN, BAD = "good", "warn", "bad"
SLACK: Final = timedelta(minutes=15)  # nobody writes down each minute
CLOCK_OFF: Final = timedelta(hours=1)
TOLD_LATE: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a record when it is audited; money in yuan, spans in minutes."""

    began_at: datetime
    recorded_at: datetime | None
    is_signed: bool
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    minutes_worked: int | None = None
    minutes_travelled: int | None = None
    differs: Sequence[str] = ()  # names of fields that are not as they were signed
    photos_missing: Sequence[str] = ()
    photos_elsewhere: Sequence[str] = ()  # numbers of other records that show a picture of this one
    same_time: Sequence[str] = ()  # numbers of the engineer's other records of that time
    clock_off: timedelta = timedelta(0)
    told_after: timedelta = timedelta(0)
    total: Decimal = Decimal(0)
    is_covered: bool = False  # in warranty
    agreed: Decimal | None = None  # what the customer agreed to pay
    parts_left: int = 0  # replaced ones that stayed with the customer


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen: its code, how grave it is, and the values of its sentence."""

    code: str
    tone: str
    values: Mapping[str, Any] = field(default_factory=dict)


def findings(facts: Facts) -> list[Finding]:
    """Return what was looked at, in the order of the record: what is well is said as well."""
    return [
        *_signature(facts),
        *_photos(facts),
        *_times(facts),
        *_clock(facts),
        *_charges(facts),
        *_old_parts(facts),
    ]


def _signature(facts: Facts) -> Iterator[Finding]:
    if facts.differs:
        yield Finding("differs", BAD, {"fields": facts.differs})
    elif facts.is_signed:
        yield Finding("unchanged", GOOD)
    else:
        yield Finding("unsigned", BAD)


def _photos(facts: Facts) -> Iterator[Finding]:
    if facts.photos_missing:
        yield Finding("photos_missing", WARN, {"photos": facts.photos_missing})
    if facts.photos_elsewhere:
        yield Finding("photos_elsewhere", BAD, {"numbers": facts.photos_elsewhere})
    if not facts.photos_missing and not facts.photos_elsewhere:
        yield Finding("photos_there", GOOD)


def _times(facts: Facts) -> Iterator[Finding]:
    odd = [*_worked(facts), *_travelled(facts)]
    if facts.same_time:
        odd.append(Finding("same_time", BAD, {"numbers": facts.same_time}))
    yield from odd or [Finding("times_fit", GOOD)]


def _worked(facts: Facts) -> Iterator[Finding]:
    """Compare the minutes written down with how long somebody was there."""
    if facts.recorded_at is None or facts.minutes_worked is None:
        return
    there = facts.recorded_at - (facts.arrived_at or facts.began_at)
    if facts.arrived_at is not None and timedelta(minutes=facts.minutes_worked) > there + SLACK:
        yield Finding("worked_longer", WARN, {"told": facts.minutes_worked, "there": _minutes(there)})


def _travelled(facts: Facts) -> Iterator[Finding]:
    if facts.departed_at is None or facts.arrived_at is None or facts.minutes_travelled is None:
        return
    under_way = facts.arrived_at - facts.departed_at
    if timedelta(minutes=facts.minutes_travelled) > under_way + SLACK:
        yield Finding(
            "travelled_longer", WARN, {"told": facts.minutes_travelled, "there": _minutes(under_way)}
        )


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


def _clock(facts: Facts) -> Iterator[Finding]:
    if abs(facts.clock_off) >= CLOCK_OFF:
        yield Finding("clock_off", WARN, {"minutes": _minutes(abs(facts.clock_off))})
    if facts.told_after >= TOLD_LATE:
        yield Finding("told_late", WARN, {"minutes": _minutes(facts.told_after)})


def _charges(facts: Facts) -> Iterator[Finding]:
    """Compare what the customer is charged with what they owe: nothing in warranty, else what was agreed."""
    if not facts.total:
        yield Finding("nothing_charged", GOOD)
    elif facts.agreed is not None and facts.total > facts.agreed:
        yield Finding("more_than_agreed", BAD, {"total": facts.total, "agreed": facts.agreed})
    elif facts.agreed is not None:
        yield Finding("as_agreed", GOOD, {"total": facts.total, "agreed": facts.agreed})
    elif facts.is_covered:
        yield Finding("charged_in_warranty", WARN, {"total": facts.total})
    else:
        yield Finding("nothing_agreed", WARN, {"total": facts.total})


def _old_parts(facts: Facts) -> Iterator[Finding]:
    if facts.is_covered and facts.parts_left:
        yield Finding("parts_left", WARN, {"count": facts.parts_left})
