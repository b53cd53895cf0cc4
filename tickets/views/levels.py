"""The service levels of a version of the regulation, in the order in which they are tried (D3, C11)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from regulation.asked import version_asked
from regulation.calendars import local_day
from tickets import level_table


@require_GET
def levels(request: ActorRequest) -> HttpResponse:
    """Show the levels of the version asked for, else of the one in force today."""
    if not request.user.is_regulation_reader:
        raise PermissionDenied
    asked = request.GET.get("version", "")
    version = version_asked(request.user, asked, on=local_day(timezone.now()))
    if version is None:
        raise Http404
    shown = {
        "version": version,
        "heads": level_table.heads(),
        "levels": level_table.table(version.levels.in_order()),
    }
    return render(request, "tickets/levels.html", shown)
