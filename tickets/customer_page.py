"""What customers read, in plain words: warranty, promises, how a repair stands (C4, C9, C11, D20)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from equipment.models import ProductGuide
from equipment.warranty_words import hours_words
from records.wording import short_day, short_moment
from regulation.calendars import local_day
from regulation.choices import ClockKind, WaitReason
from tickets.appointments import window_words
from tickets.models import Ticket, TicketClock
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from equipment.models import Equipment, Maintenance, Product, ProductTerms
    from tickets.querysets import TicketQuerySet


def warranty_says(unit: "Equipment", *, today: date) -> dict[str, str]:
    """Say whether the warranty holds and until when, with the reason where it does not (C4)."""
    ends, begun = unit.warranty_ends_on, unit.installed_on
    if ends is None:
        return {
            "short": _("Not installed yet"),
            "long": _("The warranty begins on the day of the installation."),
            "tone": "warn",
            "icon": "tool",
        }
    days = {"begun": short_day(begun, today), "ends": short_day(ends, today)}
    if ends < today:
        return {
            "short": _("Warranty ended on %(ends)s") % days,
            "long": _("It ran from %(begun)s to %(ends)s. Before a repair that costs something we ask you.")
            % days,
            "tone": "warn",
            "icon": "shield-off",
        }
    return {
        "short": _("In warranty until %(ends)s") % days,
        "long": "",
        "tone": "good",
        "icon": "shield-check",
    }


def maintenance_says(unit: "Equipment", *, today: date) -> list[str]:
    """Say of each maintenance when it is due, by day, by operating hours, or whichever comes first (C5)."""
    return [_due_says(line, today=today) for line in unit.maintenance.coming()]


def _due_says(line: "Maintenance", *, today: date) -> str:
    known: dict[str, Any] = {"what": line, "limit": hours_words(line.hours_limit or 0)}
    if line.due_on is None:
        return _("%(what)s: due at %(limit)s") % known
    known["day"] = short_day(line.due_on, today)
    if line.due_on < today:
        return _("%(what)s: was due %(day)s. Call us for a day.") % known
    if line.hours_limit is None:
        return _("%(what)s: due %(day)s") % known
    return _("%(what)s: due %(day)s, or at %(limit)s if that comes first") % known


def promises(terms: "ProductTerms | None") -> list[dict[str, str]]:
    """Return the promised times of a model as sentences (C11)."""
    if terms is None:
        return []
    hours = (
        ("phone-calling", terms.respond_hours, _call_back),
        ("car", terms.attend_hours, _come),
        ("circle-check", terms.repair_hours, _mend),
    )
    return [{"icon": icon, "text": sentence(n) % {"n": n}} for icon, n, sentence in hours if n is not None]


def guides_of(product: "Product", *, on: date) -> list[dict[str, str]]:
    """Return the guides of a model that are open, those in the reader's language first (C9)."""
    read = get_language()
    open_ones = ProductGuide.objects.open_to_customers(product, on=on)
    return [
        {
            "title": guide.title,
            "code": guide.file.code,
            "size": filesizeformat(guide.file.size),
            "language": guide.language,
            "other": "" if guide.language == read else str(guide.get_language_display()),
        }
        for guide in sorted(open_ones, key=lambda one: one.language != read)
    ]


def _call_back(n: int) -> str:
    return ngettext("We call you within %(n)s hour", "We call you within %(n)s hours", n)


def _come(n: int) -> str:
    return ngettext("We are with you within %(n)s hour", "We are with you within %(n)s hours", n)


def _mend(n: int) -> str:
    return ngettext("It works again within %(n)s hour", "It works again within %(n)s hours", n)


# ── how a repair stands ──

S: Final = TicketStatus
MOST_SHOWN: Final = 20
LONG_NAME: Final = 4  # characters; a longer name is no Chinese one
WAY: Final = (
    (frozenset({S.NEW, S.OFFERED}), "new"),
    (frozenset({S.ACCEPTED}), "taken"),
    (frozenset({S.ASSIGNED, S.WAITING}), "working"),
    (frozenset({S.RESOLVED}), "done"),
    (frozenset({S.CLOSED}), "closed"),
)


