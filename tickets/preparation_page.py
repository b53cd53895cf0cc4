"""The preparation of a trip as the desk's column and the phone show it (D6)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from records.wording import short_moment
from regulation.calendars import local_day
from tickets import permissions
from tickets.appointments import window_words
from tickets.choices import AT_THE_BENCH, PreparationKind
from tickets.models import PreparationItem, Ticket, TicketAppointment
from tickets.services import FAULT_CHECK, is_fault_confirmed
from tickets.states import QUOTED_IN

if TYPE_CHECKING:
    from dealers.models import User

MOST_NAMED: Final = 3  # in one line of the list of jobs


def is_prepared_for(ticket: Ticket) -> bool:
    """Say whether somebody will go to the machine and has not been there yet."""
    return ticket.status in QUOTED_IN and ticket.kind not in AT_THE_BENCH


def preparation(ticket: Ticket, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return the list with what ticks itself, how many are ready, and what is missing that must not be."""
    today = local_day(at)
    items = PreparationItem.objects.visible_to(actor).filter(ticket=ticket).select_related("ready_by")
    rows = [_row(ticket, item, actor=actor, today=today) for item in items.in_order()]
    agreed = TicketAppointment.objects.visible_to(actor).filter(ticket=ticket).agreed().first()
    if rows:
        rows.insert(0, _appointment(agreed, today))
    asked = [row for row in rows if row["is_needed"]]
    return {
        "ticket": ticket,
        "items": rows,
        "ready": sum(row["is_ready"] for row in asked),
        "asked": len(asked),
        "lacking": [row["name"] for row in asked if not row["is_ready"]],
        "may_prepare": permissions.may_prepare(actor, ticket),
    }


def _row(ticket: Ticket, item: PreparationItem, *, actor: "User", today: date) -> dict[str, Any]:
    is_fault = item.kind == PreparationKind.CHECK and item.name == FAULT_CHECK
    by_fact = is_fault and not item.is_ready and is_fault_confirmed(ticket)
    return {
        "key": item.name,
        "name": _("Fault confirmed with the customer") if is_fault else str(item),
        "kind": item.get_kind_display(),
        "is_needed": item.is_needed,
        "is_ready": item.is_ready or by_fact,
        "ticks_itself": by_fact,
        "may_drop": item.kind != PreparationKind.CHECK,
        "source": item.source,
        "cases": _cases(item),
        "cases_url": _cases_url(ticket, item),
        "who": _who(item, actor, today),
    }


def _appointment(agreed: TicketAppointment | None, today: date) -> dict[str, Any]:
    """Return the check that ticks itself: the appointment confirmed, and again after each change of it."""
    is_ready = agreed is not None and agreed.confirmed_at is not None
    return {
        "key": "",
        "name": _("Appointment confirmed again"),
        "is_needed": True,
        "is_ready": is_ready,
        "ticks_itself": True,
        "source": window_words(agreed, today) if agreed else _("no time is agreed"),
    }


def _who(item: PreparationItem, actor: "User", today: date) -> str:
    if item.ready_by is None or item.ready_at is None or not permissions.may_name(actor, item.ready_by):
        return ""
    return f"{short_moment(item.ready_at, today)} {item.ready_by}"


def _cases(item: PreparationItem) -> str:
    if item.cases is None:
        return ""
    return _("%(cases)s of %(of_cases)s cases") % {"cases": item.cases, "of_cases": item.of_cases}


def _cases_url(ticket: Ticket, item: PreparationItem) -> str:
    """Return the address of the cases that were counted: the tickets on which it was used."""
    if item.cases is None or ticket.product is None or ticket.fault_class is None:
        return ""
    asked = {"product": ticket.product.code, "fault_class": ticket.fault_class.code, "used": item.name}
    return f"{reverse('tickets:list')}?{urlencode(asked)}"


def kit(items: Iterable[PreparationItem]) -> dict[str, Any] | None:
    """Say in one line of the list of jobs what is in the van, or what is missing."""
    things = [one for one in items if one.kind != PreparationKind.CHECK]
    missing = [str(one) for one in things if one.is_needed and not one.is_ready]
    there = [str(one) for one in things if one.is_ready]
    if missing:
        return {"is_missing": True, "said": _("missing: %(what)s") % {"what": _some(missing)}}
    return {"is_missing": False, "said": _("%(what)s in the van") % {"what": _some(there)}} if there else None


def _some(names: list[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + ("…" if len(names) > MOST_NAMED else "")
