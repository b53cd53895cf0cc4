"""The list of all calls with its saved views and its file, the record of one call, and its why."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from dealers.requests import ActorRequest
from records.exports import excel_response
from records.listing import (
    current_own_view,
    found_rows,
    rows_to_export,
    sort_heads,
    tokens,
    with_own_views,
    without,
)
from records.models import SavedView
from records.pagination import KeysetPagination
from regulation.calendars import local_day
from visits import explain, listing, permissions, queue, record
from visits.filters import AHEAD, EVER, ORDERINGS, SO_FAR, VisitFilter
from visits.models import Visit
from visits.views.requests import visible_visit

if TYPE_CHECKING:
    from visits.querysets import VisitQuerySet


@require_GET
def list_calls(request: ActorRequest) -> HttpResponse:
    """Show calls by the conditions in the address: those so far, for what lies ahead is a view of its own."""
    rows, at = _visible(request), timezone.now()
    if not request.GET:
        return HttpResponseRedirect(f"?when={SO_FAR}")
    found = VisitFilter(request.GET, queryset=rows, request=request)
    sort = _sort(request)
    pages: Any = KeysetPagination()
    pages.ordering = ORDERINGS[sort]
    try:
        visits = pages.paginate_queryset(found_rows(found, rows).with_names(), Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark of another sort order: start at the first page
        return HttpResponseRedirect(f"?{without(request, 'cursor')}")
    today = local_day(at)
    rules = queue.rules_of(today)
    saved = SavedView.objects.visible_to(request.user)
    groups = with_own_views(
        request, listing.views(request, rows, today=today), saved=saved, page=listing.PAGE
    )
    shown: dict[str, Any] = {
        "rows": [listing.row(visit, today, rules=rules) for visit in visits or []],
        "count": len(visits or []),
        "filter": found,
        "tokens": _tokens(found, request),
        "heads": sort_heads(request, sort, listing.SORTS),
        "groups": groups,
        "current_view": current_own_view(groups),
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
        "may_export": permissions.may_export(request.user),
        "may_call": permissions.may_call(request.user),
        "query": without(request, "cursor", "limit"),
        "today": today,
    }
    return render(request, "visits/list.html", shown)


@require_GET
def export(request: ActorRequest) -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (C10)."""
    rows, at = _visible(request), timezone.now()
    if not permissions.may_export(request.user):
        raise PermissionDenied
    rows = rows_to_export(VisitFilter(request.GET, queryset=rows, request=request), rows)
    return excel_response(
        actor=request.user,
        at=at,
        name=_("Calls %(day)s") % {"day": local_day(at).isoformat()},
        header=listing.EXPORT_HEADER,
        rows=listing.export_rows(rows.with_names().order_by(*ORDERINGS[_sort(request)])),
        object_type="visit",
    )


def _visible(request: ActorRequest) -> "VisitQuerySet":
    if not permissions.may_see(request.user):
        raise PermissionDenied
    return Visit.objects.visible_to(request.user)


def _sort(request: ActorRequest) -> str:
    """Return the order asked for; else what lies ahead comes soonest first, all other calls newest first."""
    wanted = request.GET.get("sort", "")
    usual = "due" if request.GET.get("when") == AHEAD else "-due"
    return wanted if wanted in ORDERINGS else usual


def _tokens(found: VisitFilter, request: ActorRequest) -> list[dict[str, str]]:
    """Return the conditions in force; who drops the last one means all calls, not the first view."""
    shown = tokens(found, request)
    return [
        token | {"remove_url": f"?when={EVER}"} if token["remove_url"] == "?" else token for token in shown
    ]


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
