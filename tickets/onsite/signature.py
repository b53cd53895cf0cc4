"""A signature as it was drawn: strokes of points, each x, y and milliseconds from the first. Pure (D7)."""

from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal

WIDTH: Final = 1000  # points are counted in thousandths of the width of the field
HEIGHT: Final = 1000  # no signing field is higher than wide
LONGEST_TIME: Final = 30 * 60 * 1000  # ms: who draws longer has left the page open
MOST_STROKES: Final = 200
MOST_POINTS: Final = 5000
LEAST_POINTS: Final = 8
LEAST_WAY: Final = 120  # a stroke of the pen over an eighth of the field; a slip of the thumb is shorter
PLACES: Final = 3

Point = tuple[int, int, int]
Strokes = list[list[Point]]


class SignatureMissing(Refusal):
    code = "signature_missing"
    message = _("That is no signature yet: the customer signs with their name in the field.")


class SignatureNotReadable(Refusal):
    code = "signature_not_readable"
    message = _("The signature could not be read. Let the customer sign once more.")


def strokes_of(drawn: Any) -> Strokes:  # noqa: ANN401 (whatever a program sent)
    """Return a signature that can be kept; refuse what is none, or can't have been drawn."""
    strokes = _read(drawn)
    points = [point for stroke in strokes for point in stroke]
    if len(points) < LEAST_POINTS or way_of(strokes) < LEAST_WAY:
        raise SignatureMissing(field="strokes")
    return strokes


def _read(drawn: Any) -> Strokes:  # noqa: ANN401 (whatever a program sent)
    if not isinstance(drawn, list) or len(drawn) > MOST_STROKES:
        raise SignatureNotReadable(field="strokes")
    if not all(isinstance(stroke, list) for stroke in drawn) or sum(map(len, drawn)) > MOST_POINTS:
        raise SignatureNotReadable(field="strokes")
    return [[_point(point) for point in stroke] for stroke in drawn if stroke]


def _point(point: Any) -> Point:  # noqa: ANN401 (whatever a program sent)
    if (
        not isinstance(point, list | tuple)
        or len(point) != PLACES
        or {type(value) for value in point} != {int}
    ):
        raise SignatureNotReadable(field="strokes")
    x, y, ms = point
    if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT and 0 <= ms <= LONGEST_TIME):
        raise SignatureNotReadable(field="strokes")
    return x, y, ms


def way_of(strokes: Sequence[Sequence[Point]]) -> float:
    """Return how far the pen went, in thousandths of the field's width."""
    return sum(hypot(to[0] - at[0], to[1] - at[1]) for stroke in strokes for at, to in pairwise(stroke))


def path_of(strokes: Sequence[Sequence[Sequence[int]]]) -> str:
    """Return a signature as the path of an SVG picture; a stroke of one point is a dot."""
    return " ".join(_line(stroke) for stroke in strokes)


def _line(stroke: Sequence[Sequence[int]]) -> str:
    first, *rest = (f"{point[0]} {point[1]}" for point in stroke)
    return f"M{first}L{' '.join(rest or [first])}"


def box_of(strokes: Sequence[Sequence[Sequence[int]]], *, margin: int = 20) -> str:
    """Return the part of the field that a signature fills, as the view of an SVG picture."""
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    left, top = min(xs) - margin, min(ys) - margin
    return f"{left} {top} {max(xs) - min(xs) + 2 * margin} {max(ys) - min(ys) + 2 * margin}"
