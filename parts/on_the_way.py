"""What was sent and has not arrived: each sending with what of it is still on its way (E2)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parts.choices import PlaceKind
from parts.models import StockAct, StockMovement, StockPlace
from parts.wording import named

if TYPE_CHECKING:
    from dealers.models import User
    from parts.models import Part

MOST_SENDINGS: Final = 50  # the newest; older ones are found in the ledger


@dataclass(frozen=True, slots=True)
class Awaited:
    """How many of a part of a sending are still on their way, and which where they have numbers."""

    part: "Part"
    quantity: int
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending that has not wholly arrived."""

    act: StockAct
    sender: str
    transit: StockPlace
    awaited: list[Awaited]


def sendings(actor: "User") -> list[Sending]:
    """Return what is on its way to the stores that a person keeps, the newest first."""
    places = StockPlace.objects.visible_to(actor).kept_by(actor).filter(kind=PlaceKind.TRANSIT)
    transit = {place.pk: place for place in places.with_names()}
    if not transit:
        return []
    acts = list(StockAct.objects.sendings_to(transit.values()).with_lines()[:MOST_SENDINGS])
    received = StockMovement.objects.visible_to(actor).received(act.number for act in acts)
    found = [_sending(act, received, transit, actor=actor) for act in acts]
    return [one for one in found if one.awaited]


def _sending(
    act: StockAct, received: dict[tuple[str, int], int], transit: dict[int, StockPlace], *, actor: "User"
) -> Sending:
    lines = [line for line in act.movements.all() if line.target_id in transit]
    awaited = [
        Awaited(
            line.part,
            line.quantity - received.get((act.number, line.part_id), 0),
            tuple(
                moved.piece.serial_number
                for moved in line.pieces.all()
                if moved.piece.place_id == line.target_id
            ),
        )
        for line in lines
    ]
    return Sending(
        act=act,
        sender=named(lines[0].source, actor)["label"],
        transit=transit[lines[0].target_id],
        awaited=[one for one in awaited if one.quantity > 0],
    )
