"""The list of stock, the same as a file, and one part with where it is (E1, E2)."""

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from parts import listing, permissions
from parts.filters import ORDERINGS, StockFilter
from parts.models import Part, StockPlace
from parts.part_page import part_page
from parts.views.requests import frame, require
from records.exports import excel_response
from records.list_page import AskedList, sort_asked
from records.models import SavedView
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from parts.querysets import PartQuerySet


@require_GET
def stock(request: "ActorRequest") -> HttpResponse:
    """List the parts with how many are where, one page by key."""
    require(allowed=permissions.may_see_stock(request.user))
    asked, shown = _asked(request)
    groups = listing.views(
        request,
        parts=asked.rows,
        places=StockPlace.objects.visible_to(request.user).holding(),
        saved=SavedView.objects.visible_to(request.user),
    )
    return asked.page(
        "parts/list.html",
        name=_("Stock of parts"),
        page=listing.PAGE,
        row=partial(listing.row, shown=shown),
        sorts=listing.SORTS,
        groups=[*groups, *listing.places_of(shown)],
        columns=shown,
        may_export=permissions.may_export_stock(request.user),
        **frame(request.user, "stock"),
    )


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered stock away as an Excel file; who took it is recorded (J3)."""
    require(allowed=permissions.may_export_stock(request.user))
    at, (asked, shown) = timezone.now(), _asked(request)
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Stock of parts')} {local_day(at)}",
        header=listing.header(shown),
        rows=listing.file_rows(asked.for_file(), shown),
        object_type="stock",
    )


def _asked(request: "ActorRequest") -> "tuple[AskedList[PartQuerySet], list[listing.Column]]":
    sort = sort_asked(request, ORDERINGS)
    parts = Part.objects.visible_to(request.user)
    found = StockFilter(request.GET, queryset=parts, request=request)
    places = found.places()
    shown = listing.columns(places)

    def dress(rows: "PartQuerySet") -> "PartQuerySet":
        held = {column.name: column.places for column in shown}
        return rows.with_names().with_stock(places).with_held(held)

    return AskedList(request, parts, found, sort, ORDERINGS[sort], dress), shown


@require_GET
def detail(request: "ActorRequest", code: str) -> HttpResponse:
    """Show one part: its facts and successors, where it is in the person's scope, its last movements."""
    require(allowed=permissions.may_see_stock(request.user))
    places = StockPlace.objects.visible_to(request.user).holding()
    parts = Part.objects.visible_to(request.user).with_names().with_stock(places)
    part = get_object_or_404(parts, code=code)
    page = "parts/detail.html#panel" if getattr(request, "htmx", False) else "parts/detail.html"
    shown = part_page(part, actor=request.user, today=local_day(timezone.now()))
    return render(request, page, shown | frame(request.user, "stock"))
