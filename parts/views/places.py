"""What is at one place, and an engineer's own van (E2, E10)."""

from typing import TYPE_CHECKING, Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from parts import permissions
from parts.models import StockBalance, StockMovement, StockPlace
from parts.place_page import LAST_MOVES, PLACE_ORDERINGS, PlaceFilter, balance_row
from parts.views.requests import frame, require
from parts.wording import moved_row
from records.list_page import AskedList, sort_asked

if TYPE_CHECKING:
    from dealers.requests import ActorRequest

PLACE_SORTS: Final = {"code": gettext_lazy("Part"), "on_hand": gettext_lazy("On hand")}
MOST_IN_A_VAN: Final = 200
MOST_ON_SHELF: Final = 60  # the search finds the others


@require_GET
def place(request: "ActorRequest", code: str) -> HttpResponse:
    """Show what is at a place, one page by key, and its last movements."""
    places: Any = StockPlace.objects.visible_to(request.user).with_names()
    found: StockPlace = get_object_or_404(places, code=code)
    require(allowed=permissions.may_see_stock(request.user))
    rows = StockBalance.objects.visible_to(request.user).at(found).there().with_code()
    sort = sort_asked(request, PLACE_ORDERINGS)
    narrowed = PlaceFilter(request.GET, queryset=rows, request=request)
    asked = AskedList(request, rows, narrowed, sort, PLACE_ORDERINGS[sort], lambda some: some.with_names())
    moves = StockMovement.objects.visible_to(request.user).of_place(found).with_names().newest_first()
    return asked.page(
        "parts/place.html",
        name=str(found),
        page="parts:list",
        row=balance_row,
        sorts=PLACE_SORTS,
        groups=[],
        list_url=found.get_absolute_url(),
        all_url=found.get_absolute_url(),
        place=found,
        moves=[moved_row(line, actor=request.user) for line in moves[:LAST_MOVES]],
        ledger_url=f"{reverse('parts:movements')}?place={found.code}",
        **frame(request.user, "stock"),
    )


@require_GET
def van(request: "ActorRequest") -> HttpResponse:
    """Show an engineer what is in the own van, and what can be taken from the shelf (E10)."""
    require(allowed=permissions.may_fill_van(request.user) and permissions.may_see_stock(request.user))
    own = StockBalance.objects.of(request.user).there().by_code()
    shelf = StockBalance.objects.visible_to(request.user).on_shelves().there()
    text = request.GET.get("q", "").strip()[:80]
    if text:
        shelf = shelf.of_parts_like(text)
    shown = {
        "in_van": own[:MOST_IN_A_VAN],
        "shelf": shelf.by_code()[:MOST_ON_SHELF],
        "q": text,
    }
    return render(request, "parts/van.html", shown | frame(request.user, "van"))
