"""China's working days with make-up workdays; years not published yet; entered days (F5)."""

from datetime import UTC, date, datetime

import pytest

from regulation.calendars import WorkCalendar, local_day
from regulation.models import SpecialDay
from regulation.services import work_calendar

CALENDAR = WorkCalendar()


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 1, 1), False),  # new year
        (date(2026, 1, 4), True),  # a Sunday made up for it
        (date(2026, 2, 14), True),  # a Saturday before the spring festival
        (date(2026, 2, 17), False),  # spring festival
        (date(2026, 2, 28), True),  # a Saturday after it
        (date(2026, 4, 6), False),  # the Monday after Qingming
        (date(2026, 5, 9), True),  # a Saturday after labour day
        (date(2026, 9, 15), True),  # a plain Tuesday
        (date(2026, 9, 19), False),  # a plain Saturday
        (date(2026, 9, 20), True),  # a Sunday made up
        (date(2026, 10, 1), False),  # national day
        (date(2026, 10, 10), True),  # a Saturday made up
    ],
)
def test_the_published_holidays_and_make_up_workdays_of_2026_are_known(day, is_worked):
    assert CALENDAR.is_workday(day) is is_worked


def test_a_year_not_published_yet_counts_monday_to_friday_and_is_provisional():
    """Pinned: the holidays of 2027 are published late in 2026; until the package knows them, this holds."""
    unpublished = date(2099, 1, 1)  # a Thursday
    assert CALENDAR.is_workday(unpublished)
    assert CALENDAR.is_provisional(unpublished)
    assert not CALENDAR.is_provisional(date(2026, 12, 31))


def test_a_window_over_the_turn_of_2026_to_2027_is_pinned():
    """From Thursday 31 December 2026 on, by the data this release ships with."""
    assert CALENDAR.is_provisional(date(2027, 1, 4))
    assert CALENDAR.working_day_after(date(2026, 12, 30), 3) == date(2027, 1, 4)
    new_year_off = WorkCalendar({date(2027, 1, 1): False})
    assert new_year_off.working_day_after(date(2026, 12, 30), 3) == date(2027, 1, 5)


def test_the_days_of_a_window_are_listed_with_whether_they_are_worked():
    assert CALENDAR.days_after(date(2026, 9, 18), date(2026, 9, 21)) == [
        (date(2026, 9, 19), False),
        (date(2026, 9, 20), True),
        (date(2026, 9, 21), True),
    ]


@pytest.mark.django_db
def test_a_day_that_an_administrator_entered_overrides_the_published_one():
    SpecialDay.objects.create(day=date(2026, 9, 15), is_workday=False, name="停电")
    SpecialDay.objects.create(day=date(2027, 1, 2), is_workday=True, name="元旦调休")
    calendar = work_calendar()
    assert not calendar.is_workday(date(2026, 9, 15))
    assert calendar.is_workday(date(2027, 1, 2))
    assert not calendar.is_provisional(date(2027, 1, 2))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 9, 14, 15, 59, 59, tzinfo=UTC), date(2026, 9, 14)),
        (datetime(2026, 9, 14, 16, 0, tzinfo=UTC), date(2026, 9, 15)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_a_day_begins_at_midnight_of_the_service_region(at, day):
    assert local_day(at) == day
