"""Which version holds on a day, and how a version stands (K1)."""

from dataclasses import replace
from datetime import date

import pytest

from regulation.editions import Edition, Editions
from regulation.states import VersionStanding as S
from tests.regulation.test_rules import FIRST

FIRST_EDITION = Edition(1, 1, date(2026, 1, 1), FIRST)
SECOND = replace(FIRST_EDITION, pk=2, number=2, in_force_from=date(2026, 7, 1))
THIRD = replace(FIRST_EDITION, pk=3, number=3, in_force_from=date(2026, 10, 1))
EDITIONS = Editions([THIRD, FIRST_EDITION, SECOND])


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2004, 2, 29), 1),  # the first version holds for all earlier days
        (date(2025, 12, 31), 1),
        (date(2026, 1, 1), 1),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 2),
        (date(2026, 9, 30), 2),
        (date(2026, 10, 1), 3),
        (date(2099, 1, 1), 3),
    ],
)
def test_a_version_holds_from_its_day_until_the_next_ones(day, number):
    assert EDITIONS.in_force(day).number == number


@pytest.mark.parametrize(
    ("day", "standings"),
    [
        (date(2025, 1, 1), (S.IN_FORCE, S.SCHEDULED, S.SCHEDULED)),
        (date(2026, 7, 1), (S.SUPERSEDED, S.IN_FORCE, S.SCHEDULED)),
        (date(2026, 10, 1), (S.SUPERSEDED, S.SUPERSEDED, S.IN_FORCE)),
    ],
)
def test_each_version_stands_scheduled_in_force_or_superseded(day, standings):
    found = tuple(EDITIONS.standing(edition, day) for edition in (FIRST_EDITION, SECOND, THIRD))
    assert found == standings


def test_the_version_before_is_the_one_whose_day_comes_before():
    assert EDITIONS.before(date(2026, 1, 1)) is None
    assert EDITIONS.before(date(2026, 8, 1)).number == 2
    assert EDITIONS.before(date(2026, 10, 1)).number == 2
