"""How the levels of a draft would take the tickets opened last, beside the levels in force (D3, K1)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse

from records.kept import held
from regulation.level_words import NO_TIME
from regulation.levels import Request, choose_level
from regulation.services import levels_of, version_in_force
from tickets.models import Ticket
from tickets.services.clocks import request_by

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.models import ServiceLevel

NEWEST: Final = 1000
SHOWN: Final = 5  # tickets of each move, to be opened
ASKED: Final = ("kind", "priority", "product__code", "customer__code", "contract", "division")


class Asked(NamedTuple):
    """A ticket as far as its level is concerned."""

    number: str
    request: Request


class Move(NamedTuple):
    """From which level to which a ticket would go; none is empty."""

    now: str
    then: str


@held()
def trial(drafted: "Sequence[ServiceLevel]", *, actor: "User", on: date) -> dict[str, Any]:
    """Return how many of the newest tickets that the person sees each level takes now, and by the draft."""
    version = version_in_force(on)
    in_force = levels_of(version.pk)
    asked = newest_asked(actor)
    moves = judged(asked, in_force, drafted)
    names = {level.code: level.name for level in (*in_force, *drafted)}
    now, then = Counter(move.now for move in moves), Counter(move.then for move in moves)
    codes = dict.fromkeys(level.code for level in (*drafted, *in_force))
    return {
        "in_force": version,
        "count": len(asked),
        "moved": sum(move.now != move.then for move in moves),
        "levels": [{"name": names[code], "now": now[code], "then": then[code]} for code in codes],
        "moves": _grouped(asked, moves, names),
    }


def newest_asked(actor: "User") -> list[Asked]:
    """Return the newest tickets that the person sees; history taken from files has no level."""
    rows = Ticket.objects.visible_to(actor).not_imported().order_by("-opened_at", "-pk")
    found = rows.values_list("number", *ASKED)[:NEWEST]
    return [Asked(number, request_by(*facts)) for number, *facts in found]


def judged(
    asked: Iterable[Asked], in_force: "Sequence[ServiceLevel]", drafted: "Sequence[ServiceLevel]"
) -> list[Move]:
    """Return for each ticket the level it has by the version in force and by the draft."""
    before, after = [level.typed for level in in_force], [level.typed for level in drafted]
    pairs = ((choose_level(before, one.request), choose_level(after, one.request)) for one in asked)
    return [Move(now.code if now else "", then.code if then else "") for now, then in pairs]


def _grouped(asked: Sequence[Asked], moves: Sequence[Move], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the moves from level to level, the commonest first, with some of their tickets."""
    numbers: dict[Move, list[str]] = defaultdict(list)
    for one, move in zip(asked, moves, strict=True):
        if move.now != move.then:
            numbers[move].append(one.number)
    return [
        {
            "now": names.get(move.now, NO_TIME),
            "then": names.get(move.then, NO_TIME),
            "count": len(found),
            "tickets": [
                {"number": number, "url": reverse("tickets:detail", args=[number])}
                for number in found[:SHOWN]
            ],
            "more": max(len(found) - SHOWN, 0),
        }
        for move, found in sorted(numbers.items(), key=lambda pair: -len(pair[1]))
    ]
