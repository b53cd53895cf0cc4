"""Posting to the ledger of stock: the only code that moves a piece (E2, S1-S4, S6)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from parts.choices import MovementKind
from parts.models import MovedPiece, Part, StockAct, StockBalance, StockMovement, StockPiece, StockPlace
from parts.rules import MOST_PIECES, WITHIN_A_HOUSE, leads
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_REASON: Final = 300


class NotEnoughStock(Refusal):
    """Whoever came first has it; what is there now is said, to those who see the place."""

    code = "not_enough_stock"
    status = 409
    message = _(
        "%(place)s has %(on_hand)s of %(part)s, you asked for %(quantity)s. "
        "Take fewer, or have more sent there."
    )


class QuantityNotPossible(Refusal):
    code = "quantity_not_possible"
    status = 400
    message = _("Write a whole number of pieces from 1 to %(most)s.")


class NoSuchWay(Refusal):
    """Stock goes by known ways: over transit to another house, over the shelf into a van."""

    code = "no_such_way"
    message = _("%(kind)s: from “%(source)s” to “%(target)s” is no way that stock goes.")


class ReasonNeeded(Refusal):
    code = "reason_needed"
    message = _("Write why the stock is put right: whoever counts next reads it.")


class ReasonTooLong(Refusal):
    code = "reason_too_long"
    message = _("A reason has at most %(most)s characters.")


class PostedBefore(Refusal):
    """The same thing was posted before: whoever came second moved nothing."""

    code = "posted_before"
    status = 409
    message = _("This is in the ledger already. Reload the page to see it.")


class SerialNumbersNeeded(Refusal):
    code = "serial_numbers_needed"
    message = _("Each piece of %(part)s has a serial number: name %(quantity)s different ones.")


class NoSerialNumbers(Refusal):
    code = "no_serial_numbers"
    message = _("Pieces of %(part)s have no serial numbers. Leave them out.")


class PieceElsewhere(Refusal):
    code = "piece_elsewhere"
    status = 409
    message = _("%(serial)s of %(part)s is not at “%(place)s”. Check the number on the part.")


@dataclass(frozen=True, slots=True)
class Leg:
    """One part on its way from one place to another; serial numbers where its pieces have them."""

    part: Part
    quantity: int
    source: StockPlace
    target: StockPlace
    serials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posting:
    """What is posted as one: all legs or none.

    `key` is posted once, whatever is repeated; `at` is when it happened, `posted_at` when it is told.
    """

    kind: MovementKind
    key: str
    legs: Sequence[Leg]
    at: datetime
    posted_at: datetime
    document: str = ""
    reason: str = ""
    reverses: StockAct | None = None


@transaction.atomic
def post(posting: Posting, *, actor: "User") -> StockAct:
    """Take from one place and give to the other, all legs once; return what was written to the ledger.

    Raises `NotEnoughStock` where less is there, `PostedBefore` where the key was posted, and what is wrong
    with a leg. Who may do it is the caller's question.
    """
    reason = _checked(posting)
    _move_balances(posting.legs)
    act = _written(posting, reason, actor=actor)
    lines = StockMovement.objects.bulk_create(
        StockMovement(act=act, part=leg.part, quantity=leg.quantity, source=leg.source, target=leg.target)
        for leg in posting.legs
    )
    for movement, leg in zip(lines, posting.legs, strict=True):
        if leg.serials:
            _move_pieces(movement, leg)
    return act


def _written(posting: Posting, reason: str, *, actor: "User") -> StockAct:
    try:
        with transaction.atomic():
            return StockAct.objects.create(
                key=posting.key,
                kind=posting.kind,
                document=posting.document,
                reason=reason,
                reverses=posting.reverses,
                at=posting.at,
                posted_at=posting.posted_at,
                posted_by=actor,
            )
    except IntegrityError as error:
        if StockAct.objects.filter(key=posting.key).exists():
            raise PostedBefore from error
        raise


def _checked(posting: Posting) -> str:
    """Refuse what can't be posted; return the reason as it is kept."""
    for leg in posting.legs:
        if type(leg.quantity) is not int or not 1 <= leg.quantity <= MOST_PIECES:
            raise QuantityNotPossible(most=MOST_PIECES, field="quantity")
        if not _is_way(posting.kind, leg):
            raise NoSuchWay(kind=posting.kind.label, source=leg.source, target=leg.target)
        _check_serials(leg)
    reason = posting.reason.strip()
    if posting.kind in {MovementKind.ADJUST, MovementKind.REVERSE} and not reason:
        raise ReasonNeeded(field="reason")
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(most=LONGEST_REASON, field="reason")
    return reason


