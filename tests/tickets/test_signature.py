"""What is a signature, and what is none (D7)."""

import pytest

from tests.tickets.trips import STROKES
from tickets.onsite.signature import (
    SignatureMissing,
    SignatureNotReadable,
    box_of,
    path_of,
    strokes_of,
)


def test_a_drawn_name_is_kept_point_by_point():
    assert strokes_of(STROKES) == [[tuple(point) for point in stroke] for stroke in STROKES]


DOT = [[[500, 500, 0]]]
NONE = [
    ("nothing", []),
    ("empty strokes", [[], []]),
    ("one point", DOT),
    ("a thumb that slipped", [[[500 + n, 500, n] for n in range(20)]]),
    ("two far points", [[[0, 0, 0], [1000, 1000, 20]]]),
]


@pytest.mark.parametrize(("case", "drawn"), NONE, ids=[name for name, _ in NONE])
def test_what_nobody_signs_with_is_refused(case, drawn):
    with pytest.raises(SignatureMissing) as refused:
        strokes_of(drawn)
    assert refused.value.field == "strokes"


BROKEN = [
    ("no list", {"x": 1}),
    ("a text", "M0 0L10 10"),
    ("strokes that are none", [1, 2, 3]),
    ("two places", [[[1, 2]] * 20]),
    ("outside the field", [[[1001, 2, 3]] * 20]),
    ("above the field", [[[1, -2, 3]] * 20]),
    ("fractions", [[[1.5, 2, 3]] * 20]),
    ("truth values", [[[True, False, True]] * 20]),
    ("an hour", [[[1, 2, 3_600_000]] * 20]),
    ("too many strokes", [[[1, 2, 3]]] * 201),
    ("too many points", [[[1, 2, 3]] * 5001]),
]


@pytest.mark.parametrize(("case", "drawn"), BROKEN, ids=[name for name, _ in BROKEN])
def test_what_no_pen_draws_is_refused(case, drawn):
    with pytest.raises(SignatureNotReadable):
        strokes_of(drawn)


def test_it_is_drawn_again_as_lines_in_the_part_it_fills():
    strokes = [[[100, 200, 0], [140, 220, 10]], [[300, 100, 20]]]
    assert path_of(strokes) == "M100 200L140 220 M300 100L300 100"
    assert box_of(strokes) == "80 80 240 160"
