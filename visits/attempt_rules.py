"""Which attempts to reach a customer count towards the limit, and when to try again (F7). Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from visits.choices import NOT_REACHED_OUTCOMES

if TYPE_CHECKING:
    from regulation.calendars import WorkCalendar
    from regulation.parameters import Attempts

NOON: Final = time(12)
MORNING_TRY: Final = time(9)
AFTERNOON_TRY: Final = time(14)
TRY_TIMES: Final = (MORNING_TRY, AFTERNOON_TRY)
ONE_DAY: Final = timedelta(days=1)


class Verdict(StrEnum):
    """Whether an attempt counts, and if not, why not."""

    COUNTS = "counts"
    REACHED = "reached"
    DAY_OFF = "day_off"
    SAME_DAY = "same_day"
    SAME_HALF_DAY = "same_half_day"


def is_morning(moment: datetime) -> bool:
    """Say which half of its local day a moment lies in; noon begins the afternoon."""
    return moment.time() < NOON


def judge(
    outcome: str,
    moment: datetime,
    *,
    earlier: Sequence[datetime],
    rule: "Attempts",
    calendar: "WorkCalendar",
) -> Verdict:
    """Judge an attempt at a local moment; `earlier` are the moments of those that counted, oldest first.

    It counts if nobody was reached, on a working day on which none counted before, and in the other half of
    the day than the last one that counted.
    """
    if outcome not in NOT_REACHED_OUTCOMES:
        return Verdict.REACHED
    if rule.on_another_working_day and not calendar.is_workday(moment.date()):
        return Verdict.DAY_OFF
    if rule.on_another_working_day and any(moment.date() == one.date() for one in earlier):
        return Verdict.SAME_DAY
    if rule.on_another_half_day and earlier and is_morning(earlier[-1]) == is_morning(moment):
        return Verdict.SAME_HALF_DAY
    return Verdict.COUNTS


def next_try(moment: datetime, *, counted: Sequence[datetime], calendar: "WorkCalendar") -> datetime:
    """Return when an attempt would count next: the next working day, in the other half than the last one.

    The last one is the last that counted; where none has counted yet, the one just made.
    """
    last = counted[-1] if counted else moment
    day = calendar.working_day_after(moment.date(), 1)
    hour = AFTERNOON_TRY if is_morning(last) else MORNING_TRY
    return datetime.combine(day, hour, tzinfo=moment.tzinfo)


def later_choices(moment: datetime, *, calendar: "WorkCalendar", count: int = 4) -> list[datetime]:
    """Return the next mornings and afternoons of working days: what an agent can offer while on the line."""
    choices: list[datetime] = []
    day = moment.date()
    while len(choices) < count:
        if calendar.is_workday(day):
            tries = [datetime.combine(day, hour, tzinfo=moment.tzinfo) for hour in TRY_TIMES]
            choices += [one for one in tries if one > moment]
        day += ONE_DAY
    return choices[:count]
