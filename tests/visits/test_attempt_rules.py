"""Which attempts count, and when to try again: tables, no database (F7)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from regulation.calendars import WorkCalendar
from regulation.parameters import Attempts
from visits.attempt_rules import Verdict, is_morning, judge, later_choices, next_try
from visits.choices import AttemptOutcome

CALENDAR = WorkCalendar()
SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(*moment):
    """Return a moment of the service region."""
    return datetime(*moment, tzinfo=SHANGHAI)


# 2026-09-14 is a Monday; 2026-09-20 a Sunday worked for the National Day; 2026-10-01 a holiday
MON_AM = local(2026, 9, 14, 9, 30)
MON_PM = local(2026, 9, 14, 15, 0)
TUE_AM = local(2026, 9, 15, 9, 30)
TUE_PM = local(2026, 9, 15, 15, 0)
WED_AM = local(2026, 9, 16, 9, 30)
WED_PM = local(2026, 9, 16, 15, 0)
SATURDAY = local(2026, 9, 19, 10, 0)
WORKED_SUNDAY = local(2026, 9, 20, 10, 0)
NATIONAL_DAY = local(2026, 10, 1, 10, 0)

NO_ANSWER = AttemptOutcome.NO_ANSWER


@pytest.mark.parametrize(
    ("moment", "earlier", "verdict"),
    [
        (MON_AM, [], Verdict.COUNTS),
        (SATURDAY, [], Verdict.DAY_OFF),
        (NATIONAL_DAY, [], Verdict.DAY_OFF),
        (WORKED_SUNDAY, [], Verdict.COUNTS),
        (MON_PM, [MON_AM], Verdict.SAME_DAY),
        (MON_AM + timedelta(minutes=5), [MON_AM], Verdict.SAME_DAY),
        (TUE_AM, [MON_AM], Verdict.SAME_HALF_DAY),
        (TUE_PM, [MON_AM], Verdict.COUNTS),
        (TUE_PM, [MON_PM], Verdict.SAME_HALF_DAY),
        (WED_AM, [MON_AM, TUE_PM], Verdict.COUNTS),
        (WED_PM, [MON_AM, TUE_PM], Verdict.SAME_HALF_DAY),
        (MON_PM, [MON_AM, TUE_PM], Verdict.SAME_DAY),
        (TUE_AM, [MON_AM, TUE_PM], Verdict.SAME_DAY),
    ],
)
def test_an_attempt_counts_on_another_working_day_and_half_day(moment, earlier, verdict):
    """F7."""
    assert judge(NO_ANSWER, moment, earlier=earlier, rule=Attempts(), calendar=CALENDAR) is verdict


@pytest.mark.parametrize(
    ("outcome", "counts"),
    [
        (AttemptOutcome.NO_ANSWER, True),
        (AttemptOutcome.BUSY, True),
        (AttemptOutcome.WRONG_NUMBER, True),
        (AttemptOutcome.ASKED_LATER, False),
        (AttemptOutcome.REFUSED, False),
    ],
)
def test_only_attempts_that_reached_nobody_count(outcome, counts):
    """F7."""
    verdict = judge(outcome, MON_AM, earlier=[], rule=Attempts(), calendar=CALENDAR)
    assert (verdict is Verdict.COUNTS) is counts


@pytest.mark.parametrize(
    ("rule", "moment", "verdict"),
    [
        (Attempts(on_another_half_day=False), TUE_AM, Verdict.COUNTS),
        (Attempts(on_another_half_day=False), MON_PM, Verdict.SAME_DAY),
        (Attempts(on_another_working_day=False), MON_PM, Verdict.COUNTS),
        (Attempts(on_another_working_day=False), TUE_AM, Verdict.SAME_HALF_DAY),
        (Attempts(on_another_working_day=False, on_another_half_day=False), MON_AM, Verdict.COUNTS),
        (Attempts(on_another_working_day=False), SATURDAY + timedelta(hours=5), Verdict.COUNTS),
    ],
)
def test_the_regulation_can_loosen_the_rule(rule, moment, verdict):
    """K1: the numbers are parameters."""
    assert judge(NO_ANSWER, moment, earlier=[MON_AM], rule=rule, calendar=CALENDAR) is verdict


@pytest.mark.parametrize(("hour", "morning"), [(0, True), (11, True), (12, False), (23, False)])
def test_noon_parts_the_day(hour, morning):
    assert is_morning(local(2026, 9, 14, hour, 0)) is morning


@pytest.mark.parametrize(
    ("moment", "counted", "expected"),
    [
        (MON_AM, [MON_AM], local(2026, 9, 15, 14)),
        (MON_PM, [MON_PM], local(2026, 9, 15, 9)),
        (
            local(2026, 9, 18, 16),
            [local(2026, 9, 18, 16)],
            local(2026, 9, 20, 9),
        ),  # Sunday is worked
        (
            local(2026, 9, 30, 10),
            [local(2026, 9, 30, 10)],
            local(2026, 10, 8, 14),
        ),  # after the holidays
        (TUE_AM, [MON_AM], local(2026, 9, 16, 14)),  # did not count: the other half than the one that did
        (TUE_PM, [MON_AM, TUE_AM], local(2026, 9, 16, 14)),  # a second one that day: it did not count
        (SATURDAY, [], local(2026, 9, 20, 14)),
    ],
)
def test_the_next_try_lies_on_the_next_working_day_in_the_other_half(moment, counted, expected):
    """F7."""
    assert next_try(moment, counted=counted, calendar=CALENDAR) == expected


def test_a_proposed_try_counts():
    """F7: whoever follows the proposal uses up an attempt."""
    counted = [MON_AM]
    for _turn in range(5):
        proposed = next_try(counted[-1], counted=counted, calendar=CALENDAR)
        verdict = judge(NO_ANSWER, proposed, earlier=counted, rule=Attempts(), calendar=CALENDAR)
        assert verdict is Verdict.COUNTS
        counted.append(proposed)


def test_times_to_offer_lie_ahead_on_working_days():
    choices = later_choices(local(2026, 9, 18, 10, 0), calendar=CALENDAR, count=4)
    assert choices == [
        local(2026, 9, 18, 14),
        local(2026, 9, 20, 9),
        local(2026, 9, 20, 14),
        local(2026, 9, 21, 9),
    ]
    assert all(CALENDAR.is_workday(choice.date()) for choice in choices)


def test_no_time_is_offered_that_has_begun():
    choices = later_choices(local(2026, 9, 18, 14, 0), calendar=CALENDAR, count=1)
    assert choices == [local(2026, 9, 20, 9)]


def test_a_year_without_published_holidays_counts_monday_to_friday():
    far = local(2031, 3, 3, 9)  # a Monday
    assert judge(NO_ANSWER, far, earlier=[], rule=Attempts(), calendar=CALENDAR) is Verdict.COUNTS
    entered = WorkCalendar({date(2031, 3, 3): False})
    assert judge(NO_ANSWER, far, earlier=[], rule=Attempts(), calendar=entered) is Verdict.DAY_OFF
