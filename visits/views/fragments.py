"""Pieces of other apps' pages: the calls of a ticket, the lane of calls on a unit's life line."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from equipment.life_line import LifeScale
from equipment.models import Equipment
from regulation.calendars import local_day
from tickets.models import Ticket
from visits import lane, listing, permissions, queue
from visits.models import Visit

if TYPE_CHECKING:
    from visits.querysets import VisitQuerySet


@require_GET
def for_ticket(request: ActorRequest, ticket_number: str) -> HttpResponse:
    """Show the call after a ticket's service, and the call the ticket was opened out of."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), number=ticket_number)
    visible = _visible(request)
    shown = {
        "rows": _rows(visible.filter(ticket=ticket)),
        "origin": visible.filter(opened_ticket=ticket).first(),
        "ticket": ticket,
    }
    return _piece(request, "visits/for_ticket.html", shown)


@require_GET
def life_lane(request: ActorRequest, serial_number: str) -> HttpResponse:
    """Draw a unit's calls on the scale the page asks for."""
    unit = _unit(request, serial_number)
    scale = LifeScale.asked(request.GET, today=local_day(timezone.now()))
    drawn = lane.lane(_visible(request).filter(equipment=unit), scale)
    return render(request, "visits/life_lane.html", drawn)


def _piece(request: ActorRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """Answer a script with the table alone, an ordinary visit with a page around it."""
    return render(request, f"{template}#calls" if request.htmx else template, shown)


def _unit(request: ActorRequest, serial_number: str) -> Equipment:
    return get_object_or_404(Equipment.objects.visible_to(request.user), serial_number=serial_number)


def _visible(request: ActorRequest) -> "VisitQuerySet":
    """Return the calls that exist for the person: another dealer's call after service is not among them."""
    if not permissions.may_see(request.user):
        raise PermissionDenied
    return Visit.objects.visible_to(request.user)


def _rows(visits: "VisitQuerySet") -> list[dict[str, Any]]:
    today = local_day(timezone.now())
    rules = queue.rules_of(today)
    return [listing.row(visit, today, rules=rules) for visit in visits.with_names()]
