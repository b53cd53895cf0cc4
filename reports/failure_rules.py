"""How often units fail: time in service, rates and how sure one can be of them. Pure (D15).

A rate is failures by 100 unit-years. Failures come one by one, so their number is a Poisson number: the
interval is the exact one (Garwood), which holds for few failures as well as for many. A share is a proportion
of all failures, its interval Wilson's. Both hold at 95 %.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from tickets.failing import age_bounds

TAIL: Final = 0.025  # on either side: 95 % lie between
Z: Final = 1.959964  # the normal deviate of that tail
DAYS_A_YEAR: Final = 365.25
PER: Final = 100  # unit-years
STEPS: Final = 100  # of halving: far below what a double tells apart
SUMMED: Final = 1000  # above it the sum is long, and a normal approximation (Byar's) as good


@dataclass(frozen=True, slots=True)
class Stretch:
    """Local days from `first` to `last`, both of them within."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Rate:
    """Failures by 100 unit-years with the ends of its interval; nothing where no unit was in service."""

    failures: int
    unit_days: int
    value: float | None
    low: float | None
    high: float | None


def unit_days(installed_on: date, units: int, stretch: Stretch, *, age: int | None = None) -> int:
    """Return the days that units installed on a day were in service within a stretch.

    The day of installation counts. With an `age`, one of `AGES`, only the days at that age count.
    """
    first, last = max(installed_on, stretch.first), stretch.last
    if age is not None:
        begins, ends = age_bounds(age)
        first = max(first, date.fromordinal(installed_on.toordinal() + begins))
        if ends is not None:
            last = min(last, date.fromordinal(installed_on.toordinal() + ends - 1))
    return max(0, last.toordinal() - first.toordinal() + 1) * units


def rate(failures: int, days: int) -> Rate:
    """Return failures by 100 unit-years, with the exact interval of a Poisson number."""
    if not days:
        return Rate(failures, 0, None, None, None)
    years = days / DAYS_A_YEAR
    low, high = poisson_interval(failures)
    return Rate(failures, days, *(PER * n / years for n in (failures, low, high)))


def poisson_interval(count: int) -> tuple[float, float]:
    """Return between which means a counted number lies at 95 %."""
    if count > SUMMED:
        return _byar(count, -Z), _byar(count + 1, Z)
    low = 0.0 if count == 0 else _mean_where(lambda mean: 1 - _at_most(count - 1, mean) < TAIL, count)
    return low, _mean_where(lambda mean: _at_most(count, mean) > TAIL, count)


def _byar(count: int, z: float) -> float:
    return float(count * (1 - 1 / (9 * count) + z / (3 * math.sqrt(count))) ** 3)


def _mean_where(is_below: Callable[[float], bool], count: int) -> float:
    """Halve the stretch of possible means until the condition turns."""
    low, high = 0.0, 2.0 * count + 20
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return low


def _at_most(count: int, mean: float) -> float:
    """Return how likely a Poisson number of this mean is at most so large."""
    return math.fsum(math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) for n in range(count + 1))


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """Return between which shares, of a hundred, a counted share lies at 95 %; nothing of nothing."""
    if not whole:
        return None
    share, weight = part / whole, Z * Z / whole
    middle = (share + weight / 2) / (1 + weight)
    half = Z * math.sqrt(share * (1 - share) / whole + weight / (4 * whole)) / (1 + weight)
    return PER * max(0.0, middle - half), PER * min(1.0, middle + half)


def cumulated(counts: Iterable[int]) -> list[Decimal]:
    """Return of a hundred what each and those before it make up, with one decimal: the line of a Pareto."""
    known = list(counts)
    whole, so_far, shares = sum(known), 0, []
    for count in known:
        so_far += count
        shares.append((Decimal(100 * so_far) / whole).quantize(Decimal("0.1")) if whole else Decimal(0))
    return shares


def stands_out(one: Rate, all_units: Rate) -> bool:
    """Say whether a group fails more than all units do, beyond what chance explains."""
    return one.low is not None and all_units.value is not None and one.low > all_units.value


def by_age(units: Mapping[date, int], stretch: Stretch, age: int) -> int:
    """Return the days in service at an age, of units by the day they were installed."""
    return sum(unit_days(day, n, stretch, age=age) for day, n in units.items())
