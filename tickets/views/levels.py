"""The service levels of a version of the regulation, in the order in which they are tried (D3, C11)."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from regulation.calendars import local_day
from regulation.models import RegulationVersion
from tickets import level_table

LONGEST_NUMBER: Final = 9  # digits: a longer one names no version, and a very long one is no number to Python


@require_GET
def levels(request: ActorRequest) -> HttpResponse:
    """Show the levels of the version asked for, else of the one in force today."""
    if not request.user.is_regulation_reader:
        raise PermissionDenied
    rows = RegulationVersion.objects.visible_to(request.user)
    asked = request.GET.get("version", "")
    if asked:
        is_number = asked.isdecimal() and len(asked) <= LONGEST_NUMBER
        version = rows.filter(number=asked).first() if is_number else None
    else:
        version = rows.in_force(local_day(timezone.now())).first()
    if version is None:
        raise Http404
    shown = {
        "version": version,
        "heads": level_table.heads(),
        "levels": level_table.table(version.levels.in_order()),
    }
    return render(request, "tickets/levels.html", shown)
