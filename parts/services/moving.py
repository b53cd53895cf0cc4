"""The verbs that move stock: receive, send, issue, give back, use, put right, reverse (E2, E10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from parts import permissions
from parts.choices import MovementKind, PlaceKind
from parts.models import Part, StockAct, StockPlace
from parts.services.places import only_place, place_of_unit, side_place
from parts.services.posting import Leg, PostedBefore, Posting, post
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment


class NothingNamed(Refusal):
    code = "nothing_named"
    message = _("Name at least one part and how many.")


class NamedTwice(Refusal):
    code = "named_twice"
    message = _("%(part)s stands twice. Put the pieces into one line.")


class NotAStore(Refusal):
    code = "not_a_store"
    message = _("“%(place)s” is no store of another house. Choose the store the parts go to.")


class NotSupplied(Refusal):
    """A superseded or withdrawn part is used up, not bought again (E1)."""

    code = "part_not_supplied"
    message = _("%(part)s is not supplied any more.")


class Superseded(Refusal):
    code = "part_superseded"
    message = _("%(part)s is superseded by %(successor)s. Take that one.")


class AlreadyReversed(Refusal):
    code = "already_reversed"
    status = 409
    message = _("This movement is reversed already. A movement is reversed once.")


class ReversalStands(Refusal):
    code = "reversal_stands"
    message = _("This movement is a reversal itself and stands. Post what is right as a movement of its own.")


@dataclass(frozen=True, slots=True)
class Ware:
    """How many of a part, and which of them where they have numbers."""

    part: Part
    quantity: int
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Who posts, when it happened and when it is told, under which key, because of what.

    `key` is unique for what is done: of a repeated request the second moves nothing.
    """

    actor: "User"
    key: str
    at: datetime
    posted_at: datetime
    document: str = ""
    reason: str = ""


def receive_from_supplier(wares: Sequence[Ware], *, told: Told) -> StockAct:
    """Take delivered parts into the central store; of a superseded part nothing new comes (E1, E9)."""
    central = only_place(PlaceKind.CENTRAL)
    _let(permissions.keeps(told.actor, central))
    for ware in wares:
        _check_supplied(ware.part)
    return _move(
        MovementKind.RECEIVE, wares, source=only_place(PlaceKind.SUPPLIER), target=central, told=told
    )


def send(wares: Sequence[Ware], *, store: StockPlace, to: StockPlace, told: Told) -> StockAct:
    """Send parts to the store of another house: they are on the way until that house receives them."""
    _let(permissions.keeps(told.actor, store))
    if not to.is_store or to.pk == store.pk:
        raise NotAStore(place=to, field="to")
    return _move(
        MovementKind.TRANSFER,
        wares,
        source=store,
        target=side_place(PlaceKind.TRANSIT, to.dealer),
        told=told,
    )


def receive(wares: Sequence[Ware], *, store: StockPlace, told: Told) -> StockAct:
    """Take what arrived into the store it was sent to; `told.document` is the number of the sending."""
    _let(permissions.keeps(told.actor, store))
    return _move(
        MovementKind.RECEIVE,
        wares,
        source=side_place(PlaceKind.TRANSIT, store.dealer),
        target=store,
        told=told,
    )


def issue(wares: Sequence[Ware], *, store: StockPlace, van: StockPlace, told: Told) -> StockAct:
    """Give parts from the shelf into an engineer's van (E10)."""
    _let(permissions.may_take_along(told.actor, store, van))
    return _move(MovementKind.ISSUE, wares, source=store, target=van, told=told)


def give_back(wares: Sequence[Ware], *, van: StockPlace, store: StockPlace, told: Told) -> StockAct:
    """Put unused parts from a van back on the shelf (E10)."""
    _let(permissions.may_take_along(told.actor, store, van))
    return _move(MovementKind.RETURN, wares, source=van, target=store, told=told)


def use(wares: Sequence[Ware], *, place: StockPlace, equipment: "Equipment", told: Told) -> StockAct:
    """Put parts from a van or a shelf into a customer's unit (E10)."""
    _let(permissions.keeps(told.actor, place) or permissions.is_driver(told.actor, place))
    return _move(MovementKind.USE, wares, source=place, target=place_of_unit(equipment), told=told)


def put_right(wares: Sequence[Ware], *, place: StockPlace, told: Told, is_more: bool) -> StockAct:
    """Post that more or fewer are at a place than the ledger says, with the reason (E8)."""
    _let(permissions.may_put_right(told.actor))
    outside = only_place(PlaceKind.DIFFERENCE)
    source, target = (outside, place) if is_more else (place, outside)
    return _move(MovementKind.ADJUST, wares, source=source, target=target, told=told)


def reverse(act: StockAct, *, told: Told) -> StockAct:
    """Turn a posting round, wholly, once; what has gone on since can't be turned round."""
    _let(permissions.may_put_right(told.actor))
    if act.kind == MovementKind.REVERSE:
        raise ReversalStands
    if StockAct.objects.filter(reverses=act).exists():
        raise AlreadyReversed
    lines = act.movements.select_related("part", "source", "target").prefetch_related("pieces__piece")
    legs = [
        Leg(
            line.part,
            line.quantity,
            source=line.target,
            target=line.source,
            serials=tuple(moved.piece.serial_number for moved in line.pieces.all()),
        )
        for line in lines.order_by("pk")
    ]
    posting = Posting(
        kind=MovementKind.REVERSE,
        key=f"reverse/{act.pk}",
        legs=legs,
        at=told.at,
        posted_at=told.posted_at,
        document=act.document,
        reason=told.reason,
        reverses=act,
    )
    try:
        return post(posting, actor=told.actor)
    except PostedBefore as error:
        raise AlreadyReversed from error


def _let(is_allowed: bool) -> None:  # noqa: FBT001 (it says whether, and nothing else)
    if not is_allowed:
        raise PermissionDenied


def _check_supplied(part: Part) -> None:
    if part.successor is not None:
        raise Superseded(part=part, successor=part.successor, field="part")
    if not part.is_active:
        raise NotSupplied(part=part, field="part")


def _move(
    kind: MovementKind, wares: Sequence[Ware], *, source: StockPlace, target: StockPlace, told: Told
) -> StockAct:
    """Post the wares as one; each part stands once, so that a line says all that goes of it."""
    if not wares:
        raise NothingNamed
    named = Counter(ware.part for ware in wares)
    for part, times in named.items():
        if times > 1:
            raise NamedTwice(part=part)
    legs = [Leg(ware.part, ware.quantity, source, target, ware.serials) for ware in wares]
    posting = Posting(
        kind=kind,
        key=f"{kind}/{told.key}",
        legs=legs,
        at=told.at,
        posted_at=told.posted_at,
        document=told.document,
        reason=told.reason,
    )
    return post(posting, actor=told.actor)
