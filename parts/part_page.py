"""What the page of a part says: facts, successors, price, where it is, its last movements (E1, E2)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parts.choices import PlaceKind
from parts.models import Part, PartPrice, StockBalance, StockMovement, StockPiece
from parts.rules import chain
from parts.wording import ICONS, moved_row, named

if TYPE_CHECKING:
    from dealers.models import User

LAST_MOVES: Final = 10
MOST_PLACES: Final = 60
MOST_NUMBERED: Final = 60


def part_page(part: Part, *, actor: "User", today: date) -> dict[str, Any]:
    """Return all that a page says of a part, of stock only what is in the person's own scope."""
    places = _where(part, actor)
    return {
        "part": part,
        "facts": _facts(part),
        "chain": _chain(part, actor),
        "prices": _prices(part, actor, today=today),
        "places": places[:MOST_PLACES],
        "places_more": len(places) > MOST_PLACES,
        "moves": [
            moved_row(line, actor=actor)
            for line in StockMovement.objects.visible_to(actor)
            .of_part(part)
            .with_names()
            .newest_first()[:LAST_MOVES]
        ],
        "pieces": _pieces(part, actor),
    }


def _facts(part: Part) -> list[dict[str, Any]]:
    fits = _(", ").join(str(product) for product in part.products.order_by("code"))
    suppliers = _(", ").join(supplier.name for supplier in part.suppliers.order_by("code"))
    return [
        {"label": _("Class"), "value": str(part.part_class)},
        {"label": pgettext("of a part", "Unit"), "value": part.get_unit_display()},
        {"label": _("Fits"), "value": fits or None},
        {"label": _("Suppliers"), "value": suppliers or None},
    ]


def _chain(part: Part, actor: "User") -> list[Part]:
    """Return what came before a part, itself and what comes after it, the newest last (E1)."""
    parts = Part.objects.visible_to(actor)
    after = parts.successors()
    keys = chain(part.pk, after)
    before = list(parts.filter(successor=part).order_by("code"))
    if len(keys) == 1:
        return [*before, part] if before else []
    found = parts.in_bulk(keys)
    return [*before, *(found[key] for key in keys)]


def _prices(part: Part, actor: "User", *, today: date) -> list[dict[str, Any]]:
    """Return each price with the day it holds from, and whether it is today's, to come, or over."""
    rows = list(PartPrice.objects.visible_to(actor).of_part(part))
    standing = next((row for row in rows if row.valid_from <= today), None)
    return [{"price": row, "is_today": row == standing, "is_to_come": row.valid_from > today} for row in rows]


def _where(part: Part, actor: "User") -> list[dict[str, Any]]:
    """Return where pieces are, what can be taken first, then by how many."""
    rows = StockBalance.objects.visible_to(actor).filter(part=part).there().with_names()
    found = list(rows.order_by("-on_hand", "place__code")[: MOST_PLACES + 1])
    found.sort(key=lambda one: not one.place.is_usable)
    return [
        {"balance": one, "icon": ICONS[PlaceKind(one.place.kind)], **named(one.place, actor)} for one in found
    ]


def _pieces(part: Part, actor: "User") -> list[dict[str, Any]]:
    if not part.is_serial_tracked:
        return []
    found = StockPiece.objects.visible_to(actor).of_part(part)[:MOST_NUMBERED]
    return [{"serial": one.serial_number, **named(one.place, actor)} for one in found]
