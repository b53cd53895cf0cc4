"""What the queue of tickets shows: views with capped counts, rows in groups, its columns as a file."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from records.listing import capped_counts, view, with_own_views
from records.wording import duration, short_day, short_moment
from regulation.calendars import local_day
from regulation.choices import ClockKind
from tickets.alert_page import chip
from tickets.appointments import agreed_of, window_words
from tickets.choices import TicketKind, TicketPriority
from tickets.filters import CLOSED, DUE, ESCALATED, HISTORY, LATE, UNFINISHED
from tickets.models import Ticket
from tickets.states import FINAL, TicketStatus

if TYPE_CHECKING:
    from dealers.models import User
    from records.querysets import SavedViewQuerySet
    from tickets.querysets import TicketQuerySet

PAGE: Final = "tickets:list"
BY_DUE, BY_STEP, BY_DAY = "due", "step", "day"
MOST_PAUSED: Final = 20
SOON: Final = timedelta(hours=2)
# bars of a priority: how many, and how loud
BARS: Final = {"low": 1, "normal": 1, "high": 2, "urgent": 3}
STATUS_TONES: Final = {
    TicketStatus.NEW.value: "o",
    TicketStatus.OFFERED.value: "warn",
    TicketStatus.ACCEPTED.value: "info",
    TicketStatus.ASSIGNED.value: "brand",
    TicketStatus.WAITING.value: "hold",
    TicketStatus.RESOLVED.value: "good",
    TicketStatus.CLOSED.value: "",
    TicketStatus.CANCELLED.value: "",
}
# the views of one step each
STEPS: Final = {
    TicketStatus.NEW.value: (gettext_lazy("New, to dispatch"), "send"),
    TicketStatus.OFFERED.value: (gettext_lazy("Offered, to accept"), "mail-forward"),
    TicketStatus.ASSIGNED.value: (gettext_lazy("With an engineer"), "tool"),
    TicketStatus.WAITING.value: (gettext_lazy("Waiting"), "player-pause"),
    TicketStatus.RESOLVED.value: (gettext_lazy("Resolved, to close"), "file-check"),
}
SORTS: Final = {
    "number": gettext_lazy("Number"),
    "opened": gettext_lazy("Opened"),
    "due": pgettext_lazy("ticket", "Due"),
}
EXPORTED: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Kind"),
    gettext_lazy("Channel"),
    gettext_lazy("Status"),
    gettext_lazy("Priority"),
    gettext_lazy("Description"),
    gettext_lazy("Fault class"),
    gettext_lazy("Customer"),
    gettext_lazy("Contact"),
    gettext_lazy("Phone"),
    gettext_lazy("Model"),
    gettext_lazy("Serial no."),
    gettext_lazy("Place"),
    gettext_lazy("Dealer"),
    gettext_lazy("Engineer"),
    gettext_lazy("Opened"),
    pgettext_lazy("ticket", "Due"),
    gettext_lazy("Resolved"),
    gettext_lazy("Closed"),
    gettext_lazy("Outcome"),
    gettext_lazy("Cause"),
    gettext_lazy("Cost"),
    gettext_lazy("Number elsewhere"),
)


def views(
    request: HttpRequest,
    *,
    actor: "User",
    rows: "TicketQuerySet",
    saved: "SavedViewQuerySet",
    at: datetime,
) -> list[dict[str, Any]]:
    """Return the standing views with live counts up to a hundred, and the person's own (L1)."""
    counted = {LATE: rows.late(at), ESCALATED: rows.escalated(), DUE: rows.due_from(actor, on=local_day(at))}
    counts = capped_counts(counted | {status: rows.filter(status=status) for status in STEPS})
    late = view(
        request,
        query=f"only={LATE}&by={BY_DUE}",
        label=_("Overdue"),
        icon="flame",
        count=counts[LATE],
    )
    escalated = view(
        request,
        query=f"only={ESCALATED}&by={BY_DUE}",
        label=_("Escalated"),
        icon="arrow-up",
        count=counts[ESCALATED],
    )
    mine = view(request, query=f"only={DUE}", label=_("Waiting for me"), icon="inbox", count=counts[DUE])
    shared = [
        view(request, query=f"status={status}", label=str(label), icon=icon, count=counts[status])
        for status, (label, icon) in STEPS.items()
    ]
    whole = [
        view(request, query=f"only={UNFINISHED}", label=_("All open"), icon="list"),
        view(request, query=f"only={CLOSED}", label=_("Closed tickets"), icon="lock"),
        view(request, query=f"only={HISTORY}", label=_("Imported history"), icon="history"),
    ]
    standing = [
        {"label": _("Mine"), "views": [mine]},
        {"label": _("Shared views"), "views": [late, escalated, *shared, *whole]},
    ]
    return with_own_views(request, standing, saved=saved, page=PAGE)


