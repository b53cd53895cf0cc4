"""A unit's maintenance in sentences: when it is due, why, and how it was done (C5, K2)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from equipment.choices import MaintenanceCounts
from equipment.maintenance_rules import Done, State, expected_on, state_of
from equipment.warranty_words import hours_words
from regulation.explain import cite_clause
from regulation.models import RegulationVersion

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from equipment.maintenance import BookOfMaintenance, KeptCourse
    from equipment.maintenance_rules import Settled, Turn
    from equipment.models.maintenance import PlannedMaintenance

CLAUSE: Final = "C5"
STATES: "Final[dict[State, tuple[str | Promise, str]]]" = {
    State.NOT_YET: (pgettext_lazy("maintenance", "Not yet"), ""),
    State.OPEN: (pgettext_lazy("maintenance", "Possible"), "info"),
    State.DUE: (pgettext_lazy("maintenance", "Due"), "warn"),
    State.OVERDUE: (pgettext_lazy("maintenance", "Overdue"), "bad"),
    State.OVER: (pgettext_lazy("maintenance", "Finished"), "good"),
}
HOW: "Final[dict[Done, tuple[str | Promise, str]]]" = {
    Done.EARLY: (pgettext_lazy("maintenance done", "early"), "good"),
    Done.IN_TIME: (pgettext_lazy("maintenance done", "in time"), "good"),
    Done.LATE: (pgettext_lazy("maintenance done", "late"), "warn"),
    Done.EXTRA: (pgettext_lazy("maintenance done", "beside the plan"), ""),
}


def months_words(months: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


def distance_words(row: "PlannedMaintenance") -> str:
    """Write after how much time or use a maintenance is due."""
    if row.months is None:
        return hours_words(row.hours or 0)
    if row.hours is None:
        return months_words(row.months)
    return _("%(months)s or %(hours)s") % {
        "months": months_words(row.months),
        "hours": hours_words(row.hours),
    }


def terms_words(row: "PlannedMaintenance") -> str:
    """Write when a maintenance is due: once or again and again, and from where it counts."""
    known = {"distance": distance_words(row)}
    if row.is_first:
        return _("once, %(distance)s after the start of use") % known
    if row.counts == MaintenanceCounts.PLAN:
        return _("every %(distance)s, by the plan") % known
    return _("every %(distance)s, from the last one done") % known


def sentence(kept: "KeptCourse", *, on: date) -> str:
    """Say how a maintenance stands on a day (C5)."""
    turn = kept.course.next
    if turn is None:
        if kept.done:
            return _("Done on %(day)s; nothing more follows.") % {"day": kept.done[0].done_on}
        return _("Its window had closed before the installation was recorded: it does not count.")
    known: dict[str, Any] = {"due": turn.due_on, "opens": turn.opens_on, "closes": turn.closes_on}
    if turn.due_on is None:
        known["limit"] = hours_words(turn.hours_limit or 0)
        is_near = state_of(turn, on) is State.OPEN
        said = _("Possible since %(opens)s, for %(limit)s are near.") if is_near else _("Due at %(limit)s.")
        return said % known
    return {
        State.NOT_YET: _("Due on %(due)s, possible from %(opens)s."),
        State.OPEN: _("Due on %(due)s, possible since %(opens)s."),
        State.DUE: _("Due since %(due)s, to be done by %(closes)s."),
        State.OVERDUE: _("Overdue: it was due on %(due)s and to be done by %(closes)s."),
    }[state_of(turn, on)] % known


def expected_words(book: "BookOfMaintenance", turn: "Turn | None") -> str:
    """Name the day on which use so far lets the hours be reached, as the estimate it is; empty where none."""
    day = expected_on(turn, book.use) if turn and book.use else None
    if turn is None or day is None:
        return ""
    known = {"limit": hours_words(turn.hours_limit or 0), "day": day}
    return _("%(limit)s expected about %(day)s, going by the last readings") % known


def why_maintenance(book: "BookOfMaintenance", kept: "KeptCourse", *, on: date, link: str) -> dict[str, Any]:
    """Return what the why panel shows of one maintenance: clause, version, facts, the way to its day (K2)."""
    turn = kept.course.next
    number = turn.margins.version if turn else book.editions.in_force(on).number
    version = RegulationVersion.objects.get(number=number)
    clause = version.clauses.filter(code=CLAUSE).first()
    return {
        "subject": book.unit.serial_number,
        "conclusion": f"{kept.maintenance} · {sentence(kept, on=on)}",
        "clause": cite_clause(version, clause, CLAUSE),
        "version": {
            "label": str(version),
            "detail": _("It was in force when this turn began to count.") if turn else "",
            "url": version.get_absolute_url(),
        },
        "inputs": inputs(book, kept),
        "arithmetic": arithmetic(kept),
        "more": _("The plan is the model's on the day of registration: no later catalogue moves it."),
        "link": link,
        "computed": _("computed on %(day)s from the file of this unit") % {"day": on},
    }


def inputs(book: "BookOfMaintenance", kept: "KeptCourse") -> list[dict[str, Any]]:
    """Return the facts a turn is reckoned from; by which tickets it was done is for their dealers (L2)."""
    course, lines = kept.course, [{"label": _("Plan"), "value": terms_words(kept.maintenance)}]
    if book.use is not None:
        lines.append({"label": _("In use from"), "value": str(book.use.begins_on)})
    lines += [
        {"label": _("Done on"), "value": str(settled.on), "note": _how_words(settled)}
        for settled in course.settled[-2:]
    ]
    if course.next is not None and course.next.hours_limit is not None:
        lines += _hours_inputs(book, course.next)
    if course.lapsed:
        value = ngettext("%(n)s turn", "%(n)s turns", course.lapsed) % {"n": course.lapsed}
        note = _("over before the installation was recorded")
        lines.append({"label": _("Not counted"), "value": value, "note": note})
    return lines


def _hours_inputs(book: "BookOfMaintenance", turn: "Turn") -> list[dict[str, Any]]:
    lines = []
    if turn.base.hours:
        note = "" if turn.base.is_read else _("at least, by the readings around that day")
        lines.append(
            {"label": _("Operating hours then"), "value": hours_words(turn.base.hours), "note": note}
        )
    latest = book.use.readings[-1] if book.use and book.use.readings else None
    value = hours_words(latest.hours) if latest else _("nobody has read the meter yet")
    lines.append({"label": _("Latest reading"), "value": value, "note": str(latest.on) if latest else ""})
    if expected := expected_words(book, turn):
        lines.append({"label": _("Estimate"), "value": expected, "note": _("decides nothing")})
    return lines


def _how_words(settled: "Settled") -> str:
    how = str(HOW[settled.how][0])
    return how if settled.hours is None else f"{how} · {hours_words(settled.hours)}"


def arithmetic(kept: "KeptCourse") -> list[dict[str, Any]]:
    """Return the way to the window of the next turn, line by line."""
    turn, row = kept.course.next, kept.maintenance
    if turn is None:
        return [{"term": _("Next"), "result": _("none"), "total": True}]
    times = "" if turn.times == 1 else f"{turn.times} × "
    lines: list[dict[str, Any]] = []
    if row.months:
        term = f"{turn.base.on} + {times}{months_words(row.months)}"
        lines.append({"term": term, "result": str(turn.time_due_on)})
    if row.hours and turn.hours_limit is not None:
        base = f"{hours_words(turn.base.hours)} + " if turn.base.hours else ""
        term = f"{base}{times}{hours_words(row.hours)}"
        lines += [{"term": term, "result": hours_words(turn.hours_limit)}, _reached(turn, turn.hours_limit)]
    return [*lines, *_window_lines(turn)]


def _reached(turn: "Turn", limit: int) -> dict[str, Any]:
    if turn.shown_by is None:
        return {"term": _("%(limit)s reached") % {"limit": hours_words(limit)}, "result": _("not yet")}
    known = {"day": turn.shown_by.on, "over": hours_words(turn.shown_by.hours - limit)}
    return {
        "term": _("%(day)s: %(over)s above the limit, at most 24 h a day") % known,
        "result": _("reached by %(day)s") % {"day": turn.reached_on},
    }


def _window_lines(turn: "Turn") -> list[dict[str, Any]]:
    margins, lines = turn.margins, []
    if turn.due_on is not None:
        lines.append({"term": _("Due, whichever comes first"), "result": str(turn.due_on), "total": True})
    before = turn.due_on
    if turn.near is not None and turn.opens_on == turn.near.on:
        known = {"n": margins.opens_before_hours, "hours": hours_words(turn.near.hours), "day": turn.near.on}
        term = _("Possible %(n)s h before: %(day)s showed %(hours)s") % known
        lines.append({"term": term, "result": str(turn.opens_on)})
    elif before is not None:
        term = _("Possible: %(day)s − %(days)s") % {"day": before, "days": _days(margins.opens_before_days)}
        lines.append({"term": term, "result": str(turn.opens_on)})
    if before is not None:
        term = _("In time: %(day)s + %(days)s") % {"day": before, "days": _days(margins.closes_after_days)}
        lines.append({"term": term, "result": str(turn.closes_on)})
    return lines


def _days(days: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
