"""What of stock waits for who keeps a store: parts that are on their way to it (E2, L1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from parts import permissions
from parts.choices import PlaceKind
from parts.models import StockPlace
from records.due import DueItem

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from parts.querysets import StockPlaceQuerySet


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return the stores that parts are on their way to; no rule says by when they are received."""
    return [
        DueItem(
            icon="truck-delivery",
            title=_("Parts are on their way to %(store)s")
            % {"store": place.dealer or _("the central store")},
            detail=_("%(pieces)s pieces of %(parts)s parts") % {"pieces": pieces, "parts": parts},
            url=reverse("parts:move", args=["receive"]),
            button=_("Receive"),
            due=came,
        )
        for place, pieces, parts, came in _awaiting(actor).with_pieces()
    ]


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of what is on its way to a store that the person keeps."""
    return _awaiting(actor).values("pk")


def _awaiting(actor: "User") -> "StockPlaceQuerySet":
    places = StockPlace.objects.visible_to(actor).kept_by(actor).filter(kind=PlaceKind.TRANSIT)
    return places.with_something() if permissions.may_move(actor) else places.none()
