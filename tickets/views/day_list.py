"""The list of day plans with its kept views and its file: one line an engineer and day (D18)."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from records.exports import excel_response
from records.listing import current_own_view, found_rows, rows_to_export, sort_heads, tokens, without
from records.models import SavedView
from records.pagination import KeysetPagination
from regulation.calendars import local_day
from tickets import permissions
from tickets.days import listing
from tickets.days.filters import EVER, ORDERINGS, DayPlanFilter
from tickets.models import DayPlan
from tickets.views.requests import require

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.days.querysets import DayPlanQuerySet


@require_GET
def days(request: "ActorRequest") -> HttpResponse:
    """List the days a person may see, filtered and sorted, one page by key."""
    rows, at = _visible(request), timezone.now()
    if not request.GET:
        return HttpResponseRedirect(f"?only={EVER}")
    found, sort = DayPlanFilter(request.GET, queryset=rows, request=request), _sort(request)
    pages: Any = KeysetPagination()
    pages.ordering = ORDERINGS[sort]
    try:
        listed = pages.paginate_queryset(_sorted(found_rows(found, rows), sort), Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark of another sort order: start at the first page
        return HttpResponseRedirect(f"?{without(request, 'cursor')}")
    saved = SavedView.objects.visible_to(request.user)
    groups = listing.views(request, rows=rows, saved=saved, today=local_day(at))
    shown = {
        "rows": [listing.row(plan, at=at) for plan in listed or []],
        "filter": found,
        "tokens": _tokens(found, request),
        "heads": sort_heads(request, sort, listing.SORTS),
        "groups": groups,
        "current_view": current_own_view(groups),
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
        "may_export": permissions.may_export(request.user),
        "query": without(request, "cursor", "limit"),
    }
    return render(request, "tickets/days/list.html", shown)


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (J3)."""
    rows, at = _visible(request), timezone.now()
    require(allowed=permissions.may_export(request.user))
    found, sort = DayPlanFilter(request.GET, queryset=rows, request=request), _sort(request)
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Day plans')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(_sorted(rows_to_export(found, rows), sort).order_by(*ORDERINGS[sort])),
        object_type="day plan",
    )


def _visible(request: "ActorRequest") -> "DayPlanQuerySet":
    require(allowed=permissions.may_see(request.user))
    return DayPlan.objects.visible_to(request.user).begun(local_day(timezone.now()))


def _sorted(rows: "DayPlanQuerySet", sort: str) -> "DayPlanQuerySet":
    """By the closing only those are listed that have one."""
    return (rows.closed() if sort.endswith("closed") else rows).with_counts()


def _sort(request: "ActorRequest") -> str:
    wanted = request.GET.get("sort", "")
    return wanted if wanted in ORDERINGS else ""


def _tokens(found: DayPlanFilter, request: "ActorRequest") -> list[dict[str, str]]:
    """Return the conditions in force; who drops the last one means all days."""
    shown = tokens(found, request)
    return [
        token | {"remove_url": f"?only={EVER}"} if token["remove_url"] == "?" else token for token in shown
    ]
