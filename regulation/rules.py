"""Time rules as data: when to go back to the customer, counted from the original day. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from regulation.calendars import WorkCalendar


class Window(NamedTuple):
    """The days between which something is to be done; all three are local days, both ends included."""

    opens_on: date
    due_on: date
    closes_on: date


@dataclass(frozen=True, slots=True)
class VisitRule:
    """When to go back to the customer (F1, F2, F3, F5).

    Distances are calendar distances, counted from the original day, never from the last visit: 31 January
    + 3 months is 30 April, 29 February 2024 + 1 year is 28 February 2025, + 4 years 29 February 2028.
    """

    code: str
    counted_from: str
    after: relativedelta
    opens_before: relativedelta
    closes_after: relativedelta
    closes_after_working_days: int | None = None
    repeats: bool = False
    clause: str = ""

    def window(self, start: date, *, calendar: "WorkCalendar", nth: int = 1) -> Window:
        """Return the window of the nth turn, counted from `start`."""
        if self.closes_after_working_days is not None:
            last = calendar.working_day_after(start, self.closes_after_working_days)
            return Window(start, last, last)
        due_on = start + self.after * nth
        return Window(due_on - self.opens_before, due_on, due_on + self.closes_after)

    def counting_day(self, start: date, *, nth: int = 1) -> date:
        """Return the day that counts: its version of the regulation decides the nth turn.

        It is the start itself, for a repeating rule the (n − 1)th anniversary; never the day of the planning.
        """
        return start + self.after * (nth - 1) if nth > 1 else start
