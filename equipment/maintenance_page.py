"""What the page of a unit says of its maintenance: what is next, what was done, its lane (C2, C5)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from equipment.life_line import LANE, LifeScale, text_width
from equipment.maintenance_rules import Done, State, expected_on
from equipment.maintenance_words import HOW, STATES, expected_words, sentence, terms_words
from equipment.warranty_words import hours_words
from records.wording import short_day

if TYPE_CHECKING:
    from equipment.maintenance import BookOfMaintenance, KeptCourse
    from equipment.maintenance_rules import Settled, Turn
    from equipment.models import Maintenance, MaintenanceDone

LATEST: Final = 6
SIDE: Final = 10
MIDDLE: Final = 18
WORD_GAP: Final = 14


@dataclass(frozen=True, slots=True)
class MaintenanceRow:
    """One line of the card: which maintenance, on which terms, how it stands."""

    maintenance: "Maintenance"
    terms: str
    says: str
    state: str
    tone: str
    window: dict[str, Any] | None
    expected: str
    has_begun: bool
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One line of what was done: when, which, at how many hours, whether in time."""

    done: "MaintenanceDone"
    mark: str
    name: str
    how: str
    tone: str
    hours: str


def find_course(book: "BookOfMaintenance", code: str) -> "KeptCourse | None":
    """Return the maintenance that an address names; none where the unit has no such or is not in use."""
    return next((kept for kept in book.kept if kept.maintenance.code == code), None)


def rows(book: "BookOfMaintenance", *, today: date) -> list[MaintenanceRow]:
    """Return each maintenance of a unit, the first one first; before the start of use only the plan."""
    if not book.kept:
        return [
            MaintenanceRow(row, terms_words(row), "", "", "", None, "", has_begun=False) for row in book.rows
        ]
    return [_row(book, kept, today=today) for kept in book.kept]


def _row(book: "BookOfMaintenance", kept: "KeptCourse", *, today: date) -> MaintenanceRow:
    turn = kept.course.next
    word, tone = STATES[kept.course.state(today)]
    return MaintenanceRow(
        kept.maintenance,
        terms_words(kept.maintenance),
        sentence(kept, on=today),
        str(word),
        tone,
        window_of(kept, today=today),
        expected_words(book, turn),
        has_begun=True,
        is_over=turn is None,
    )


def window_of(kept: "KeptCourse", *, today: date) -> dict[str, Any] | None:
    """Return the next turn of a maintenance as the window bar draws it."""
    turn = kept.course.next
    return window(turn.opens_on, turn.due_on, turn.closes_on, today=today) if turn else None


def window(
    opens_on: date | None, due_on: date | None, closes_on: date | None, *, today: date
) -> dict[str, Any] | None:
    """Return a turn as the window bar draws it; none while nobody knows its day."""
    if opens_on is None or closes_on is None:
        return None
    return {"opens": opens_on, "closes": closes_on, "target": due_on, "now": today, "name": _("Maintenance")}


def done_rows(book: "BookOfMaintenance") -> list[DoneRow]:
    """Return the latest maintenance that was done, the newest first."""
    pairs = [
        (kept, done, settled)
        for kept in book.kept
        for done, settled in zip(kept.done, kept.course.settled, strict=True)
    ]
    pairs.sort(key=lambda one: (one[1].done_on, one[1].pk), reverse=True)
    return [_done_row(kept, done, settled) for kept, done, settled in pairs[:LATEST]]


def _done_row(kept: "KeptCourse", done: "MaintenanceDone", settled: "Settled") -> DoneRow:
    how, tone = HOW[settled.how]
    hours = "" if settled.hours is None else hours_words(settled.hours)
    done.maintenance = kept.maintenance
    return DoneRow(done, done.mark, str(kept.maintenance), str(how), tone, hours)


def next_of(book: "BookOfMaintenance") -> "tuple[KeptCourse, date] | None":
    """Return what comes next of all lines, with the day it is due or by use so far expected."""
    ahead = [
        (kept, min(days))
        for kept in book.kept
        if kept.course.next is not None and (days := _days(book, kept.course.next))
    ]
    return min(ahead, key=lambda one: (one[1], one[0].maintenance.code), default=None)


def _days(book: "BookOfMaintenance", turn: "Turn") -> list[date]:
    expected = expected_on(turn, book.use) if book.use else None
    return [day for day in (turn.due_on, expected) if day is not None]


def figure(book: "BookOfMaintenance", *, today: date) -> tuple[str, str, str, str] | None:
    """Return the figure of the head: which maintenance is next, when, how that stands."""
    found = next_of(book)
    if found is None:
        return None
    kept, day = found
    word, tone = STATES[kept.course.state(today)]
    is_guess = kept.course.next is not None and kept.course.next.due_on != day
    label = _("next, about %(day)s") if is_guess else _("next, due %(day)s")
    note = str(word) if tone in {"bad", "warn"} else ""
    return str(kept.maintenance), label % {"day": short_day(day, today)}, note, tone


def lane(book: "BookOfMaintenance", scale: LifeScale) -> dict[str, Any] | None:
    """Draw what was done and what is due on the life line; none for a unit without a plan."""
    if not book.rows:
        return None
    marks = [
        _mark(
            scale, settled.on, kept, tone="box-warn" if settled.how is Done.LATE else "box", settled=settled
        )
        for kept in book.kept
        for settled in kept.course.settled
    ]
    for kept in book.kept:
        if kept.course.next is not None and (days := _days(book, kept.course.next)):
            is_over = kept.course.state(scale.today) is State.OVERDUE
            marks.append(_mark(scale, min(days), kept, tone="ring-bad" if is_over else "ring", settled=None))
    shown = _side_by_side(sorted(marks, key=lambda mark: float(mark["x"])), scale)
    return {
        "scale": scale,
        "height": LANE,
        "marks": shown,
        "label": _("Maintenance: %(n)s") % {"n": len(shown)},
    }


def _mark(
    scale: LifeScale, day: date, kept: "KeptCourse", *, tone: str, settled: "Settled | None"
) -> dict[str, Any]:
    known = {"what": kept.maintenance, "day": short_day(day, scale.today)}
    if settled is None:
        says = _("%(what)s, %(day)s, to be done") % known
    else:
        says = _("%(what)s, %(day)s, done %(how)s") % (known | {"how": HOW[settled.how][0]})
    hours = settled.hours if settled else kept.course.next.hours_limit if kept.course.next else None
    return {"x": scale.x(day), "tone": tone, "label": says, "word": f"{hours}" if hours else ""}


def _side_by_side(marks: list[dict[str, Any]], scale: LifeScale) -> list[dict[str, Any]]:
    """Let no mark lie on another; a word follows where there is room before the next one."""
    free_from = float(scale.left)
    for mark in marks:
        mark["x"] = round(max(mark["x"] - SIDE / 2, free_from), 1)
        free_from = mark["x"] + SIDE + 2
    ends = [*(mark["x"] for mark in marks), float(scale.right)][1:]
    for mark, end in zip(marks, ends, strict=True):
        mark["word_x"] = round(mark["x"] + WORD_GAP, 1)
        if mark["word_x"] + text_width(mark["word"]) + 2 >= end:
            mark["word"] = ""
    return marks
