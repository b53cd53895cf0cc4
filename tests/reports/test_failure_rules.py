"""D15: time in service, exact intervals of rates and shares, by tables."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reports.failure_rules import (
    DAYS_A_YEAR,
    Rate,
    Stretch,
    by_age,
    cumulated,
    poisson_interval,
    rate,
    stands_out,
    unit_days,
    wilson,
)
from tickets.failing import AGES

YEAR = Stretch(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [  # the published table of exact Poisson limits (Garwood 1936)
        (0, 0.0, 3.689),
        (1, 0.0253, 5.572),
        (2, 0.2422, 7.225),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (50, 37.111, 65.919),
        (100, 81.364, 121.627),
    ],
)
def test_the_interval_of_a_number_of_failures_is_the_exact_one(count, low, high):
    found = poisson_interval(count)
    assert found == pytest.approx((low, high), abs=0.001)


def test_large_numbers_go_on_where_the_sum_ends():
    """At the border both ways agree to a part in ten thousand."""
    summed, approximated = poisson_interval(1000), poisson_interval(1001)
    for before, after in zip(summed, approximated, strict=True):
        assert after - before == pytest.approx(1.0, abs=0.1)
    assert poisson_interval(10_000) == pytest.approx((9804.97, 10197.95), abs=0.5)


@pytest.mark.parametrize(
    ("installed_on", "days"),
    [
        ("2025-06-01", 365),
        ("2026-01-01", 365),
        ("2026-12-31", 1),
        ("2027-01-01", 0),
        ("2026-03-01", 306),
    ],
)
def test_a_unit_is_in_service_from_its_installation_on(installed_on, days):
    assert unit_days(date.fromisoformat(installed_on), 1, YEAR) == days
    assert unit_days(date.fromisoformat(installed_on), 7, YEAR) == 7 * days


def test_a_leap_day_is_a_day():
    assert unit_days(date(2028, 1, 1), 1, Stretch(date(2028, 1, 1), date(2028, 12, 31))) == 366


@pytest.mark.parametrize("installed_on", ["2020-02-29", "2025-11-30", "2026-05-17", "2026-12-31"])
def test_the_ages_of_a_unit_add_up_to_its_time_in_service(installed_on):
    day = date.fromisoformat(installed_on)
    assert sum(unit_days(day, 3, YEAR, age=age) for age in AGES) == unit_days(day, 3, YEAR)


def test_the_first_month_has_thirty_days():
    assert unit_days(date(2026, 5, 1), 1, YEAR, age=0) == 30
    assert unit_days(date(2025, 12, 20), 1, YEAR, age=0) == 18
    assert by_age({date(2026, 5, 1): 2, date(2025, 12, 20): 1}, YEAR, 0) == 78


def test_a_rate_is_failures_by_hundred_unit_years():
    found = rate(10, round(50 * DAYS_A_YEAR))
    assert (found.value, found.low, found.high) == pytest.approx((20, 9.59, 36.78), abs=0.02)
    assert rate(3, 0) == Rate(3, 0, None, None, None)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 27.75), (5, 10, 23.66, 76.34), (10, 10, 72.25, 100.0), (263, 1000, 23.66, 29.12)],
)
def test_the_interval_of_a_share_is_wilsons(part, whole, low, high):
    assert wilson(part, whole) == pytest.approx((low, high), abs=0.01)


def test_of_nothing_there_is_no_share():
    assert wilson(0, 0) is None
    assert cumulated([0, 0]) == [Decimal(0), Decimal(0)]


def test_the_line_of_a_pareto_ends_at_a_hundred():
    assert cumulated([3, 2, 1]) == [Decimal("50.0"), Decimal("83.3"), Decimal("100.0")]


def test_a_group_stands_out_only_beyond_chance():
    everywhere = rate(100, round(1000 * DAYS_A_YEAR))  # 10 by 100 unit-years
    assert not stands_out(rate(2, round(10 * DAYS_A_YEAR)), everywhere)  # twice as many, of a few
    assert stands_out(rate(40, round(200 * DAYS_A_YEAR)), everywhere)
    assert not stands_out(rate(1, 0), everywhere)
    assert not stands_out(rate(1, 5), rate(0, 0))


def test_days_are_whole_days():
    assert unit_days(date(2026, 1, 1), 1, Stretch(date(2026, 1, 1), date(2026, 1, 1))) == 1
    assert timedelta(days=unit_days(date(2025, 1, 1), 1, YEAR)) == timedelta(days=365)
