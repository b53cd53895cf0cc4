"""Which movement leads from where to where, and how chains of successors resolve: pure (E1, E2)."""

from collections.abc import Iterable, Mapping
from itertools import product
from types import MappingProxyType
from typing import Final

from parts.choices import HOLDING, STORES, MovementKind, PlaceKind

MOST_PIECES: Final = 1_000_000  # of one part in one movement; more is a slip of the key
K = PlaceKind


def _from_to(sources: Iterable[PlaceKind], targets: Iterable[PlaceKind]) -> frozenset[tuple[str, str]]:
    return frozenset(product(sources, targets))


# from which kind of place to which; a correction turns one of these round
ROUTES: Final[Mapping[str, frozenset[tuple[str, str]]]] = MappingProxyType(
    {
        MovementKind.RECEIVE: _from_to([K.SUPPLIER], [K.CENTRAL]) | _from_to([K.TRANSIT], STORES),
        MovementKind.TRANSFER: _from_to(STORES, [K.TRANSIT]),
        MovementKind.ISSUE: _from_to(STORES, [K.VAN]),
        MovementKind.RETURN: _from_to([K.VAN], STORES),
        MovementKind.USE: _from_to([*STORES, K.VAN], [K.UNIT]),
        MovementKind.ADJUST: _from_to(HOLDING, [K.DIFFERENCE]) | _from_to([K.DIFFERENCE], HOLDING),
    }
)
# both ends belong to one house: what goes to another house is on its way first, and somebody receives it
WITHIN_A_HOUSE: Final = frozenset({MovementKind.RECEIVE, MovementKind.ISSUE, MovementKind.RETURN})


def leads(kind: str, source: str, target: str) -> bool:
    """Say whether a movement of this kind goes from one kind of place to another."""
    if kind == MovementKind.REVERSE:
        return any((target, source) in routes for routes in ROUTES.values())
    return (source, target) in ROUTES[kind]


class CircleOfSuccessors(ValueError):
    """A part would come after itself; `args` are the keys of the circle, in order."""


def chain(part: int, after: Mapping[int, int]) -> list[int]:
    """Return a part and all that came after it, the newest last; `after` says which succeeds which (E1).

    Raises `CircleOfSuccessors` where the chain comes back to a part it has passed.
    """
    found = [part]
    while (following := after.get(found[-1])) is not None:
        if following in found:
            raise CircleOfSuccessors(*found[found.index(following) :], following)
        found.append(following)
    return found
