"""Under which heading a job stands in a list of days, and which days a week has: pure functions (D5, D18)."""

from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from tickets.window_rules import TripWindow

WEEK: Final = 7


class DayGroup(StrEnum):
    """In the order of the list: what should have been, what comes, what has no time yet."""

    PASSED = "passed"
    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this_week"
    LATER = "later"
    UNPLANNED = "unplanned"


def day_group(window: TripWindow | None, *, at: datetime, zone: tzinfo) -> DayGroup:
    """Return where a job stands: by the window agreed, as it stands at a moment."""
    if window is None:
        return DayGroup.UNPLANNED
    if window.ends_at <= at:
        return DayGroup.PASSED
    day, today = (moment.astimezone(zone).date() for moment in (window.begins_at, at))
    if day <= today:
        return DayGroup.TODAY
    if day == today + timedelta(days=1):
        return DayGroup.TOMORROW
    return DayGroup.THIS_WEEK if monday_of(day) == monday_of(today) else DayGroup.LATER


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week_asked(text: str, *, today: date) -> date:
    """Return the Monday of the week that an address names by one of its days; else this week's."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = today
    is_far = abs((asked - today).days) > 10 * 366
    return monday_of(today if is_far else asked)


def days_of(monday: date) -> list[date]:
    return [monday + timedelta(days=n) for n in range(WEEK)]
