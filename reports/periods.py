"""Months, and the stretches made of them. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from reports.choices import Span

A_MONTH = relativedelta(months=1)
MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
_WRITTEN = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local months from `start` to the day before `end`; a side without a day is open."""

    start: date | None = None
    end: date | None = None

    def bounds(self, field: str) -> dict[str, date]:
        """Return the conditions that a day lies in the period."""
        sides = {f"{field}__gte": self.start, f"{field}__lt": self.end}
        return {lookup: day for lookup, day in sides.items() if day is not None}

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


def month_of(written: str) -> date | None:
    """Return the first day of a month written as 2026-09; None for anything else."""
    match = _WRITTEN.fullmatch(written)
    return date(int(match[1]), int(match[2]), 1) if match else None


def first_of(day: date) -> date:
    return day.replace(day=1)


def last_of(month: date) -> date:
    """Return the last day of a month given by its first."""
    return month + A_MONTH - timedelta(days=1)


def period_of(span: Span, month: date) -> Period:
    """Return the month itself, the quarter that holds it, or the twelve months that end with it."""
    if span == Span.QUARTER:
        start = month.replace(month=month.month - (month.month - 1) % 3)
        return Period(start, start + relativedelta(months=3))
    return Period(month + A_MONTH - relativedelta(months=MONTHS[span]), month + A_MONTH)


def before(span: Span, month: date) -> Period:
    """Return the stretch of the same length that ends where the chosen one begins."""
    return period_of(span, month - relativedelta(months=MONTHS[span]))


def months_until(end: date, count: int) -> list[date]:
    """Return the first days of the `count` months before `end`, oldest first."""
    return [end - relativedelta(months=back) for back in range(count, 0, -1)]
