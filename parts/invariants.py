"""What must always hold of stock, asked of the rows themselves, apart from the services (E1, S1-S4)."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

from parts.choices import HOLDING, MovementKind
from parts.models import MovedPiece, Part, StockAct, StockBalance, StockMovement, StockPiece
from parts.rules import CircleOfSuccessors, chain, leads

H: Final = sorted(HOLDING)


def e1() -> Iterator[str]:
    """E1: no part comes after itself, however long the way."""
    after = Part.objects.successors()
    for part in after:
        try:
            chain(part, after)
        except CircleOfSuccessors as circle:
            yield f"parts {', '.join(map(str, circle.args))} succeed each other in a circle"


def s1() -> Iterator[str]:
    """S1: what is on hand is the sum of the ledger, for each part at each place that holds stock."""
    came, went = _sums("target"), _sums("source")
    rows = StockBalance.objects.values_list("place", "part", "on_hand").iterator()
    kept = {(place, part): on_hand for place, part, on_hand in rows}
    for pair in sorted(came.keys() | went.keys() | kept.keys()):
        posted, there = came.get(pair, 0) - went.get(pair, 0), kept.get(pair, 0)
        if posted != there:
            yield f"place {pair[0]} has {there} of part {pair[1]}, the ledger says {posted}"


def _sums(end: str) -> dict[tuple[int, int], int]:
    lines = StockMovement.objects.filter(**{f"{end}__kind__in": H}).order_by()
    rows = lines.values_list(end, "part").annotate(total=Sum("quantity")).iterator()
    return {(place, part): total for place, part, total in rows}


def s2() -> Iterator[str]:
    """S2: nowhere is less than nothing, and the world outside has no balance."""
    wrong = StockBalance.objects.filter(Q(on_hand__lt=0) | ~Q(place__kind__in=H))
    for balance in wrong.values_list("pk", flat=True):
        yield f"balance {balance} is below zero, or of a place that holds nothing"


def s3() -> Iterator[str]:
    """S3: stock comes and goes by known ways alone; a reversal is its posting turned round."""
    used = (
        StockMovement.objects.order_by().values_list("act__kind", "source__kind", "target__kind").distinct()
    )
    for kind, source, target in used:
        if not leads(kind, source, target):
            yield f"{kind} from {source} to {target} is no known way"
    for act in StockAct.objects.filter(kind=MovementKind.REVERSE).order_by("pk"):
        turned = {(t, s, part): n for s, t, part, n in _lines(act.pk)}
        before = {(s, t, part): n for s, t, part, n in _lines(act.reverses_id)}
        if turned != before:
            yield f"{act.number} is not its posting turned round"
    for pk in StockAct.objects.filter(movements__isnull=True).values_list("pk", flat=True):
        yield f"posting {pk} moved nothing"


def _lines(act: int | None) -> Iterator[tuple[int, int, int, int]]:
    yield from StockMovement.objects.filter(act=act).values_list("source", "target", "part", "quantity")


def s4() -> Iterator[str]:
    """S4: a numbered piece is where it went last, and a place has as many numbers as pieces."""
    last = MovedPiece.objects.filter(piece=OuterRef("pk")).order_by("-movement")
    strayed = StockPiece.objects.annotate(went=Subquery(last.values("movement__target")[:1])).exclude(
        went=F("place")
    )
    for piece in strayed.values_list("pk", flat=True):
        yield f"piece {piece} is not where it went last"
    numbered = StockPiece.objects.filter(place__kind__in=H).order_by().values_list("place", "part")
    named = {(place, part): count for place, part, count in numbered.annotate(count=Count("pk"))}
    tracked = StockBalance.objects.filter(part__is_serial_tracked=True).values_list(
        "place", "part", "on_hand"
    )
    kept = {(place, part): on_hand for place, part, on_hand in tracked if on_hand}
    for pair in sorted(named.keys() | kept.keys()):
        numbers, there = named.get(pair, 0), kept.get(pair, 0)
        if numbers != there:
            yield f"place {pair[0]} has {there} of part {pair[1]} and {numbers} serial numbers of it"


CHECKS: Final = {"E1": e1, "S1": s1, "S2": s2, "S3": s3, "S4": s4}
