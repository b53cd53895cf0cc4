"""A wait, a promised answer and the linked tickets, as the page of a ticket shows them (D3, D10)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from records.wording import short_day, short_moment
from regulation.calendars import local_day
from regulation.choices import ClockKind, TimeBasis
from regulation.explain import cite_clause
from regulation.worktime import MINUTE
from tickets.around import Around
from tickets.clock_page import ClockBook, clock_rows, span
from tickets.models import Ticket, TicketEvent, TicketPromise, TicketWait
from tickets.services.clocks import counted_by
from tickets.services.waiting import version_of

if TYPE_CHECKING:
    from dealers.models import User

CLAUSE = "D10"


def wait_facts(ticket: Ticket, events: Sequence[TicketEvent], today: date) -> dict[str, Any] | None:
    """Return for what a ticket waits, who is asked again when, and what ends it; nothing if it does not.

    The steps were fetched with the waits and the promises that they begin.
    """
    waits = (event.begins_wait for event in events if hasattr(event, "begins_wait"))
    wait = next((wait for wait in waits if wait.ended_id is None), None)
    if wait is None:
        return None
    again = {"who": wait.asked, "day": short_day(ticket.chase_on, today)} if ticket.chase_on else None
    return {
        "reason": wait.get_reason_display(),
        "note": wait.note,
        "since": short_moment(wait.began.at, today),
        "again": _("%(who)s is asked again: %(day)s") % again if again else "",
        "chased": wait.chased,
        "ends": _ends(wait, today),
        "pauses": wait.pauses,
        "is_due": bool(ticket.chase_on and ticket.chase_on <= today),
    }


def _ends(wait: TicketWait, today: date) -> str:
    if wait.ends_at is None:
        return _("It ends %(when)s.") % {"when": wait.ends_with}
    known = {"when": wait.ends_with, "moment": short_moment(wait.ends_at, today)}
    if wait.reason == "day":
        return _("It ends by itself on %(moment)s.") % known
    return _("It ends %(when)s, by itself on %(moment)s at the latest.") % known


def times(book: ClockBook, events: Sequence[TicketEvent], at: datetime) -> list[dict[str, Any]]:
    """Return what runs: what the customer was promised, and behind it what is owed inside alone (D5)."""
    promising = (event for event in events if hasattr(event, "makes_promise"))
    rows = [
        *clock_rows(book),
        *(
            _promise_row(book.ticket, event, at)
            for event in promising
            if event.makes_promise.ended_id is None
        ),
    ]
    return sorted(rows, key=lambda row: bool(row["is_inner"]))


def _promise_row(ticket: Ticket, event: TicketEvent, at: datetime) -> dict[str, Any]:
    """Return an open promised answer as one more clock of the page."""
    promise = event.makes_promise
    promise.ticket = ticket
    left, is_late = _left(promise, at)
    return {
        "kind": ClockKind.PROMISE.value,
        "name": ClockKind.PROMISE.label,
        "is_inner": False,
        "window": _window(promise, at),
        "says": _says(left, is_late=is_late),
        "tone": "bad" if is_late else "",
        "alerted": getattr(event, "alerted", None) or "",
        "limit": short_moment(promise.until, local_day(at)),
        "why": reverse("tickets:why", args=[ticket.number, ClockKind.PROMISE.value]),
    }


def _open_promise(ticket: Ticket, actor: "User") -> TicketPromise | None:
    rows = TicketPromise.objects.visible_to(actor).filter(ticket=ticket).open()
    return rows.select_related("made__actor").first() if ticket.promised_until else None


def _left(promise: TicketPromise, at: datetime) -> tuple[int, bool]:
    """Return how many seconds of working time are left, or over."""
    counted = counted_by(version_of(promise.ticket, at), {TimeBasis.WORKING})[TimeBasis.WORKING]
    if promise.until < at:
        return counted.seconds_between(promise.until, at), True
    return counted.seconds_between(at, promise.until), False


def _says(seconds: int, *, is_late: bool) -> str:
    said = _("%(span)s overdue") if is_late else _("%(span)s left")
    return said % {"span": span(seconds, TimeBasis.WORKING)}


def _window(promise: TicketPromise, at: datetime) -> dict[str, Any]:
    return {
        "opens": promise.made.at,
        "closes": promise.until,
        "now": at,
        "name": ClockKind.PROMISE.label,
        "tone": "bad" if promise.until < at else "",
    }


def why_promise(ticket: Ticket, actor: "User", *, at: datetime, link: str) -> dict[str, Any] | None:
    """Return the why of a promised answer: who promised it when, and how lateness counts (D10, K2)."""
    promise = _open_promise(ticket, actor)
    if promise is None:
        return None
    version, today = version_of(ticket, at), local_day(at)
    left, is_late = _left(promise, at)
    made_by = promise.made.actor
    return {
        "subject": ticket.number,
        "conclusion": _("%(clock)s: due %(moment)s, %(standing)s")
        % {
            "clock": ClockKind.PROMISE.label,
            "moment": short_moment(promise.until, today),
            "standing": _says(left, is_late=is_late),
        },
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {"label": str(version), "detail": "", "url": version.get_absolute_url()},
        "inputs": [
            {"label": _("Promised"), "value": short_moment(promise.made.at, today)},
            {"label": _("Promised by"), "value": str(made_by) if made_by else _("by itself")},
            {"label": _("What was promised"), "value": promise.made.note or "—"},
        ],
        "window": _window(promise, at),
        "arithmetic": [
            {
                "term": _("working time until then") if not is_late else _("working time since then"),
                "result": span(left - left % MINUTE, TimeBasis.WORKING),
                "total": True,
            }
        ],
        "more": "",
        "link": link,
        "computed": "",
    }


def beside(ticket: Ticket, around: Iterable[Around], today: date) -> dict[str, Any]:
    """Return the tickets of the same fault before and after, where it goes on, and what belongs to it.

    Of all of them only those that are the person's to read (L2).
    """
    mine = [one for one in around if one.is_mine]
    known = {one.ticket.pk: one.ticket for one in mine}
    linked = [(one.linked_at, one) for one in mine if one.linked_at is not None]
    return {
        "before": known.get(ticket.previous_id or 0),
        "after": next((row for row in known.values() if row.previous_id == ticket.pk), None),
        "into": known.get(ticket.merged_into_id or 0),
        "others": [
            {
                "ticket": one.ticket,
                "subject": subject(one.ticket),
                "status": one.ticket.get_status_display(),
                "reason": one.reason,
                "made": short_moment(linked_at, today),
            }
            for linked_at, one in sorted(linked, key=lambda pair: (pair[0], pair[1].ticket.pk))
        ],
    }


def subject(ticket: Ticket) -> str:
    """Return the title of a ticket: the first line of what was said, else its kind."""
    lines = ticket.description.strip().splitlines()
    return lines[0] if lines else str(ticket.get_kind_display())
