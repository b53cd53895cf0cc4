"""Lines and readings of a service record: what they come to, and what they can't be (D7)."""

from decimal import Decimal

import pytest

from tests.tickets.trips import ITEMS, READINGS
from tickets.onsite.items import ReadingItem, RecordItem, item_faults, total_charged


def faults(items, readings=()):
    return [(fault.code, fault.values.get("line")) for fault in item_faults(items, readings)]


def test_the_total_leaves_out_what_is_still_needed():
    """2 × 18.50 + 5 × 42.00 + 1.5 × 120.00; the pump is not fitted yet."""
    assert total_charged(ITEMS) == Decimal("427.00")
    assert total_charged([]) == Decimal("0.00")
    assert faults(ITEMS, READINGS) == []


def line(**facts):
    return RecordItem(**{"kind": "labour", "text": "工时"} | facts)


WRONG = [
    ({"kind": "gift"}, "line_kind_unknown"),
    ({"text": ""}, "line_not_possible"),
    ({"text": "长" * 121}, "line_not_possible"),
    ({"unit": "长" * 13}, "line_not_possible"),
    ({"part_number": "9" * 41}, "line_not_possible"),
    ({"quantity": Decimal(0)}, "quantity_not_possible"),
    ({"quantity": Decimal(-5)}, "quantity_not_possible"),
    ({"quantity": Decimal("0.001")}, "quantity_not_possible"),
    ({"quantity": Decimal("NaN")}, "quantity_not_possible"),
    ({"quantity": Decimal("1e9")}, "quantity_not_possible"),
    ({"unit_price": Decimal("-0.01")}, "price_not_possible"),
    ({"unit_price": Decimal("Infinity")}, "price_not_possible"),
    ({"old_part": "left"}, "old_part_unknown"),
    ({"kind": "replaced"}, "old_part_unknown"),
    ({"kind": "replaced", "old_part": "lost"}, "old_part_unknown"),
]


@pytest.mark.parametrize(("facts", "code"), WRONG)
def test_a_line_that_cannot_be_meant_is_named(facts, code):
    assert faults([line(), line(**facts)]) == [(code, 2)]


@pytest.mark.parametrize(
    "reading", [("", "24", ""), ("压力", "", ""), ("压" * 41, "1", ""), ("压力", "1", "M" * 13)]
)
def test_a_reading_that_says_nothing_is_named(reading):
    assert faults([], [READINGS[0], ReadingItem(*reading)]) == [("reading_not_possible", 2)]


def test_more_than_a_trip_holds_is_refused_at_once():
    assert faults([line()] * 51) == [("too_many_lines", None)]
    assert faults([], [READINGS[0]] * 31) == [("too_many_lines", None)]
