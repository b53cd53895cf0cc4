"""The why of a clock in the reader's language: level, version then in force, pauses, arithmetic (D3, K2)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import short_moment
from regulation.calendars import local_day
from regulation.choices import INNER, ClockKind, TimeBasis
from regulation.explain import cite_clause
from regulation.level_words import limit_words
from regulation.worktime import MINUTE, Pause
from tickets.clock_page import ClockBook, clock_window, span, standing_words
from tickets.models import TicketClock

CLAUSE, CLAUSE_INNER = "D3", "D5"


def clause_of(kind: str) -> str:
    """Return the clause that sets a time: what the customer is promised, or what a dealer owes."""
    return CLAUSE_INNER if kind in INNER else CLAUSE


def inputs_of(kind: str, *, minutes: int, basis: str, started: str) -> list[dict[str, str]]:
    """Return the time that a level sets and the moment it counts from, by the names of that clock."""
    since = {
        ClockKind.ANSWER.value: pgettext("step of a ticket", "Offered"),
        ClockKind.PLAN.value: pgettext("step of a ticket", "Accepted"),
    }
    return [
        {
            "label": _("Time set, inner") if kind in INNER else _("Time promised"),
            "value": limit_words(minutes, basis),
        },
        {"label": since.get(kind, _("Opened")), "value": started},
    ]


def why_clock(book: ClockBook, clock: TicketClock, *, link: str) -> dict[str, Any]:
    """Return what the why panel shows of a clock: the level's time, what paused it, when it was due."""
    version = book.version
    code = clause_of(clock.kind)
    clause = version.clauses.filter(code=code).first()
    return {
        "subject": book.ticket.number,
        "conclusion": _conclusion(book, clock),
        "clause": cite_clause(version, clause, code),
        "version": {
            "label": str(version),
            "detail": _("It was in force on %(day)s, the day of the opening.")
            % {"day": local_day(book.ticket.opened_at).isoformat()},
            "url": version.get_absolute_url(),
        },
        "inputs": _inputs(book, clock),
        "window": clock_window(book, clock),
        "arithmetic": arithmetic_of(book, clock, label=_("due")),
        "more": "",
        "link": link,
        "computed": _("waiting for the customer does not count"),
    }


def _conclusion(book: ClockBook, clock: TicketClock) -> str:
    known = {"clock": clock.get_kind_display(), "standing": standing_words(book, clock)}
    if clock.due_at is None:
        return _("%(clock)s: %(standing)s") % known
    return _("%(clock)s: due %(moment)s, %(standing)s") % {
        **known,
        "moment": short_moment(clock.due_at, book.today),
    }


def _inputs(book: ClockBook, clock: TicketClock) -> list[dict[str, str]]:
    hours = book.version.typed.working_hours
    counted = (
        _("working days, %(opens)s to %(closes)s")
        % {"opens": f"{hours.opens_at:%H:%M}", "closes": f"{hours.closes_at:%H:%M}"}
        if clock.basis == TimeBasis.WORKING
        else _("every hour, day and night")
    )
    return [
        {"label": _("Service level"), "value": book.level_name},
        *(
            [{"label": _("Service contract"), "value": contract}]
            if (contract := book.ticket.contract)
            else []
        ),
        {"label": _("What counts"), "value": counted},
        *inputs_of(
            clock.kind,
            minutes=clock.minutes,
            basis=clock.basis,
            started=short_moment(clock.started_at, book.today),
        ),
        *({"label": _("Paused"), "value": _stretch_words(pause, book.today)} for pause in book.pauses(clock)),
        *(
            {"label": label, "value": short_moment(moment, book.today)}
            for label, moment in ((_("Met"), clock.met_at), (_("Ended"), clock.stopped_at))
            if moment is not None
        ),
    ]


def _stretch_words(pause: Pause, today: date) -> str:
    if pause.ended_at is None:
        return _("since %(moment)s") % {"moment": short_moment(pause.began_at, today)}
    return _("%(start)s to %(end)s") % {
        "start": short_moment(pause.began_at, today),
        "end": short_moment(pause.ended_at, today),
    }


def arithmetic_of(book: ClockBook, clock: TicketClock, *, label: str) -> list[dict[str, Any]]:
    """Return the way from the opening to when a time is used up: each stretch that counted, what was left."""
    way, lines = book.way_of(clock), []
    left, since = clock.minutes * MINUTE, clock.started_at
    for pause in book.pauses(clock):
        used = way.seconds_between(since, pause.began_at)
        if used >= left:
            break
        left -= used
        lines.append(_line(book, Pause(since, pause.began_at), span(used, clock.basis)))
        if pause.ended_at is None:
            return [*lines, total(_("left when the wait ends"), span(left, clock.basis))]
        since = max(since, pause.ended_at)
    due_at = way.after(since, left)
    lines.append(_line(book, Pause(since, due_at), span(left, clock.basis)))
    return [*lines, total(label, short_moment(due_at, book.today))]


def _line(book: ClockBook, stretch: Pause, counted: str) -> dict[str, Any]:
    return {"term": _stretch_words(stretch, book.today), "result": counted, "total": False}


def total(term: str, result: str) -> dict[str, Any]:
    return {"term": term, "result": result, "total": True}