# ── rows ──


def row(ticket: Ticket, *, at: datetime) -> dict[str, Any]:
    """Return one ticket as the queue shows it."""
    today = local_day(at)
    return {
        "number": ticket.number,
        "url": ticket.get_absolute_url(),
        "kind": TicketKind(ticket.kind).label,
        "priority": TicketPriority(ticket.priority).label,
        "subject": _subject(ticket),
        "whole": ticket.description,
        "is_repeat": ticket.previous_id is not None,
        "customer": str(ticket.customer or ticket.contact_name or ticket.place_text),
        "machine": ticket.product.code if ticket.product else ticket.product_text,
        "serial": ticket.serial_number or ticket.unit_text,
        "status": TicketStatus(ticket.status).label,
        "waits": ticket.status == TicketStatus.WAITING,
        "tone": STATUS_TONES[ticket.status],
        **_agreed(ticket, today),
        "served_by": _served_by(ticket),
        "engineer": ticket.engineer.name if ticket.engineer else "",
        "is_served": ticket.dealer is not None or ticket.engineer is not None,
        "alert": chip(ticket.alert),
        "bars": 0 if ticket.came_in_closed else BARS[ticket.priority],
        "due": _due(ticket, at=at),
        "opened": short_day(ticket.opened_at, today),
        "moved": _since(at - ticket.moved_at)
        if ticket.status not in FINAL
        else short_day(ticket.moved_at, today),
    }


def _due(ticket: Ticket, *, at: datetime) -> dict[str, Any] | None:
    """Return the window of what is due next, from the opening on, in the time of a clock on the wall (D3)."""
    if ticket.due_at is None:
        return None
    name = ClockKind(ticket.due_clock).label
    return {
        "opens": ticket.opened_at,
        "closes": ticket.due_at,
        "now": at,
        "name": name,
        "tight": True,
        "ticks": True,
    }


def _agreed(ticket: Ticket, today: date) -> dict[str, str]:
    """Say of a row fetched `with_agreed` when somebody comes: the window, and in few words its begin (D5)."""
    agreed = agreed_of(ticket)
    if agreed is None:
        return {"agreed": "", "comes": ""}
    comes = _("Comes %(moment)s") % {"moment": short_moment(agreed.begins_at, today)}
    return {"agreed": window_words(agreed, today), "comes": comes}


def _subject(ticket: Ticket) -> str:
    """Return what a row is read by: the first line of the request, else what an imported row tells."""
    known = (ticket.description.strip(), ticket.cause, ticket.outcome, ticket.product_text, ticket.number)
    return next(text for text in known if text).splitlines()[0]


def _served_by(ticket: Ticket) -> str:
    if ticket.dealer is not None:
        return ticket.dealer.name
    if ticket.came_in_closed:
        return ""
    return _("Headquarters") if ticket.is_headquarters_own else _("not dispatched")


def _since(span: timedelta) -> str:
    return _long(span) or _("just now")


