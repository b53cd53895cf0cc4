"""By which day a record is back, and whether its dealer is asked after it again. Pure (D8)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regulation.calendars import WorkCalendar

ONE_DAY = timedelta(days=1)


def back_by(counted_from: date, *, working_days: int, calendar: "WorkCalendar") -> date:
    """Return the last day on which a record is back in time; the day it is counted from is none of them.

    Counted from the day the trip began, and of a returned one from the day of the return.
    """
    return calendar.working_day_after(counted_from, working_days)


def asked_long_ago(today: date, *, working_days: int, calendar: "WorkCalendar") -> date:
    """Return the last day that lies so many working days back: who was asked then is asked again."""
    day = today - ONE_DAY
    while calendar.working_day_after(day, working_days) > today:
        day -= ONE_DAY
    return day
