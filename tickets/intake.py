"""Finding the machine while the customer is on the line, and what is known of it (D3, D13)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from dealers.services import dealer_for, find_division
from equipment.models import Equipment
from equipment.permissions import may_correct_contact
from records.pagination import first_found
from records.wording import short_day
from regulation.calendars import local_day
from regulation.services import load_editions
from tickets.choices import REPAIRS
from tickets.filters import search_terms
from tickets.models import Ticket
from tickets.states import FINAL, TicketStatus
from tickets.unit_history import Known, tickets_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dealers.models import Division, User

SHORTEST: Final = 2
MOST_FOUND: Final = 8
MOST_EARLIER: Final = 3


def matches(text: str, *, actor: "User") -> list[dict[str, Any]]:
    """Return the units meant by a phone number, its last four digits, a part of a serial number or a name."""
    if len(text.strip()) < SHORTEST:
        return []
    rows = Equipment.objects.visible_to(actor).with_names().matching(**search_terms(text))
    units = list(rows.order_by("serial_number")[:MOST_FOUND])
    unfinished = _unfinished(units)
    return [{"unit": unit, "unfinished": unfinished.get(unit.pk, 0)} for unit in units]


def _unfinished(units: "Iterable[Equipment]") -> dict[int, int]:
    """Count the unfinished tickets of units, whoever serves them."""
    found: dict[int, int] = {}
    rows = Ticket.objects.filter(equipment__in=list(units)).exclude(status__in=FINAL)
    for pk in rows.values_list("equipment", flat=True):
        found[pk or 0] = found.get(pk or 0, 0) + 1
    return found


def unit_card(unit: Equipment, *, actor: "User", today: date) -> dict[str, Any]:
    """Return what to know of the chosen unit before writing: warranty, open tickets, the latest ones."""
    known = tickets_of(unit, actor)
    ends_on = unit.warranty_ends_on
    return {
        "unit": unit,
        "warranty": _warranty(ends_on, today),
        "warranty_tone": "good" if ends_on and ends_on >= today else "warn",
        "may_correct": may_correct_contact(actor, unit.customer),
        "repeats": _would_repeat(known, today),
        "unfinished": [_line(one, today) for one in known if one.is_unfinished],
        "earlier": [_line(one, today) for one in known if not one.is_unfinished][:MOST_EARLIER],
    }


def _would_repeat(known: list[Known], today: date) -> dict[str, Any] | None:
    """Say which repairs a new one would repeat, by the regulation in force today (D13)."""
    edition = load_editions().in_force(today)
    months = edition.parameters.repairs.repeated_within_months
    since = today - relativedelta(months=months)
    found = [one for one in known if _is_repair_since(one.ticket, since)]
    if not found:
        return None
    lines = [_line(one, today) for one in found]
    return {"lines": lines, "count": len(lines), "months": months, "version": edition.number, "since": since}


def _is_repair_since(ticket: Ticket, since: date) -> bool:
    is_repair = ticket.kind in REPAIRS and ticket.status != TicketStatus.CANCELLED
    return is_repair and local_day(ticket.opened_at) >= since


def open_tickets(text: str, *, actor: "User", today: date) -> list[dict[str, Any]]:
    """Return the unfinished tickets of whoever calls: going on with one comes before opening another (D1)."""
    if len(text.strip()) < SHORTEST:
        return []
    rows = Ticket.objects.visible_to(actor).open()
    found = rows.matching(**search_terms(text)).order_by("-opened_at", "-pk")
    return [
        _line(Known(ticket, is_mine=True), today) | {"customer": str(ticket.customer or ticket.contact_name)}
        for ticket in first_found(found, most=MOST_EARLIER, dressed=rows.with_names())
    ]


def _warranty(ends_on: date | None, today: date) -> str:
    if ends_on is None:
        return _("Not installed yet")
    if ends_on < today:
        return _("Out of warranty from %(day)s") % {"day": short_day(ends_on + timedelta(days=1), today)}
    return _("In warranty up to %(day)s") % {"day": short_day(ends_on, today)}


def _line(one: Known, today: date) -> dict[str, Any]:
    return {
        "number": one.ticket.number if one.is_mine else "",
        "url": one.ticket.get_absolute_url() if one.is_mine else "",
        "kind": one.ticket.get_kind_display(),
        "status": TicketStatus(one.ticket.status).label,
        "day": short_day(one.ticket.opened_at, today),
        "subject": one.ticket.description[:60] if one.is_mine else "",
    }


def place_found(place: str, corrected: "Division | None", *, actor: "User") -> dict[str, Any]:
    """Return the division a place lies in, and for headquarters whom it will be offered to (D4)."""
    division = corrected or (find_division(place) if place.strip() else None)
    dealer = dealer_for(division.code) if division is not None and actor.is_head_office else None
    return {"division": division, "served_by": dealer, "is_head_office": actor.is_head_office, "place": place}
