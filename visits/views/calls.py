"""The list of all calls with its saved views and its file, the record of one call, and its why."""

from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from records.exports import excel_response
from records.models import SavedView
from records.pagination import KeysetPagination
from regulation.calendars import local_day
from visits import explain, listing, permissions, record
from visits.filters import AHEAD, SO_FAR, VisitFilter
from visits.models import Visit
from visits.views.requests import ActorRequest, visible_visit

NEWEST_FIRST: Final = ("-due_on", "-id")
SOONEST_FIRST: Final = ("due_on", "id")


@require_GET
def list_calls(request: ActorRequest) -> HttpResponse:
    """Show calls by the conditions in the address."""
    query = request.GET or QueryDict(f"when={SO_FAR}")  # what lies a year ahead is a view of its own
    chosen = _filtered(request, query)
    pages = KeysetPagination()
    order = SOONEST_FIRST if query.get("when") == AHEAD else NEWEST_FIRST
    pages.ordering = order  # type: ignore[assignment]  # a tuple is taken too
    try:
        visits = pages.paginate_queryset(chosen.qs.with_names(), Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark that is none: start at the first page
        return redirect("visits:list")
    shown = listing.page_context(
        visits or [],
        chosen,
        actor=request.user,
        query=query,
        at=timezone.now(),
        counted=Visit.objects.visible_to(request.user),
        saved=SavedView.objects.visible_to(request.user),
    )
    shown |= {"next_url": pages.get_next_link(), "previous_url": pages.get_previous_link()}
    return render(request, "visits/list.html", shown)


@require_GET
def export(request: ActorRequest) -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (C10)."""
    if not permissions.may_export(request.user):
        raise PermissionDenied
    at = timezone.now()
    rows = _filtered(request, request.GET).qs.with_names().order_by(*NEWEST_FIRST)
    return excel_response(
        actor=request.user,
        at=at,
        name=_("Calls %(day)s") % {"day": local_day(at).isoformat()},
        header=listing.EXPORT_HEADER,
        rows=listing.export_rows(rows),
        object_type="visit",
    )


def _filtered(request: ActorRequest, query: QueryDict) -> VisitFilter:
    if not permissions.may_see(request.user):
        raise PermissionDenied
    rows = Visit.objects.visible_to(request.user)
    return VisitFilter(query, queryset=rows, request=request, actor=request.user)


@require_GET
def detail(request: ActorRequest, number: str) -> HttpResponse:
    """Show the record of one call."""
    return record_page(request, visible_visit(request, number), at=timezone.now())


def record_page(request: ActorRequest, visit: Visit, *, at: datetime, phone: str = "") -> HttpResponse:
    """Render the record of a call; `phone` is the whole number just revealed."""
    shown = record.record(visit, actor=request.user, today=local_day(at), phone=phone)
    return render(request, "visits/detail.html", shown)


@require_GET
def why(request: ActorRequest, number: str) -> HttpResponse:
    """Explain a call's window, or what its attempts count for (K2)."""
    visit = visible_visit(request, number)
    link = request.get_full_path()
    today = local_day(timezone.now())
    is_about_attempts = request.GET.get("about") == "attempts" and request.user.is_head_office
    explained = explain.why_attempts if is_about_attempts else explain.why_window
    shown = {"why": explained(visit, today=today, link=link), "visit": visit}
    return render(request, "visits/why.html#panel" if request.htmx else "visits/why.html", shown)
