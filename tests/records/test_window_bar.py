"""Where the pieces of a window bar stand (ui: the window bar)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from records.window_bar import Label, Stop, Wanted, draw_day, draw_window, label_stops, place_labels

OPENS, CLOSES = date(2026, 9, 10), date(2026, 9, 17)
AT = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
HOUR = timedelta(hours=1)


def drawn(now: date, **more):
    return draw_window(opens=OPENS, closes=CLOSES, now=now, **more)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (date(2026, 9, 6), ("not_open", "", 4)),
        (date(2026, 9, 9), ("not_open", "", 1)),
        (date(2026, 9, 10), ("open", "", 7)),
        (date(2026, 9, 15), ("open", "", 2)),
        (date(2026, 9, 16), ("closing", "warn", 1)),
        (date(2026, 9, 17), ("closing", "warn", 0)),
        (date(2026, 9, 18), ("over", "", 1)),
        (date(2026, 9, 30), ("over", "", 13)),
    ],
)
def test_a_window_of_days_is_open_through_its_last_day(now, expected):
    bar = drawn(now)
    assert (bar.state, bar.tone, bar.remaining) == expected


@pytest.mark.parametrize(
    ("done", "state", "tone"),
    [(date(2026, 9, 17), "met", "good"), (date(2026, 9, 18), "late", ""), (date(2026, 9, 8), "met", "good")],
)
def test_what_was_done_has_no_tick_and_says_whether_it_was_in_time(done, state, tone):
    bar = drawn(date(2026, 9, 30), done=done)
    assert (bar.state, bar.tone, bar.now_x) == (state, tone, None)


def test_the_used_piece_ends_at_the_tick():
    bar = drawn(date(2026, 9, 14))
    opened, used = bar.pieces
    assert (opened.kind, used.kind) == ("open", "used")
    assert used.x == opened.x
    assert round(used.x + used.width, 1) == round(bar.now_x, 1)


def test_what_is_past_the_end_is_a_piece_of_its_own():
    kinds = [piece.kind for piece in drawn(date(2026, 9, 20)).pieces]
    assert kinds == ["open", "used", "over"]


@pytest.mark.parametrize("now", [date(2020, 1, 1), date(2026, 9, 1), date(2026, 9, 17), date(2030, 1, 1)])
def test_nothing_stands_outside_the_bar(now):
    bar = drawn(now)
    assert 0 <= bar.now_x <= 100
    assert all(piece.x >= 0 and piece.x + piece.width <= 100.01 for piece in bar.pieces)


def test_a_long_overrun_does_not_squeeze_the_window_to_nothing():
    assert drawn(date(2028, 1, 1)).pieces[0].width > 30


def test_days_leave_a_margin_and_clocks_do_not():
    assert drawn(date(2026, 9, 12)).pieces[0].x > 5
    clock = draw_window(opens=AT - HOUR, closes=AT + HOUR, now=AT)
    assert (clock.pieces[0].x, clock.pieces[0].width, clock.now_x) == (0, 100, 50)


def test_a_window_of_days_can_be_drawn_without_margins():
    assert drawn(date(2026, 9, 12), tight=True).pieces[0].width == 100


def test_the_ends_of_the_scale_can_be_given():
    bar = drawn(date(2026, 9, 12), start=date(2026, 9, 3), end=date(2026, 9, 20))
    assert bar.pieces[0].x == pytest.approx(7 / 18 * 100, abs=0.01)


def test_an_open_pause_stops_the_clock_and_is_counted_itself():
    bar = draw_window(opens=AT - 4 * HOUR, closes=AT + 4 * HOUR, now=AT, paused=[(AT - 2 * HOUR, None)])
    assert (bar.state, bar.tone) == ("paused", "hold")
    assert bar.remaining == pytest.approx(2 / 24)
    assert [piece.kind for piece in bar.pieces] == ["open", "used", "paused"]


def test_a_pause_that_ended_is_drawn_and_the_clock_runs():
    bar = draw_window(
        opens=AT - 4 * HOUR, closes=AT + 4 * HOUR, now=AT, paused=[(AT - 3 * HOUR, AT - 2 * HOUR)]
    )
    assert (bar.state, bar.pieces[-1].kind, bar.pieces[-1].width) == ("open", "paused", 12.5)


def test_amber_starts_where_the_regulation_says():
    assert drawn(date(2026, 9, 14), closing_share=0.5).state == "closing"


def test_a_tone_given_wins_and_a_target_is_placed():
    bar = drawn(date(2026, 9, 12), tone="bad", target=OPENS)
    assert (bar.tone, bar.target_x) == ("bad", bar.pieces[0].x)


def test_a_window_of_no_length_can_be_drawn():
    bar = draw_window(opens=AT, closes=AT, now=AT)
    assert bar.state == "over"


def test_words_lean_against_the_ends_of_the_bar():
    first, last = place_labels([Wanted(0, "9月3日"), Wanted(100, "9月17日")], width=480)
    assert (first.anchor, last.anchor) == ("start", "end")


def test_now_keeps_its_place_and_the_end_gives_way():
    now, end = place_labels([Wanted(84, "今天", is_now=True), Wanted(93, "9月17日 截止")], width=700)
    assert now == Label(84, "今天", "middle", is_now=True)
    assert end == Label(100.0, "9月17日 截止", "end", is_now=False)


def test_where_the_whole_does_not_fit_the_short_word_is_taken():
    wanted = [Wanted(79, "今天", is_now=True), Wanted(93, "9月17日 截止", short="17日")]
    assert [label.text for label in place_labels(wanted, width=300)] == ["今天", "17日"]


def test_what_fits_nowhere_is_left_out():
    wanted = [
        Wanted(50, "今天", is_now=True),
        Wanted(51, "9月10日"),
        Wanted(90, "9月17日"),
    ]
    assert [label.text for label in place_labels(wanted, width=300)] == ["9月10日", "今天", "9月17日"]
    middle = [*wanted, Wanted(52, "9月11日")]
    assert "9月11日" not in [label.text for label in place_labels(middle, width=300)]


def test_when_it_closes_is_said_even_beside_now():
    """The end matters most when it is near: now gives way, its mark stands."""
    wanted = [Wanted(5, "9月10日 开始"), Wanted(95, "今天", is_now=True), Wanted(96, "9月17日 截止")]
    assert [label.text for label in place_labels(wanted, width=300)] == ["9月10日 开始", "9月17日 截止"]


def test_now_alone_can_be_named():
    bar = drawn(date(2026, 9, 14))
    (label,) = label_stops(bar, [Stop(date(2026, 9, 14), "今天", is_now=True)], width=480)
    assert (label.text, label.is_now) == ("今天", True)
    assert label.x == bar.now_x


DAY_AT = [datetime(2026, 9, 15, hour) for hour in range(24)]  # noqa: DTZ001 (a wall's hours)


@pytest.mark.parametrize(
    ("facts", "pieces", "now_x"),
    [
        ({}, [("open", 10.0, 80.0)], 50.0),
        ({"opens": None, "closes": None}, [], 50.0),
        ({"taken": [(DAY_AT[9], DAY_AT[10])]}, [("open", 10.0, 80.0), ("used", 10.0, 10.0)], 50.0),
        ({"taken": [(DAY_AT[7], DAY_AT[9])]}, [("open", 10.0, 80.0), ("used", 0.0, 10.0)], 50.0),
        ({"taken": [(DAY_AT[1], DAY_AT[2])]}, [("open", 10.0, 80.0)], 50.0),
        ({"now": DAY_AT[13] - timedelta(days=1)}, [("open", 10.0, 80.0)], None),
        ({"now": DAY_AT[13] + timedelta(days=1)}, [("open", 10.0, 80.0)], None),
    ],
)
def test_a_day_is_drawn_with_what_is_worked_and_what_is_taken(facts, pieces, now_x):
    asked = {
        "start": DAY_AT[8],
        "end": DAY_AT[18],
        "opens": DAY_AT[9],
        "closes": DAY_AT[17],
        "taken": [],
        "now": DAY_AT[13],
    }
    bar = draw_day(**asked | facts)
    assert [(piece.kind, round(piece.x, 1), round(piece.width, 1)) for piece in bar.pieces] == pieces
    assert (None if bar.now_x is None else round(bar.now_x, 1)) == now_x
