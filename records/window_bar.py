"""Where the pieces of a window bar stand: pure geometry in hundredths of the bar's width.

A window has two ends and a moment that is judged. Days count whole, both ends included: a window that closes
on the 17th is open until the 17th has passed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from django.utils import timezone

Moment = date | datetime
SECONDS_A_DAY: Final = 86_400
CLOSING_SHARE: Final = 0.2  # amber starts at the last fifth; the regulation may say otherwise
MARGIN: Final = 0.16  # hatched room on each side of the window, as a share of the window
LONGEST_OVERRUN: Final = 1.2  # a call a year late would otherwise squeeze its own window to nothing
LETTER: Final = 6.9  # width in pixels of a Latin letter of the scale, a Chinese one takes twice that
GAP: Final = 10
FIRST_WIDE: Final = "\u2e80"  # from here on letters are square


class Piece(NamedTuple):
    """One coloured stretch: `open`, `used`, `over` or `paused`."""

    kind: str
    x: float
    width: float


class Label(NamedTuple):
    """A word under the bar."""

    x: float
    text: str
    anchor: str
    is_now: bool


class Stop(NamedTuple):
    """A moment that is named under the bar."""

    at: Moment
    text: str
    is_now: bool = False
    short: str = ""


class Scale(NamedTuple):
    """The first and the last day that the drawing reaches."""

    low: float
    high: float

    def at(self, moment: float) -> float:
        share = (moment - self.low) / (self.high - self.low)
        return round(min(1.0, max(0.0, share)) * 100, 2)

    def piece(self, kind: str, first: float, last: float) -> Piece | None:
        x, end = self.at(first), self.at(last)
        return Piece(kind, x, round(end - x, 2)) if end > x else None


@dataclass(frozen=True, slots=True)
class WindowBar:
    """A drawn window: what stands where, and how the window is doing."""

    pieces: tuple[Piece, ...]
    state: str
    tone: str
    now_x: float | None
    target_x: float | None
    remaining: float
    whole_days: bool
    scale: Scale


def draw_window(
    *,
    opens: Moment,
    closes: Moment,
    now: Moment,
    start: Moment | None = None,
    end: Moment | None = None,
    done: Moment | None = None,
    paused: Sequence[tuple[Moment, Moment | None]] = (),
    target: Moment | None = None,
    closing_share: float = CLOSING_SHARE,
    tone: str = "",
    tight: bool | None = None,
) -> WindowBar:
    """Draw the window from `opens` to `closes` as it stands at `now`.

    `done` is the moment at which what the window asks for happened: the bar stops there and shows no tick.
    `start` and `end` are the ends of the scale (default: a margin around the window and the moment judged).
    `paused` are stretches that do not count, the last one open if it has no end. `target` draws a black tick.
    `tight` leaves the margins out; clocks, which count instants, do so by themselves.
    """
    first, last = _ordinal(opens), _ordinal(closes, is_end=True)
    judged = _ordinal(now) + (0 if isinstance(now, datetime) else 0.5)
    whole_days = not isinstance(opens, datetime) and not isinstance(closes, datetime)
    reached = judged if done is None else _ordinal(done) + (0 if isinstance(done, datetime) else 0.5)
    margin = 0.0 if tight or (tight is None and not whole_days) else MARGIN
    scale = _scale(first, last, reached, start=start, end=end, margin=margin)
    pauses = [(_ordinal(since), judged if until is None else _ordinal(until)) for since, until in paused]
    is_paused = bool(paused) and paused[-1][1] is None
    state = _state(first, last, reached, is_done=done is not None, is_paused=is_paused, share=closing_share)
    return WindowBar(
        pieces=tuple(_pieces(scale, first, last, reached=reached, pauses=pauses)),
        state=state,
        tone=tone or _TONES[state],
        now_x=None if done is not None else scale.at(judged),
        target_x=None if target is None else scale.at(_ordinal(target)),
        remaining=_remaining(first, last, judged, state=state, pauses=pauses, whole_days=whole_days),
        whole_days=whole_days,
        scale=scale,
    )


def draw_day(
    *,
    start: Moment,
    end: Moment,
    opens: Moment | None,
    closes: Moment | None,
    taken: Sequence[tuple[Moment, Moment]],
    now: Moment,
) -> WindowBar:
    """Draw the hours of a day from `start` to `end`; the tick of now stands on its own day alone.

    Hatched is when nobody works, pale when somebody could come, solid where somebody is expected.
    """
    scale = Scale(_ordinal(start), _ordinal(end))
    judged = _ordinal(now)
    drawn = [scale.piece("used", _ordinal(first), _ordinal(last)) for first, last in taken]
    if opens is not None and closes is not None:
        drawn.insert(0, scale.piece("open", _ordinal(opens), _ordinal(closes)))
    is_today = scale.low <= judged <= scale.high
    return WindowBar(
        pieces=tuple(piece for piece in drawn if piece is not None),
        state="open",
        tone="",
        now_x=scale.at(judged) if is_today else None,
        target_x=None,
        remaining=0,
        whole_days=False,
        scale=scale,
    )


_TONES: Final = {
    "not_open": "",
    "open": "",
    "closing": "warn",
    "over": "",  # the red piece past the end says it; what was used in time keeps its colour
    "paused": "hold",
    "met": "good",
    "late": "",
}


def _ordinal(moment: Moment, *, is_end: bool = False) -> float:
    """Return the moment as local days; the end of a whole day is the start of the next."""
    if isinstance(moment, datetime):
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        return local.toordinal() + seconds / SECONDS_A_DAY
    return float(moment.toordinal() + (1 if is_end else 0))


def _middle(stop: Stop) -> float:
    is_whole_now = stop.is_now and not isinstance(stop.at, datetime)
    return _ordinal(stop.at) + (0.5 if is_whole_now else 0)


def _scale(
    first: float, last: float, reached: float, *, start: Moment | None, end: Moment | None, margin: float
) -> Scale:
    """Stretch the scale over the window and the moment judged; what sticks out gets room to be seen."""
    span = max(last - first, 1 / SECONDS_A_DAY)
    before, after = (
        span * max(margin, MARGIN * (reached < first)),
        span * max(margin, MARGIN * (reached > last)),
    )
    low = _ordinal(start) if start is not None else max(min(first, reached) - before, first - span)
    furthest = min(max(last, reached), last + span * LONGEST_OVERRUN)
    high = _ordinal(end, is_end=True) if end is not None else furthest + after
    return Scale(low, max(high, low + span / 100))


def _state(first: float, last: float, reached: float, *, is_done: bool, is_paused: bool, share: float) -> str:
    if is_done:
        return "met" if reached < last else "late"
    if is_paused:
        return "paused"
    if reached < first:
        return "not_open"
    if reached >= last:
        return "over"
    return "closing" if (last - reached) <= (last - first) * share else "open"


def _remaining(
    first: float,
    last: float,
    judged: float,
    *,
    state: str,
    pauses: list[tuple[float, float]],
    whole_days: bool,
) -> float:
    """Return the days that the words beside the bar speak of: to go, past, paused or until it opens."""
    if state == "paused":
        since, until = pauses[-1]
        return until - since
    if state == "not_open":
        return (first - int(judged)) if whole_days else first - judged
    if whole_days:
        return float(abs(int(last) - 1 - int(judged)))
    return abs(last - judged)


def _pieces(
    scale: Scale, first: float, last: float, *, reached: float, pauses: list[tuple[float, float]]
) -> Iterable[Piece]:
    drawn = [
        scale.piece("open", first, last),
        scale.piece("used", first, min(reached, last)) if reached > first else None,
        scale.piece("over", last, reached) if reached > last else None,
        *(scale.piece("paused", since, until) for since, until in pauses),
    ]
    return [piece for piece in drawn if piece is not None]


def label_stops(bar: WindowBar, stops: Iterable[Stop], *, width: int) -> tuple[Label, ...]:
    """Place the words under a bar that is about `width` pixels wide."""
    return place_labels(
        [
            Wanted(bar.scale.at(_middle(stop)), stop.text, short=stop.short, is_now=stop.is_now)
            for stop in stops
        ],
        width=width,
    )


class Wanted(NamedTuple):
    """A word that asks for room under the bar; `short` is taken where the whole does not fit."""

    x: float
    text: str
    short: str = ""
    is_now: bool = False


def place_labels(wanted: Sequence[Wanted], *, width: int) -> tuple[Label, ...]:
    """Keep the words under a bar apart: now first, then the ends; what still collides is left out.

    An end that would touch its neighbour leans against the end of the bar instead. When the window closes
    always stands there: where it has no room beside now, the mark of now says enough.
    """
    ends = _outermost(wanted)
    last = max(ends, default=0.0)
    usual = sorted(wanted, key=lambda one: (not one.is_now, one.x not in ends, -one.x))
    kept = _place(usual, ends, width=width)
    closing = [word for word in wanted if word.x == last and not word.is_now]
    if closing and not any(_says(kept, word) for word in closing):
        kept = _place(sorted(usual, key=lambda one: one.is_now or one.x != last), ends, width=width)
    return kept


def _says(kept: Iterable[Label], word: Wanted) -> bool:
    return any(label.text in {word.text, word.short} for label in kept if not label.is_now)


def _place(words: Iterable[Wanted], ends: set[float], *, width: int) -> tuple[Label, ...]:
    taken: list[tuple[float, float]] = []
    kept: list[Label] = []
    for word in words:
        places = (_fit(x, text, word=word, width=width) for text, x in _candidates(word, ends))
        free = next((place for place in places if _is_free(place[1], taken)), None)
        if free is not None:
            kept.append(free[0])
            taken.append(free[1])
    return tuple(sorted(kept, key=lambda label: label.x))


def _candidates(word: Wanted, ends: set[float]) -> Iterable[tuple[str, float]]:
    """Return the texts and places to try in turn: whole before short, its own place before the bar's end."""
    places = [word.x]
    if not word.is_now and word.x in ends:
        places.append(100.0 if word.x == max(ends) else 0.0)
    return [(text, x) for text in (word.text, word.short) if text for x in places]


def _is_free(span: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    return all(span[1] + GAP <= low or span[0] >= high + GAP for low, high in taken)


def _outermost(wanted: Sequence[Wanted]) -> set[float]:
    named = [word.x for word in wanted if not word.is_now]
    return {min(named), max(named)} if named else set()


def _fit(x: float, text: str, *, word: Wanted, width: int) -> tuple[Label, tuple[float, float]]:
    """Centre the word under its moment, or lean it against the end of the bar that it would stick out of."""
    half = sum(LETTER if letter < FIRST_WIDE else 2 * LETTER for letter in text) / 2
    centre = x / 100 * width
    if centre - half < 0:
        return Label(0.0, text, "start", word.is_now), (0.0, 2 * half)
    if centre + half > width:
        return Label(100.0, text, "end", word.is_now), (width - 2 * half, float(width))
    return Label(x, text, "middle", word.is_now), (centre - half, centre + half)
