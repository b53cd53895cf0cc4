"""What a line of a quote is worth to the cent, what it can't be, the life of a quote: no database (C4)."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.quotes import item
from tickets.quotes.rules import MOST_LINES, amount_of, item_faults, total_of
from tickets.quotes.states import QuoteStandsOtherwise, QuoteStatus, QuoteVerb, target_of, verbs_from

S, V = QuoteStatus, QuoteVerb
CENTS = st.integers(1, 999_999).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("3.5", "180.00", "630.00"),
        ("0.5", "0.01", "0.01"),  # half a cent is a cent
        ("1.5", "0.03", "0.05"),  # 0.045, and not the even neighbour
        ("0.33", "0.01", "0.00"),
        ("2.5", "33.33", "83.33"),  # 83.325
        ("9999.99", "999999.99", "9999989900.00"),
        ("3", "0", "0.00"),
    ],
)
def test_an_amount_is_rounded_half_up_to_the_cent(quantity, price, amount):
    assert amount_of(Decimal(quantity), Decimal(price)) == Decimal(amount)


@settings(deadline=None)
@given(st.lists(st.tuples(CENTS, CENTS), max_size=12))
def test_the_total_is_what_a_customer_adds_up(lines):
    amounts = [amount_of(quantity, price) for quantity, price in lines]
    total = total_of(amounts)
    assert total == sum(int(amount * 100) for amount in amounts) / Decimal(100)
    assert all(abs(amount - q * p) <= Decimal("0.005") for amount, (q, p) in zip(amounts, lines, strict=True))


BAD = [
    ({"quantity": "-5"}, "quantity_not_possible"),
    ({"quantity": "0"}, "quantity_not_possible"),
    ({"quantity": "0.001"}, "quantity_not_possible"),
    ({"quantity": "1000000000"}, "quantity_not_possible"),
    ({"quantity": "NaN"}, "quantity_not_possible"),
    ({"quantity": "Infinity"}, "quantity_not_possible"),
    ({"unit_price": "-5"}, "price_not_possible"),
    ({"unit_price": "0.001"}, "price_not_possible"),
    ({"unit_price": "1000000000"}, "price_not_possible"),
    ({"unit_price": "sNaN"}, "price_not_possible"),
    ({"text": ""}, "line_text_not_possible"),
    ({"text": "长" * 121}, "line_text_not_possible"),
    ({"unit": "长" * 13}, "line_text_not_possible"),
    ({"kind": "bribe"}, "line_kind_unknown"),
]


@pytest.mark.parametrize(("wrong", "code"), BAD)
def test_a_bad_line_is_named_by_its_number(wrong, code):
    (fault,) = item_faults([item(), item(**wrong)])
    assert (fault.code, fault.values["line"], fault.status) == (code, 2, 422)


def test_a_number_that_is_none_is_refused():
    line = item()
    forged = line.__class__(kind="part", text="x", quantity=1.5, unit_price=line.unit_price)
    assert [fault.code for fault in item_faults([forged])] == ["quantity_not_possible"]


def test_two_hundred_lines_are_too_many_and_fifty_are_not():
    (fault,) = item_faults([item()] * 200)
    assert (fault.code, fault.values["count"]) == ("too_many_lines", 200)
    assert list(item_faults([item()] * MOST_LINES)) == []


MOVES = {
    (S.DRAFTED, V.SEND): S.SENT,
    (S.DRAFTED, V.WITHDRAW): S.WITHDRAWN,
    (S.SENT, V.AGREE): S.AGREED,
    (S.SENT, V.DECLINE): S.DECLINED,
    (S.SENT, V.LAPSE): S.LAPSED,
    (S.SENT, V.WITHDRAW): S.WITHDRAWN,
}


@pytest.mark.parametrize(("source", "verb"), list(product(S, V)), ids=str)
def test_where_each_verb_leads_from_each_state(source, verb):
    """Written from the words of the rule, apart from the code."""
    if (source, verb) in MOVES:
        assert target_of(verb, source, number="QT-2026-00001") == MOVES[source, verb]
        assert verb in verbs_from(source)
    else:
        assert verb not in verbs_from(source)
        with pytest.raises(QuoteStandsOtherwise) as refused:
            target_of(verb, source, number="QT-2026-00001")
        assert "QT-2026-00001" in str(refused.value)