def _long(span: timedelta) -> str:
    """Write how long: the largest unit alone is enough in a row; nothing below a minute."""
    minutes = max(int(span.total_seconds() // 60), 0)
    for size in (24 * 60, 60):
        if minutes >= size:
            minutes -= minutes % size
            break
    return duration(minutes) if minutes else ""


def job_clocks(ticket: Ticket, *, given_at: datetime | None, at: datetime) -> dict[str, str]:
    """Say what counts for an engineer: how long the customer waits, and since when the job is theirs (D7)."""
    waited, had = _long(at - ticket.opened_at), _long(at - (given_at or at))
    said = {
        "waits": pgettext("job", "Waiting %(span)s") % {"span": waited} if waited else _("Just come in"),
        "given": _("Given to you %(span)s ago") % {"span": had} if had else _("Given to you just now"),
    }
    return said if given_at else said | {"given": ""}


def groups(tickets: Iterable[Ticket], *, by: str, at: datetime) -> list[dict[str, Any]]:
    """Return the rows of a page under headings: when they are due, their step, or the day of opening."""
    if by == BY_STEP:
        heads = {status.value: str(status.label) for status in TicketStatus}
        found = {ticket.pk: ticket.status for ticket in tickets}
    else:
        said = _due_span if by == BY_DUE else _opened_span
        found = {ticket.pk: said(ticket, at) for ticket in tickets}
        heads = dict.fromkeys(found.values(), "")
        heads = {head: head for head in heads}
    rows: dict[str, list[dict[str, Any]]] = {head: [] for head in heads}
    for ticket in tickets:
        rows[found[ticket.pk]].append(row(ticket, at=at))
    return [
        {"head": heads[head], "tone": "", "rows": lines, "count": len(lines)}
        for head, lines in rows.items()
        if lines
    ]


def paused_group(rows: "TicketQuerySet", *, at: datetime) -> list[dict[str, Any]]:
    """Return the first tickets whose clocks stand still, as a group behind all that is due (D3)."""
    found = list(rows.paused().with_line().order_by("moved_at", "pk")[: MOST_PAUSED + 1])
    lines = [row(ticket, at=at) for ticket in found[:MOST_PAUSED]]
    count = f"{MOST_PAUSED}+" if len(found) > MOST_PAUSED else len(lines)
    return [{"head": _("Clocks paused"), "tone": "", "rows": lines, "count": count}] if lines else []


def _due_span(ticket: Ticket, at: datetime) -> str:
    """Name the span in which a ticket is due: passed, within two hours, today, later."""
    due_at = ticket.due_at
    if due_at is None:
        return pgettext("ticket", "Not due")
    if due_at < at:
        return _("Overdue")
    if due_at - at <= SOON:
        return _("Due within two hours")
    return _("Due today") if local_day(due_at) == local_day(at) else _("Due later")


def _opened_span(ticket: Ticket, at: datetime) -> str:
    """Name the day for the last two days, the month for what is older."""
    day, today = local_day(ticket.opened_at), local_day(at)
    if (today - day).days in {0, 1}:
        return short_day(day, today)
    if (today - day).days < 7 and day < today:  # noqa: PLR2004 (a week)
        return _("the last seven days")
    return f"{day:%Y-%m}"


# ── file ──


def export_header() -> list[str]:
    return [str(name) for name in EXPORTED]


def export_rows(rows: "TicketQuerySet") -> Iterator[list[object]]:
    """Yield tickets as rows of a file; phones stay masked (C10)."""
    for ticket in rows.iterator(chunk_size=1000):
        yield [
            ticket.number,
            ticket.get_kind_display(),
            ticket.get_channel_display(),
            ticket.get_status_display(),
            "" if ticket.came_in_closed else ticket.get_priority_display(),
            ticket.description,
            str(ticket.fault_class or ""),
            str(ticket.customer or ""),
            ticket.contact_name,
            ticket.contact.masked_phone if ticket.contact else "",
            ticket.product.code if ticket.product else ticket.product_text,
            ticket.serial_number or ticket.unit_text,
            ticket.place_text,
            str(ticket.dealer or ""),
            str(ticket.engineer or ""),
            ticket.opened_at,
            ticket.due_at,
            ticket.resolved_at,
            ticket.closed_at,
            ticket.outcome,
            ticket.cause,
            ticket.cost,
            ticket.external_id,
        ]
