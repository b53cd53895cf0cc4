"""The list of day plans with its kept views and its file: one line an engineer and day (D18)."""

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from records.exports import excel_response
from records.list_page import AskedList, sort_asked
from records.models import SavedView
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
    saved = SavedView.objects.visible_to(request.user)
    return _asked(request, rows).page(
        "tickets/days/list.html",
        name=_("Day plans"),
        page=listing.PAGE,
        row=partial(listing.row, at=at),
        sorts=listing.SORTS,
        groups=listing.views(request, rows=rows, saved=saved, today=local_day(at)),
        may_export=permissions.may_export(request.user),
    )


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (J3)."""
    rows, at = _visible(request), timezone.now()
    require(allowed=permissions.may_export(request.user))
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Day plans')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(_asked(request, rows).for_file()),
        object_type="day plan",
    )


def _asked(request: "ActorRequest", rows: "DayPlanQuerySet") -> "AskedList[DayPlanQuerySet]":
    sort = sort_asked(request, ORDERINGS)
    found = DayPlanFilter(request.GET, queryset=rows, request=request)
    dress = partial(_sorted, sort=sort)
    return AskedList(request, rows, found, sort, ORDERINGS[sort], dress, everything=f"only={EVER}")


def _visible(request: "ActorRequest") -> "DayPlanQuerySet":
    require(allowed=permissions.may_see(request.user))
    return DayPlan.objects.visible_to(request.user).begun(local_day(timezone.now()))


def _sorted(rows: "DayPlanQuerySet", sort: str) -> "DayPlanQuerySet":
    """By the closing only those are listed that have one."""
    return (rows.closed() if sort.endswith("closed") else rows).with_counts()
