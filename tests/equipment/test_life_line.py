"""The life line's scale and lanes: pure geometry (C2)."""

from datetime import date
from itertools import pairwise

import pytest

from equipment.life_line import LEFT, WIDTH, LifeScale

TODAY = date(2026, 9, 15)
YEAR = LifeScale(date(2026, 1, 1), date(2027, 1, 1), TODAY)
RIGHT = WIDTH - 20


@pytest.mark.parametrize(
    ("day", "x"),
    [
        (date(2026, 1, 1), LEFT),
        (date(2027, 1, 1), RIGHT),
        (date(2026, 7, 2), round(LEFT + (RIGHT - LEFT) * 182 / 365, 1)),
        (date(2020, 1, 1), LEFT),
        (date(2099, 1, 1), RIGHT),
    ],
)
def test_a_day_stands_where_its_share_of_time_is(day, x):
    assert YEAR.x(day) == x


def test_a_life_has_air_on_both_sides():
    scale = LifeScale.of_life(date(2025, 5, 16), date(2027, 5, 16), today=TODAY)
    assert scale.start < date(2025, 5, 16)
    assert scale.end > date(2027, 5, 16)
    assert scale.x(date(2025, 5, 16)) > LEFT


def test_the_future_always_shows_the_next_year_of_calls():
    scale = LifeScale.of_life(date(2026, 9, 1), date(2026, 9, 20), today=TODAY)
    assert scale.end > date(2027, 9, 15)


@pytest.mark.parametrize(
    ("start", "end", "step"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), 1),
        (date(2025, 1, 1), date(2028, 1, 1), 3),
        (date(2020, 1, 1), date(2030, 1, 1), 6),
        (date(2000, 1, 1), date(2050, 1, 1), 24),
    ],
)
def test_months_are_named_as_far_apart_as_there_is_room(start, end, step):
    ticks = LifeScale(start, end, TODAY).months()
    gaps = [second.x - first.x for first, second in pairwise(ticks)]
    assert min(gaps) >= 40
    assert gaps[0] == pytest.approx((RIGHT - LEFT) / (end - start).days * 30.4 * step, rel=0.1)


def test_each_january_names_its_year_and_no_word_lies_under_todays_sign():
    ticks = LifeScale(date(2025, 6, 1), date(2027, 6, 1), TODAY).months()
    assert [tick.text for tick in ticks if "." in tick.text][1:] == ["2026.1", "2027.1"]
    hidden = [tick.text for tick in ticks if not tick.has_text]
    assert set(hidden) <= {"8", "9", "10"}
    assert "9" in hidden


@pytest.mark.parametrize(
    ("query", "start", "end"),
    [
        ({"from": "2025-01-01", "to": "2027-01-01"}, date(2025, 1, 1), date(2027, 1, 1)),
        ({}, date(2025, 9, 14), date(2027, 9, 16)),
        ({"from": "x", "to": "9999-12-31"}, date(2025, 9, 14), date(2027, 9, 16)),
        ({"from": "2027-01-01", "to": "2025-01-01"}, date(2025, 9, 14), date(2027, 9, 16)),
        ({"from": "1950-01-01", "to": "2200-01-01"}, date(2025, 9, 14), date(2027, 9, 16)),
    ],
)
def test_nonsense_in_an_address_gives_a_year_around_today(query, start, end):
    scale = LifeScale.asked(query, today=TODAY)
    assert (scale.start, scale.end) == (start, end)
    assert scale.months()


def test_a_scale_survives_its_own_address():
    asked = dict(pair.split("=") for pair in YEAR.query.split("&"))
    assert LifeScale.asked(asked, today=date(2020, 1, 1)) == YEAR


@pytest.mark.parametrize(
    ("first", "last", "text", "is_inside", "is_before"),
    [
        (date(2026, 1, 1), date(2026, 6, 1), "甲建设公司", True, False),
        (date(2026, 1, 1), date(2026, 1, 5), "甲建设公司", False, False),
        (date(2026, 12, 20), date(2026, 12, 30), "甲建设公司 · 二号采区", False, True),
        (date(2026, 5, 1), date(2026, 5, 1), "", False, False),
    ],
)
def test_words_stand_inside_a_band_or_beside_it(first, last, text, is_inside, is_before):
    band = YEAR.band(first, last, text, y=0, height=20)
    assert band.text_inside is is_inside
    assert band.width >= 3
    if is_before:
        assert band.text_x < band.x
    if not is_inside and not is_before:
        assert band.text_x > band.x


def test_todays_sign_stays_in_the_drawing():
    scale = LifeScale(date(2025, 1, 1), TODAY, TODAY)
    assert scale.sign_left + 84 <= WIDTH


@pytest.mark.parametrize("installed_on", [date(2026, 9, 15), date(2026, 9, 10), date(2026, 9, 5)])
def test_todays_line_covers_no_word_of_a_new_units_warranty(installed_on):
    scale = LifeScale.of_life(installed_on, date(2027, 9, 15), today=TODAY)
    band = scale.band(installed_on, date(2027, 9, 15), "12 个月", y=0, height=18)
    assert band.text_inside
    assert band.text_x >= scale.now_x + 6
    old = LifeScale.of_life(date(2025, 10, 1), date(2026, 10, 1), today=TODAY)
    assert old.band(date(2025, 10, 1), date(2026, 10, 1), "12 个月", y=0, height=18).text_x < old.now_x
