"""A part of a unit's page: the lane of tickets on its life line (C2, D13)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from equipment.life_line import LifeScale
from regulation.calendars import local_day
from tickets import lane
from tickets.unit_history import tickets_of
from tickets.views.requests import visible_unit


@require_GET
def life_lane(request: ActorRequest, serial_number: str) -> HttpResponse:
    """Draw a unit's tickets on the scale the page asks for."""
    unit = visible_unit(request, serial_number)
    scale = LifeScale.asked(request.GET, today=local_day(timezone.now()))
    return render(request, "tickets/life_lane.html", lane.lane(tickets_of(unit, request.user), scale))
