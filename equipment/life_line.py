"""The scale on which a unit's life is drawn, shared by all lanes of all apps: pure geometry (C2).

The page draws the head and the lanes of ownership and warranty; other apps answer `…:life-lane` with one
`<svg>` of the same width, on the same scale, which they read with `LifeScale.asked(request.GET)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta

WIDTH: Final = 1320
LEFT: Final = 118  # the lane's name stands before it
RIGHT_GAP: Final = 20
LANE: Final = 36  # height of a lane
HEAD: Final = 24  # height of the dates above the lanes
NOW_GAP: Final = 6  # between today's line and words that would lie under it
NOW_TAG: Final = 84  # width of the sign that says today
LABEL_ROOM: Final = 46  # what the widest label of a month takes
LETTER: Final = 7
CJK_LETTER: Final = 12.5
LONGEST_LIFE: Final = timedelta(days=366 * 60)
AHEAD: Final = relativedelta(months=14)
STEPS: Final = (1, 3, 6, 12, 24, 60)
FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2200


@dataclass(frozen=True, slots=True)
class Tick:
    """The beginning of a month that is named: the year's first with its year."""

    x: float
    text: str
    has_text: bool = True

    @property
    def label_x(self) -> float:
        return round(self.x + 4, 1)


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of time in a lane, with its words inside where they fit, else behind it."""

    x: float
    width: float
    y: float
    height: float
    text: str
    tone: str = ""
    text_x: float = 0.0
    text_inside: bool = True

    @property
    def text_y(self) -> float:
        return round(self.y + self.height / 2 + 4, 1)


@dataclass(frozen=True, slots=True)
class LifeScale:
    """Days on a line: `x(day)` says where one stands."""

    start: date
    end: date
    today: date
    width: int = WIDTH

    @classmethod
    def of_life(cls, first: date, last: date, *, today: date) -> "LifeScale":
        """Return the scale of a life from its first to its last known day, with air on both sides."""
        start = min(first, today) - timedelta(days=14)
        end = max(last, today + AHEAD) + timedelta(days=14)
        return cls(start, min(end, start + LONGEST_LIFE), today)

    @classmethod
    def asked(cls, query: Mapping[str, str], *, today: date) -> "LifeScale":
        """Return the scale an address names (`from`, `to`, `today`); nonsense gives a year around today."""
        year = timedelta(days=366)
        start = _day(query.get("from", ""), today - year)
        end = _day(query.get("to", ""), today + year)
        if not start < end or end - start > LONGEST_LIFE:
            start, end = today - year, today + year
        return cls(start, end, _day(query.get("today", ""), today))

    @property
    def query(self) -> str:
        """The scale as other apps' lanes are asked for it."""
        return urlencode({"from": self.start, "to": self.end, "today": self.today, "width": self.width})

    @property
    def left(self) -> int:
        return LEFT

    @property
    def right(self) -> int:
        return self.width - RIGHT_GAP

    @property
    def now_x(self) -> float:
        return self.x(self.today)

    @property
    def now_left(self) -> float:
        return round(self.now_x - 2, 1)

    @property
    def sign_x(self) -> float:
        """The middle of today's sign, which stays inside the drawing."""
        return min(self.now_x, self.width - NOW_TAG / 2)

    @property
    def sign_left(self) -> float:
        return round(self.sign_x - NOW_TAG / 2, 1)

    @property
    def future_width(self) -> float:
        return round(self.right - self.now_x, 1)

    def x(self, day: date) -> float:
        """Return where a day stands; days outside the scale stand at its ends."""
        share = (day - self.start).days / max((self.end - self.start).days, 1)
        return round(LEFT + min(1.0, max(0.0, share)) * (self.right - LEFT), 1)

    def months(self) -> tuple[Tick, ...]:
        """Return the months to name: as many as there is room for, never under today's sign."""
        step = next((months for months in STEPS if self._room_of(months) >= LABEL_ROOM), STEPS[-1])
        day = _first_mark(self.start, step)
        ticks: list[Tick] = []
        while day < self.end:
            x = self.x(day)
            text = f"{day.year}.{day.month}" if day.month == 1 or not ticks else str(day.month)
            ticks.append(Tick(x, text, has_text=not self._under_the_sign(x)))
            day += relativedelta(months=step)
        return tuple(ticks)

    def band(self, first: date, last: date, text: str, *, y: float, height: float, tone: str = "") -> Band:
        """Return a stretch from one day to another; words stand inside where they fit, else behind it.

        Words inside that today's line would cover stand to its right where there is room.
        """
        x, end = self.x(first), self.x(last)
        width = round(max(end - x, 3), 1)
        room = text_width(text) + 16
        is_inside = room <= width
        before = not is_inside and end + room > self.right
        text_x = x + 8 if is_inside else (x - room + 8 if before else end + 8)
        beside = self.now_x + NOW_GAP
        is_crossed = text_x - NOW_GAP < self.now_x < text_x + text_width(text)
        if is_inside and is_crossed and beside + text_width(text) + 8 <= end:
            text_x = beside
        return Band(x, width, y, height, text, tone, round(text_x, 1), is_inside)

    def _room_of(self, months: int) -> float:
        days = max((self.end - self.start).days, 1)
        return (self.right - LEFT) / days * months * 30.4

    def _under_the_sign(self, x: float) -> bool:
        return -(NOW_TAG / 2 + LABEL_ROOM) < x - self.now_x < NOW_TAG / 2 + 4


def text_width(text: str) -> float:
    """Return about how wide a text of 12 px is: a Chinese character takes nearly two Latin ones."""
    return sum(CJK_LETTER if character > "\u2e7f" else LETTER for character in text)


def _day(written: str, default: date) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return default
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else default


def _first_mark(start: date, step: int) -> date:
    """Return the first beginning of a month after `start` that lies on the step: with 3, of a quarter."""
    day = start.replace(day=1) + relativedelta(months=1)
    while (day.year * 12 + day.month - 1) % step:
        day += relativedelta(months=1)
    return day
