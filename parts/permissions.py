"""Who may do what with parts and stock (E1, E2)."""

from typing import TYPE_CHECKING

from dealers.roles import Right

if TYPE_CHECKING:
    from dealers.models import User
    from parts.models import StockPlace


def may_see_stock(actor: "User") -> bool:
    """Let those see stock who keep, use or plan it; whose places is the scope's business."""
    return actor.may(Right.SEE_STOCK)


def may_read_place(actor: "User", place: "StockPlace") -> bool:
    """Say whether a person sees what is at a place, as the rows' own scope says it (L2)."""
    return actor.is_head_office or place.dealer_id in actor.dealer_ids


def may_move(actor: "User") -> bool:
    """Let keepers move the stock of their house."""
    return actor.may(Right.KEEP_STOCK)


def may_fill_van(actor: "User") -> bool:
    """Let keepers fill and empty vans, and engineers their own (E10)."""
    return may_move(actor) or actor.may(Right.REPAIR)


def may_export_stock(actor: "User") -> bool:
    return may_see_stock(actor) and actor.may(Right.EXPORT)


def may_name(actor: "User", place: "StockPlace") -> bool:
    """Say whether a person reads where a movement came from or went: not another house's place (L2)."""
    return place.dealer_id is None or may_read_place(actor, place)


def keeps(actor: "User", place: "StockPlace") -> bool:
    """Say whether a person answers for what is at a place: of headquarters' or of the own house (L2)."""
    if not actor.may(Right.KEEP_STOCK):
        return False
    return actor.is_head_office if place.dealer_id is None else place.dealer_id in actor.dealer_ids


def may_take_along(actor: "User", store: "StockPlace", van: "StockPlace") -> bool:
    """Let a keeper give parts to an engineer, and an engineer take them from the shelf of the own house."""
    return keeps(actor, store) or is_driver(actor, van)


def is_driver(actor: "User", van: "StockPlace") -> bool:
    """Say whether a van is the person's own (E10)."""
    return actor.may(Right.REPAIR) and van.staff is not None and van.staff.user_id == actor.pk


def may_put_right(actor: "User") -> bool:
    """Let headquarters' parts clerks post what a count or a mistake asks for (E8)."""
    return actor.is_head_office and actor.may(Right.KEEP_STOCK)
