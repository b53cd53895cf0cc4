"""The one search of the top bar: units, tickets and calls a person may see, by number, name or phone."""

import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dealers.roles import Right
from equipment import phones
from equipment.filters import EquipmentFilter
from equipment.models import Equipment
from records.pagination import first_found
from tickets.filters import TicketFilter
from tickets.listing import row as ticket_row
from tickets.models import Ticket
from visits.models import Visit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from equipment.querysets import EquipmentQuerySet
    from tickets.querysets import TicketQuerySet
    from visits.querysets import VisitQuerySet

Row = TypeVar("Row", bound=Model)
MOST_SHOWN: Final = 10
TICKETS: Final = (Right.OPEN_TICKETS, Right.DISPATCH, Right.SEE_REPORTS, Right.SEE_TICKETS)


class SearchForm(forms.Form):
    """What was typed; full-width digits and letters are read too."""

    q = forms.CharField(max_length=100, label=_("Customer, serial, ticket, phone"))

    def clean_q(self) -> str:
        return unicodedata.normalize("NFKC", self.cleaned_data["q"]).strip()


def may_search(actor: "User") -> bool:
    return any(actor.may(right) for right in (Right.SEE_EQUIPMENT, Right.SEE_VISITS, *TICKETS))


def exact(actor: "User", text: str) -> str:
    """Return the address of what bears exactly this number, empty if nothing the person sees does."""
    number = text.upper()  # as we give numbers; a plate's is folded by its field
    for rows in (
        _tickets(actor).filter(number=number),
        _units(actor).filter(serial_number=text),
        _visits(actor).filter(number=number),
    ):
        found: Any = rows.first()
        if found is not None:
            return str(found.get_absolute_url())
    return ""


def results(request: HttpRequest, actor: "User", text: str, *, at: datetime) -> dict[str, Any]:
    """Return the first of each kind; a phone number never gets into an address, so it has no list of all."""
    asked, is_phone = {"q": text}, any(phones.search_hashes(text))
    units = EquipmentFilter(asked, queryset=_units(actor).with_names(), request=request).qs
    tickets = TicketFilter(asked, queryset=_tickets(actor), request=request).qs.order_by("-opened_at", "-pk")
    calls = _visits(actor).filter(number__icontains=text).with_names()
    first_units, units_more = _first(units.order_by("-registered_at", "-pk"))
    found = first_found(tickets, most=MOST_SHOWN + 1, dressed=_tickets(actor).with_names())
    first_tickets, tickets_more = found[:MOST_SHOWN], len(found) > MOST_SHOWN
    first_calls, calls_more = _first(calls.order_by("-due_on", "-pk"))
    return {
        "units": first_units,
        "units_more": units_more,
        "tickets": [ticket_row(ticket, at=at) for ticket in first_tickets],
        "tickets_more": tickets_more,
        "calls": first_calls,
        "calls_more": calls_more,
        "units_url": "" if is_phone else _all("equipment:units", asked),
        "tickets_url": "" if is_phone else _all("tickets:list", asked),
        "most": MOST_SHOWN,
        "found": bool(first_units or first_tickets or first_calls),
    }


def _first(rows: "QuerySet[Row]") -> tuple[list[Row], bool]:
    """Return the first rows, and whether there are more."""
    found = list(rows[: MOST_SHOWN + 1])
    return found[:MOST_SHOWN], len(found) > MOST_SHOWN


def _all(name: str, asked: dict[str, str]) -> str:
    return f"{reverse(name)}?{urlencode(asked)}"


def _units(actor: "User") -> "EquipmentQuerySet":
    rows = Equipment.objects.visible_to(actor)
    return rows if actor.may(Right.SEE_EQUIPMENT) else rows.none()


def _tickets(actor: "User") -> "TicketQuerySet":
    rows = Ticket.objects.visible_to(actor)
    return rows if any(actor.may(right) for right in TICKETS) else rows.none()


def _visits(actor: "User") -> "VisitQuerySet":
    rows = Visit.objects.visible_to(actor)
    return rows if actor.may(Right.SEE_VISITS) else rows.none()
