"""What belongs to a day and how it stands by its end, as tables of dates and moments (D18)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from records.days import first_moment
from regulation.calendars import WorkCalendar
from tickets.days.rules import (
    Day,
    Span,
    Step,
    can_carry_to,
    day_after,
    missed_days,
    origin_of,
    standing_of,
)
from tickets.days.states import (
    OF_A_CARRIED,
    OF_A_DROPPED,
    TO_CHOOSE,
    TRANSITIONS,
    DayItemStandsOtherwise,
    DayOrigin,
    DayReason,
    DayState,
    DayVerb,
    target_of,
)

ZONE = ZoneInfo("Asia/Shanghai")


def local(day, hour, minute=0, second=0):
    return datetime(2026, 9, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


DAY = Day(local(15, 0), local(16, 0))
EVENING = local(16, 3)
HELD = [Span(local(14, 9), None)]
RECORD = ("record", "resolved")
P, D, DR = DayState.PLANNED, DayState.DONE, DayState.DROPPED


@pytest.mark.parametrize(
    ("steps", "held", "state", "reason"),
    [
        ([], HELD, P, None),
        ([(*RECORD, local(15, 11))], HELD, D, None),
        ([("record", "assigned", local(15, 11))], HELD, P, None),  # it was not put right
        ([("solve", "resolved", local(15, 11))], [Span(local(14, 9), local(15, 11))], D, None),
        ([(*RECORD, local(15, 0))], HELD, D, None),  # the day's first moment in Shanghai
        ([(*RECORD, local(15, 23, 59, 59))], HELD, D, None),
        ([(*RECORD, local(16, 0))], HELD, P, None),  # the next day's first moment
        ([(*RECORD, local(14, 23, 59, 59))], HELD, DR, DayReason.DONE_BEFORE),
        ([(*RECORD, local(15, 11)), ("reopen", "assigned", local(15, 14))], HELD, P, None),
        (
            [(*RECORD, local(15, 11)), ("reopen", "assigned", local(15, 14)), (*RECORD, local(15, 18))],
            HELD,
            D,
            None,
        ),
        ([(*RECORD, local(15, 11)), ("reopen", "assigned", local(16, 1))], HELD, D, None),
        ([("cancel", "cancelled", local(15, 11))], [Span(local(14, 9), local(15, 11))], DR, "cancelled"),
        ([], [Span(local(14, 9), local(15, 11))], DR, "given_away"),
        ([], [], DR, "given_away"),
        ([(*RECORD, local(15, 17))], [Span(local(14, 9), local(15, 11))], DR, "given_away"),
    ],
)
def test_how_a_job_stands_at_the_end_of_its_day(steps, held, state, reason):
    """D18: facts of the day decide, its borders are Shanghai's; what another did is not the person's."""
    stands = standing_of([Step(*step) for step in steps], held, day=DAY, at=EVENING)
    assert (stands.state, stands.reason) == (state, reason)
    assert (stands.done_at is not None) is (state == D)


def test_what_has_not_happened_yet_does_not_count():
    stands = standing_of([Step(*RECORD, local(15, 17))], HELD, day=DAY, at=local(15, 12))
    assert stands.state == P


def test_a_leap_day_is_a_day():
    day = Day(first_moment(date(2028, 2, 29)), first_moment(date(2028, 3, 1)))
    done = datetime(2028, 2, 29, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai
    stands = standing_of([Step(*RECORD, done)], [Span(done, None)], day=day, at=day.ends_at)
    assert stands.done_at == done
    assert day_after(date(2028, 2, 28), today=date(2028, 2, 28), calendar=WorkCalendar()) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("on", "today", "goes_on"),
    [
        (date(2026, 9, 15), date(2026, 9, 15), date(2026, 9, 16)),
        (date(2026, 9, 18), date(2026, 9, 19), date(2026, 9, 20)),  # a Sunday worked for the holiday
        (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 8)),  # over the national holiday
        (date(2026, 9, 15), date(2026, 9, 21), date(2026, 9, 21)),  # the scheduler stood still
    ],
)
def test_what_nobody_carries_goes_on_by_itself(on, today, goes_on):
    assert day_after(on, today=today, calendar=WorkCalendar()) == goes_on


@pytest.mark.parametrize(
    ("day", "today", "is_possible"),
    [
        (date(2026, 9, 15), date(2026, 9, 15), False),
        (date(2026, 9, 16), date(2026, 9, 15), True),
        (date(2026, 9, 16), date(2026, 9, 17), False),
        (date(2026, 12, 14), date(2026, 9, 15), True),
        (date(2026, 12, 15), date(2026, 9, 15), False),
    ],
)
def test_to_which_days_a_job_may_go(day, today, is_possible):
    assert can_carry_to(day, on=date(2026, 9, 15), today=today) is is_possible


def test_which_days_were_missed():
    today = date(2026, 9, 15)
    assert missed_days(None, today=today) == []
    assert missed_days(today, today=today) == []
    assert missed_days(date(2026, 9, 14), today=today) == []
    assert missed_days(date(2026, 9, 12), today=today) == [date(2026, 9, 13), date(2026, 9, 14)]
    assert len(missed_days(date(2026, 1, 1), today=today)) == 31


def test_what_came_in_after_work_began_was_added():
    opens = local(15, 8, 30)
    assert origin_of(DayOrigin.DUE, known_at=opens, opens_at=opens) == DayOrigin.DUE
    assert origin_of(DayOrigin.AGREED, known_at=local(15, 12), opens_at=opens) == DayOrigin.ADDED


@pytest.mark.parametrize("verb", DayVerb)
@pytest.mark.parametrize("source", [None, *DayState])
def test_the_table_of_moves_is_the_only_way(verb, source):
    targets = [move.target for move in TRANSITIONS if (move.verb, move.source) == (verb, source)]
    if targets:
        assert target_of(verb, source, number="T-1") == targets[0]
    else:
        with pytest.raises(DayItemStandsOtherwise, match="T-1"):
            target_of(verb, source, number="T-1")


def test_each_reason_has_its_place():
    assert {*OF_A_CARRIED, *OF_A_DROPPED} == set(DayReason)
    assert DayReason.NONE_GIVEN not in TO_CHOOSE
