"""The list of maintenance with its kept views and its file: overdue first, due, to come, done (C5)."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from equipment import maintenance_listing as listing
from equipment import permissions
from equipment.maintenance_filters import DONE, DoneFilter, MaintenanceFilter
from equipment.maintenance_rules import State
from equipment.models import Maintenance, MaintenanceDone
from equipment.views.rows import actor_of, require
from records.exports import excel_response
from records.list_page import AskedList, sort_asked
from records.models import SavedView
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_filters import FilterSet

ORDERINGS: Final = {"": ("opens_on", "pk"), "due": ("opens_on", "pk"), "-due": ("-opens_on", "-pk")}
DONE_ORDERINGS: Final = {"": ("-done_on", "-pk")}


@require_GET
def maintenance(request: HttpRequest) -> HttpResponse:
    """List what maintenance is to come or was done, one page by key."""
    actor, today = actor_of(request), local_day(timezone.now())
    require(allowed=permissions.may_see(actor))
    if not request.GET:
        return HttpResponseRedirect(f"?state={State.OVERDUE.value}")
    planned = Maintenance.objects.visible_to(actor).planned()
    shown = listing.done_row if _asks_done(request) else listing.row
    return _asked(request).page(
        "equipment/maintenance.html",
        name=_("Maintenance"),
        page=listing.PAGE,
        row=partial(shown, today=today),
        sorts=listing.SORTS,
        groups=listing.views(request, rows=planned, saved=SavedView.objects.visible_to(actor), today=today),
        is_done=_asks_done(request),
        may_export=permissions.may_export(actor),
    )


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (C10, J3)."""
    actor, at = actor_of(request), timezone.now()
    require(allowed=permissions.may_export(actor))
    kept: Any = _asked(request).for_file()
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


def _asked(request: HttpRequest) -> AskedList[Any]:
    """Return what the address asks: what was done, the last first, or what is to come, by its day."""
    actor = actor_of(request)
    rows: QuerySet[Any]
    if _asks_done(request):
        rows, sort, orderings = MaintenanceDone.objects.visible_to(actor).standing(), "", DONE_ORDERINGS
        found: FilterSet = DoneFilter(request.GET, queryset=rows, request=request)
    else:
        rows, orderings = Maintenance.objects.visible_to(actor).planned(), ORDERINGS
        sort = sort_asked(request, orderings, "due")
        found = MaintenanceFilter(request.GET, queryset=rows, request=request)
    order, everything = orderings[sort], f"state={State.NOT_YET.value}"
    return AskedList(request, rows, found, sort, order, _with_names, everything=everything)


def _with_names(rows: Any) -> Any:  # noqa: ANN401 (of one model or of the other)
    return rows.with_names()
