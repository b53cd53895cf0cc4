"""How places and movements are named to a person: another house's place by no name of its own (L2)."""

import re
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import pgettext

from parts.choices import PlaceKind
from parts.models.stock import NUMBERED
from parts.permissions import may_read_place

if TYPE_CHECKING:
    from dealers.models import User
    from parts.models import StockMovement, StockPlace

NUMBER: Final = re.compile(rf"{NUMBERED}-0*(\d{{1,18}})")
ICONS: Final = {
    PlaceKind.CENTRAL: "building-warehouse",
    PlaceKind.PROVINCE: "building-store",
    PlaceKind.DEALER: "building-store",
    PlaceKind.VAN: "truck",
    PlaceKind.TRANSIT: "truck-delivery",
    PlaceKind.DEFECTIVE: "recycle",
    PlaceKind.SCRAP: "trash",
}


def named(place: "StockPlace", actor: "User") -> dict[str, str]:
    """Return what a place is called for a person, and its address where they may open it."""
    if may_read_place(actor, place):
        return {"label": str(place), "url": place.get_absolute_url()}
    return {"label": _unseen(place, actor), "url": ""}


def _unseen(place: "StockPlace", actor: "User") -> str:
    if place.equipment is not None:
        theirs = place.equipment.dealer_id in actor.dealer_ids
        return str(place) if theirs else pgettext("stock", "A customer's unit")
    if place.dealer_id is None and place.staff_id is None:
        return str(place.get_kind_display())
    return pgettext("stock", "Another house")


def document_url(document: str, actor: "User") -> str:
    """Return the address of a document that is a posting itself; who may not see it finds nothing there."""
    found = NUMBER.fullmatch(document)
    return reverse("parts:act", args=[int(found[1])]) if found and actor.is_active else ""


def moved_row(line: "StockMovement", *, actor: "User") -> dict[str, Any]:
    """Return a movement as lists and drawers show it: from where to where, how many, who, why."""
    return {
        "line": line,
        "act": line.act,
        "source": named(line.source, actor),
        "target": named(line.target, actor),
        "document_url": document_url(line.act.document, actor),
    }
