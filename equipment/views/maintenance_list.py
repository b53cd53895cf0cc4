"""The list of maintenance with its kept views and its file: overdue first, due, to come, done (C5)."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from equipment import maintenance_listing as listing
from equipment import permissions
from equipment.maintenance_filters import DONE, DoneFilter, MaintenanceFilter
from equipment.maintenance_rules import State
from equipment.models import Maintenance, MaintenanceDone
from equipment.views.rows import actor_of, require
from records.exports import excel_response
from records.listing import current_own_view, found_rows, rows_to_export, sort_heads, tokens, without
from records.models import SavedView
from records.pagination import KeysetPagination
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_filters import FilterSet


@require_GET
def maintenance(request: HttpRequest) -> HttpResponse:
    """List what maintenance is to come or was done, one page by key."""
    actor, today = actor_of(request), local_day(timezone.now())
    require(allowed=permissions.may_see(actor))
    if not request.GET:
        return HttpResponseRedirect(f"?state={State.OVERDUE.value}")
    rows, found, order = _asked(request)
    pages: Any = KeysetPagination()
    pages.ordering = order
    try:
        listed = pages.paginate_queryset(found_rows(found, rows).with_names(), Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark of another sort order: start at the first page
        return HttpResponseRedirect(f"?{without(request, 'cursor')}")
    planned = Maintenance.objects.visible_to(actor).planned()
    groups = listing.views(request, rows=planned, saved=SavedView.objects.visible_to(actor), today=today)
    shown = listing.done_row if _asks_done(request) else listing.row
    context = {
        "rows": [shown(row, today=today) for row in listed or []],
        "is_done": _asks_done(request),
        "filter": found,
        "tokens": tokens(found, request),
        "heads": sort_heads(request, request.GET.get("sort", "due"), listing.SORTS),
        "groups": groups,
        "current_view": current_own_view(groups),
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
        "may_export": permissions.may_export(actor),
        "query": without(request, "cursor", "limit"),
    }
    return render(request, "equipment/maintenance.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (C10, J3)."""
    actor, at = actor_of(request), timezone.now()
    require(allowed=permissions.may_export(actor))
    rows, found, order = _asked(request)
    kept = rows_to_export(found, rows).with_names().order_by(*order)
    is_done = _asks_done(request)
    return excel_response(
        actor=actor,
        at=at,
        name=f"{_('Maintenance')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_done(kept) if is_done else listing.export_rows(kept, today=local_day(at)),
        object_type="maintenance",
    )


def _asks_done(request: HttpRequest) -> bool:
    return request.GET.get("state") == DONE


def _asked(request: HttpRequest) -> "tuple[Any, FilterSet, tuple[str, ...]]":
    """Return the rows a person may see, the conditions, the order: what was done last first, else by day."""
    actor = actor_of(request)
    is_back = request.GET.get("sort") == "-due"
    rows: QuerySet[Any]
    if _asks_done(request):
        rows = MaintenanceDone.objects.visible_to(actor).standing()
        found: FilterSet = DoneFilter(request.GET, queryset=rows, request=request)
        return rows, found, ("-done_on", "-pk")
    rows = Maintenance.objects.visible_to(actor).planned()
    found = MaintenanceFilter(request.GET, queryset=rows, request=request)
    return rows, found, ("-opens_on", "-pk") if is_back else ("opens_on", "pk")
