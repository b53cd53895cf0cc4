"""Months and stretches, by tables."""

from datetime import date

import pytest

from reports.choices import Span
from reports.periods import Period, before, last_of, month_of, months_until, period_of


@pytest.mark.parametrize(
    ("span", "month", "start", "end"),
    [
        (Span.MONTH, date(2026, 9, 1), date(2026, 9, 1), date(2026, 10, 1)),
        (Span.MONTH, date(2026, 12, 1), date(2026, 12, 1), date(2027, 1, 1)),
        (Span.QUARTER, date(2026, 7, 1), date(2026, 7, 1), date(2026, 10, 1)),
        (Span.QUARTER, date(2026, 9, 1), date(2026, 7, 1), date(2026, 10, 1)),
        (Span.QUARTER, date(2026, 12, 1), date(2026, 10, 1), date(2027, 1, 1)),
        (Span.YEAR, date(2026, 9, 1), date(2025, 10, 1), date(2026, 10, 1)),
    ],
)
def test_a_stretch_is_whole_months(span, month, start, end):
    assert period_of(span, month) == Period(start, end)


@pytest.mark.parametrize("span", Span)
@pytest.mark.parametrize("month", [date(2026, 1, 1), date(2026, 9, 1), date(2026, 12, 1)])
def test_the_stretch_before_ends_where_this_one_begins(span, month):
    assert before(span, month).end == period_of(span, month).start


@pytest.mark.parametrize(
    "written", ["", "2026-13", "2026-00", "2026-9", "1999-12", "2026-09-01", "２０２６-09", "x", "2026-W1"]
)
def test_only_a_year_and_month_is_a_month(written):
    assert month_of(written) is None


def test_months_are_read_and_listed():
    assert month_of("2026-09") == date(2026, 9, 1)
    assert last_of(date(2028, 2, 1)) == date(2028, 2, 29)
    assert months_until(date(2026, 3, 1), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]


def test_a_period_holds_its_first_day_and_not_the_day_after_it():
    period = Period(date(2026, 9, 1), date(2026, 10, 1))
    assert date(2026, 9, 1) in period
    assert date(2026, 9, 30) in period
    assert date(2026, 10, 1) not in period
    assert date(2026, 10, 1) in Period()
