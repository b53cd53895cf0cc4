"""Working days of China with make-up workdays, and the local day of a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

import chinese_calendar
from django.utils import timezone

ONE_DAY = timedelta(days=1)


def local_day(at: datetime) -> date:
    """Return the day of a moment in the service region."""
    return timezone.localtime(at).date()


def published_until() -> int:
    """Return the last year whose holidays the published calendar knows."""
    return int(max(chinese_calendar.holidays).year)


@lru_cache(maxsize=4096)
def _published(day: date) -> bool | None:
    """Say whether a day is worked by the published calendar; one clock asks of the same days many times."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked: entered days first, then the published ones, else Monday to Friday.

    A year whose holidays are not published yet counts Monday to Friday and is provisional.
    """

    entered: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        if day in self.entered:
            return self.entered[day]
        published = _published(day)
        return day.weekday() < 5 if published is None else published  # noqa: PLR2004 (Saturday is 5)

    def is_provisional(self, day: date) -> bool:
        """Say whether the answer for a day may change when its year's holidays are published."""
        return day not in self.entered and _published(day) is None

    def working_day_after(self, start: date, count: int) -> date:
        """Return the `count`th working day after `start` (the start itself does not count)."""
        day = start
        while count > 0:
            day += ONE_DAY
            if self.is_workday(day):
                count -= 1
        return day

    def days_after(self, start: date, end: date) -> list[tuple[date, bool]]:
        """List each day after `start` up to `end` with whether it is worked: the arithmetic of a window."""
        return [
            (day, self.is_workday(day))
            for day in (start + ONE_DAY * step for step in range(1, (end - start).days + 1))
        ]


def days_changed(before: WorkCalendar, after: WorkCalendar) -> set[date]:
    """Return the days that count otherwise in one calendar than in another."""
    days = before.entered.keys() | after.entered.keys()
    return {day for day in days if before.is_workday(day) != after.is_workday(day)}