def stands(ticket: Ticket) -> str:
    """Say in a few words how a repair stands."""
    if ticket.wait_reason == WaitReason.QUOTE:
        return _("We wait for your answer to our quote")
    words = {
        S.NEW: _("We have it and look for who comes"),
        S.OFFERED: _("We have it and look for who comes"),
        S.ACCEPTED: _("The service near you has taken it on"),
        S.ASSIGNED: _("An engineer is on it"),
        S.WAITING: _("It rests for a while; we go on with it"),
        S.RESOLVED: _("Done: does it work again?"),
        S.CLOSED: _("Finished"),
        S.CANCELLED: _("Cancelled"),
    }
    return words[S(ticket.status)]


def way(ticket: Ticket, *, at: datetime) -> list[dict[str, str]]:
    """Return the steps of a repair, those done with their time: no inner note, no name (B9)."""
    today, reached = local_day(at), {}
    for event in ticket.events.done().in_order():
        reached[event.target] = event.at
    here = next((n for n, (statuses, _code) in enumerate(WAY) if ticket.status in statuses), len(WAY))
    steps = []
    for n, (statuses, code) in enumerate(WAY):
        times = [reached[status] for status in statuses if status in reached]
        is_past = n <= here and bool(times)
        steps.append(
            {
                "label": _step(code),
                "at": short_moment(ticket.opened_at if n == 0 else max(times), today) if is_past else "",
                "state": _state(n, here, is_over=ticket.status == S.CLOSED),
            }
        )
    return steps


def _step(code: str) -> str:
    return {
        "new": _("Reported"),
        "taken": _("Taken on by the service near you"),
        "working": _("An engineer is on it"),
        "done": _("Repaired"),
        "closed": _("You confirm it"),
    }[code]


def _state(n: int, here: int, *, is_over: bool) -> str:
    if n < here or is_over:
        return "done"
    return "current" if n == here else "todo"


def first_name(name: str) -> str:
    """Return how customers hear of an engineer: by the family name in Chinese, else the first one (B9)."""
    parts = name.split()
    if len(parts) > 1 or len(name) > LONG_NAME or name.isascii():
        return parts[0] if parts else ""
    return _("Engineer %(name)s") % {"name": name[0]}


def due_times(ticket: Ticket, *, at: datetime) -> list[str]:
    """Return when somebody comes, what is still promised and until when (D3, D5, D20)."""
    sentences = {
        ClockKind.RESPOND: _("We answer by %(time)s"),
        ClockKind.ATTEND: _("We are with you by %(time)s"),
        ClockKind.FIX: _("It works again by %(time)s"),
    }
    running: list[TicketClock] = [
        clock
        for clock in ticket.clocks.all()
        if clock.is_running and clock.due_at is not None and clock.due_at > at
    ]
    told = sorted((clock.due_at, clock.kind) for clock in running if clock.kind in sentences)
    today = local_day(at)
    promised = [sentences[ClockKind(kind)] % {"time": short_moment(due_at, today)} for due_at, kind in told]
    return [*_comes(ticket, at=at), *promised]


def _comes(ticket: Ticket, *, at: datetime) -> list[str]:
    agreed = ticket.appointments.agreed().filter(ends_at__gt=at).first()
    return [_("We come %(window)s") % {"window": window_words(agreed, local_day(at))}] if agreed else []


def open_tickets(unit: "Equipment", *, today: date) -> list[dict[str, Any]]:
    """Return the open repairs of a unit as who stands before it may know them: nothing of a person (B6)."""
    return _rows(Ticket.objects.of_unit(unit.pk).open(), today)


def recent_tickets(unit: "Equipment", *, today: date) -> list[dict[str, Any]]:
    """Return the newest repairs of a unit to who has the phone on file."""
    return _rows(Ticket.objects.of_unit(unit.pk), today)


def _rows(rows: "TicketQuerySet", today: date) -> list[dict[str, Any]]:
    return [
        {
            "number": ticket.number,
            "kind": ticket.get_kind_display(),
            "day": short_day(ticket.opened_at, today),
            "stands": stands(ticket),
            "is_open": ticket.is_open,
        }
        for ticket in rows.order_by("-opened_at", "-pk")[:MOST_SHOWN]
    ]
