"""What a line of a quote is worth, and what it can't be. Pure, exact to the cent (C4).

The one rule of rounding: quantity times price of each line is rounded half up to the cent; the total is the
sum of these amounts, so that a customer who adds them up comes to the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from tickets.choices import QuoteLineKind

CENT: Final = Decimal("0.01")
MOST_QUANTITY: Final = Decimal("9999.99")
MOST_PRICE: Final = Decimal("999999.99")
MOST_LINES: Final = 50
LONGEST_TEXT: Final = 120
LONGEST_UNIT: Final = 12
# a product has four places: what is within this of the amount is within half a cent of it
HALF_A_CENT: Final = Decimal("0.0051")


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """One line as somebody wrote it: what for, how much of it, at which price."""

    kind: str
    text: str
    quantity: Decimal
    unit_price: Decimal
    unit: str = ""

    @property
    def amount(self) -> Decimal:
        return amount_of(self.quantity, self.unit_price)


class LineKindUnknown(Refusal):
    code = "line_kind_unknown"
    message = _("Line %(line)s: choose labour, part, travel or other.")


class LineTextNotPossible(Refusal):
    code = "line_text_not_possible"
    message = _("Line %(line)s: write in at most %(limit)s characters what the customer pays for.")


class QuantityNotPossible(Refusal):
    code = "quantity_not_possible"
    message = _("Line %(line)s: the quantity is more than 0 and at most %(most)s, with two places at most.")


class PriceNotPossible(Refusal):
    code = "price_not_possible"
    message = _("Line %(line)s: the price is 0 to %(most)s yuan, in whole cents.")


class TooManyLines(Refusal):
    code = "too_many_lines"
    message = _("A quote has at most %(limit)s lines, and this one has %(count)s. Put some together.")


def amount_of(quantity: Decimal, unit_price: Decimal) -> Decimal:
    """Return what a line is worth: rounded half up to the cent."""
    return (quantity * unit_price).quantize(CENT, rounding=ROUND_HALF_UP)


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """Return what a quote is worth: the sum of its lines."""
    return sum(amounts, Decimal("0.00"))


def is_exact(value: Any, *, least: Decimal, most: Decimal) -> bool:  # noqa: ANN401 (whatever a program sent)
    """Say whether a value is a number of whole cents between two ends; NaN is between none."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    return least <= value <= most and value == value.quantize(CENT)


def item_faults(items: Sequence[QuoteItem]) -> Iterator[Refusal]:
    """Name all that is wrong with the lines of a quote, each with the number of its line."""
    if len(items) > MOST_LINES:
        yield TooManyLines(limit=MOST_LINES, count=len(items), field="lines")
        return
    for line, item in enumerate(items, start=1):
        if item.kind not in QuoteLineKind.values:
            yield LineKindUnknown(line=line, field="lines")
        if not 0 < len(item.text) <= LONGEST_TEXT or len(item.unit) > LONGEST_UNIT:
            yield LineTextNotPossible(line=line, limit=LONGEST_TEXT, field="lines")
        if not is_exact(item.quantity, least=CENT, most=MOST_QUANTITY):
            yield QuantityNotPossible(line=line, most=MOST_QUANTITY, field="lines")
        if not is_exact(item.unit_price, least=Decimal(0), most=MOST_PRICE):
            yield PriceNotPossible(line=line, most=MOST_PRICE, field="lines")