def _is_way(kind: MovementKind, leg: Leg) -> bool:
    source, target = leg.source, leg.target
    if source.pk == target.pk or not leads(kind, source.kind, target.kind):
        return False
    is_within = kind in WITHIN_A_HOUSE and source.holds and target.holds
    return not is_within or source.dealer_id == target.dealer_id


def _check_serials(leg: Leg) -> None:
    if not leg.part.is_serial_tracked:
        if leg.serials:
            raise NoSerialNumbers(part=leg.part, field="serials")
        return
    if len(set(leg.serials)) != leg.quantity or len(leg.serials) != leg.quantity or "" in leg.serials:
        raise SerialNumbersNeeded(part=leg.part, quantity=leg.quantity, field="serials")


def _move_balances(legs: Sequence[Leg]) -> None:
    """Change what each place has by the sum of the legs, in one order for all: nobody waits in a ring.

    The condition stands in the statement itself: of many who ask for the last piece one gets it.
    """
    changes: Counter[tuple[int, int]] = Counter()
    for leg in legs:
        if leg.source.holds:
            changes[leg.source.pk, leg.part.pk] -= leg.quantity
        if leg.target.holds:
            changes[leg.target.pk, leg.part.pk] += leg.quantity
    for (place, part), change in sorted(changes.items()):
        if change > 0:
            _give(place, part, change)
        elif change < 0 and not _take(place, part, -change):
            raise _shortage(legs, place=place, part=part)


def _take(place: int, part: int, quantity: int) -> bool:
    found = StockBalance.objects.filter(place=place, part=part, on_hand__gte=quantity)
    return bool(found.update(on_hand=F("on_hand") - quantity))


def _give(place: int, part: int, quantity: int) -> None:
    found = StockBalance.objects.filter(place=place, part=part)
    if not found.update(on_hand=F("on_hand") + quantity):
        new = StockBalance(place_id=place, part_id=part, on_hand=0)
        StockBalance.objects.bulk_create([new], ignore_conflicts=True)  # another may have brought the first
        found.update(on_hand=F("on_hand") + quantity)


def _shortage(legs: Sequence[Leg], *, place: int, part: int) -> NotEnoughStock:
    asked = [leg for leg in legs if (leg.source.pk, leg.part.pk) == (place, part)]
    there = StockBalance.objects.filter(place=place, part=part).values_list("on_hand", flat=True).first()
    return NotEnoughStock(
        place=asked[0].source,
        part=asked[0].part,
        on_hand=there or 0,
        quantity=sum(leg.quantity for leg in asked),
        field="quantity",
    )


def _move_pieces(movement: StockMovement, leg: Leg) -> None:
    """Let each piece be where it went; what comes from outside for the first time is written down."""
    serials = sorted(leg.serials)
    known = StockPiece.objects.filter(part=leg.part, serial_number__in=serials)
    if not leg.source.holds:
        new = [StockPiece(part=leg.part, serial_number=serial, place=leg.source) for serial in serials]
        StockPiece.objects.bulk_create(new, ignore_conflicts=True)
    for serial in serials:
        if not known.filter(serial_number=serial, place=leg.source).update(place=leg.target):
            raise PieceElsewhere(serial=serial, part=leg.part, place=leg.source, field="serials")
    moved = known.values_list("pk", flat=True)
    MovedPiece.objects.bulk_create(MovedPiece(movement=movement, piece_id=piece) for piece in moved)
