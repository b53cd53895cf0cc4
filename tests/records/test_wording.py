"""How days, spans, phones and sums are written, in both languages (L4, C10)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from records import wording
from records.window_bar import draw_window

TODAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (TODAY, "today"),
        (date(2026, 9, 14), "yesterday"),
        (date(2026, 9, 16), "tomorrow"),
        (date(2026, 9, 3), "Sep 3"),
        (date(2025, 9, 3), "Sep 3, 2025"),
        (datetime(2026, 9, 14, 16, 30, tzinfo=UTC), "today"),  # half past midnight in Shanghai
        (datetime(2026, 9, 14, 8, 0), "yesterday"),  # noqa: DTZ001 (what a form gives)
        (None, "—"),
    ],
)
def test_a_day_is_written_as_people_say_it(day, written):
    assert wording.short_day(day, TODAY) == written


def test_without_today_a_day_has_no_year():
    assert wording.short_day(date(2025, 9, 3)) == "Sep 3"


def test_an_instant_has_its_local_time():
    assert wording.short_moment(datetime(2026, 9, 15, 2, 20, tzinfo=UTC), TODAY) == "today 10:20"
    assert wording.short_moment(None) == "—"


def test_planning_names_the_weekday():
    assert wording.weekday(TODAY) == "Sep 15, Tue"
    assert wording.weekday(None) == "—"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+8613812345678", "138****5678"),
        ("13812345678", "138****5678"),
        ("+862586001000", "258****1000"),
        ("400-800-1000", "400****1000"),
        ("12345", "****45"),
        ("", "—"),
        (None, "—"),
    ],
)
def test_a_masked_phone_can_be_recognised_and_not_called(number, masked):
    assert wording.masked_phone(number) == masked


@pytest.mark.parametrize(
    ("value", "amount", "money"),
    [
        (Decimal(7962), "7,962.00", "¥ 7,962.00"),
        (Decimal("-200.5"), "−200.50", "−¥ 200.50"),
        (0, "0.00", "¥ 0.00"),
        (None, "—", "—"),
        ("", "—", "—"),
        ("much", "—", "—"),
    ],
)
def test_sums_have_two_places_and_a_real_minus(value, amount, money):
    assert (wording.amount(value), wording.money(value)) == (amount, money)


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (22, "22 min"),
        (60, "1 h"),
        (67, "1 h 7 min"),
        (timedelta(days=1, hours=3), "1 d 3 h"),
        (timedelta(days=2), "2 d"),
        (None, "—"),
    ],
)
def test_spans_are_written_with_their_units(span, written):
    assert wording.duration(span) == written


@pytest.mark.parametrize(
    ("days", "whole", "written"),
    [
        (2.0, True, "2 d"),
        (80 / 1440, False, "1:20"),
        (22 / 1440, False, "22 min"),
        (27 / 24, False, "1 d 3 h"),
    ],
)
def test_the_time_to_go_is_short(days, whole, written):
    assert wording.clock_span(days, whole_days=whole) == written


@pytest.mark.parametrize(
    ("now", "done", "words"),
    [
        (date(2026, 9, 8), None, "opens in 2 d"),
        (date(2026, 9, 12), None, "5 d left"),
        (date(2026, 9, 16), None, "1 d left"),
        (date(2026, 9, 17), None, "closes today"),
        (date(2026, 9, 19), None, "2 d overdue"),
        (date(2026, 9, 19), date(2026, 9, 12), "met"),
        (date(2026, 9, 19), date(2026, 9, 18), "late"),
    ],
)
def test_a_window_says_how_it_stands(now, done, words):
    bar = draw_window(opens=date(2026, 9, 10), closes=date(2026, 9, 17), now=now, done=done)
    assert wording.window_words(bar) == words


def test_a_paused_clock_says_since_when():
    at = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
    hour = timedelta(hours=1)
    bar = draw_window(opens=at - 5 * hour, closes=at + hour, now=at, paused=[(at - 2 * hour, None)])
    assert wording.window_words(bar) == "paused 2:00"


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (99, "99"), (100, "99+"), ("7", "7"), (None, "0")])
def test_live_counts_are_capped(count, shown):
    assert wording.capped(count) == shown


def test_the_scripts_fill_in_the_same_patterns():
    assert wording.span_patterns()["over"] == "%(span)s overdue"
    assert wording.calls_made(1, 3) == "1 of 3 calls made"
