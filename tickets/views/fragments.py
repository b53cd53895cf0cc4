"""Parts of pages: the lane of tickets on a unit's life line, what stands against a window (C2, D5, D13)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from equipment.life_line import LifeScale
from regulation.calendars import local_day
from tickets import lane, permissions
from tickets.forms import AppointForm
from tickets.unit_history import tickets_of
from tickets.views.requests import require, visible_ticket, visible_unit
from tickets.window_hints import hints


@require_GET
def life_lane(request: ActorRequest, serial_number: str) -> HttpResponse:
    """Draw a unit's tickets on the scale the page asks for."""
    unit = visible_unit(request, serial_number)
    scale = LifeScale.asked(request.GET, today=local_day(timezone.now()))
    return render(request, "tickets/life_lane.html", lane.lane(tickets_of(unit, request.user), scale))


@require_GET
def window(request: ActorRequest, number: str) -> HttpResponse:
    """Say what stands against the window that is being typed, before it is agreed with the customer (D5)."""
    ticket, at = visible_ticket(request, number), timezone.now()
    require(allowed=permissions.may_appoint(request.user, ticket))
    form = AppointForm(request.GET, ticket=ticket, actor=request.user)
    form.is_valid()
    typed = form.chosen()
    return render(request, "tickets/window.html", {"hints": hints(ticket, typed, at=at) if typed else []})
