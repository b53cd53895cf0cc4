"""What stands in the lines and readings of a service record, and what can't. Pure, exact to the cent (D7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from tickets.choices import OldPart, RecordLineKind
from tickets.quotes.rules import (
    CENT,
    LONGEST_TEXT,
    LONGEST_UNIT,
    MOST_LINES,
    MOST_PRICE,
    MOST_QUANTITY,
    PriceNotPossible,
    QuantityNotPossible,
    amount_of,
    is_exact,
)

LONGEST_PART_NUMBER: Final = 40
LONGEST_READING: Final = 40
MOST_READINGS: Final = 30
PARTS: Final = frozenset({RecordLineKind.REPLACED, RecordLineKind.BOUGHT, RecordLineKind.NEEDED})
CHARGED: Final = frozenset(
    set(RecordLineKind) - {RecordLineKind.NEEDED}
)  # what is still needed costs nothing yet


@dataclass(frozen=True, slots=True)
class RecordItem:
    """One line as the engineer wrote it: what, how much of it, at which price for the customer."""

    kind: str
    text: str
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = Decimal(0)
    unit: str = ""
    part_number: str = ""
    old_part: str = ""

    @property
    def amount(self) -> Decimal:
        return amount_of(self.quantity, self.unit_price)


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """What was measured: 系统压力, 24, MPa."""

    name: str
    value: str
    unit: str = ""


class RecordLineNotPossible(Refusal):
    code = "line_not_possible"
    message = _("Line %(line)s: write in at most %(limit)s characters what it is about.")


class RecordLineKindUnknown(Refusal):
    code = "line_kind_unknown"
    message = _(
        "Line %(line)s: choose whether it was replaced, bought, is still needed, or what it is paid for."
    )


class OldPartUnknown(Refusal):
    code = "old_part_unknown"
    message = _("Line %(line)s: say where the old part is: brought back, or left with the customer.")


class ReadingNotPossible(Refusal):
    code = "reading_not_possible"
    message = _(
        "Reading %(line)s: write what was measured and what it showed, in at most %(limit)s characters."
    )


class TooManyRecordLines(Refusal):
    code = "too_many_lines"
    message = _("A service record has at most %(limit)s lines and %(readings)s readings.")


def total_charged(items: Sequence[RecordItem]) -> Decimal:
    """Return what the customer pays: the sum of the lines but of what is still needed."""
    return sum((item.amount for item in items if item.kind in CHARGED), Decimal("0.00"))


def item_faults(items: Sequence[RecordItem], readings: Sequence[ReadingItem]) -> Iterator[Refusal]:
    """Name all that is wrong with the lines and readings of a record, each with its number."""
    if len(items) > MOST_LINES or len(readings) > MOST_READINGS:
        yield TooManyRecordLines(limit=MOST_LINES, readings=MOST_READINGS, field="lines")
        return
    for line, item in enumerate(items, start=1):
        yield from _line_faults(line, item)
    for line, reading in enumerate(readings, start=1):
        said = (reading.name, reading.value)
        if not all(0 < len(text) <= LONGEST_READING for text in said) or len(reading.unit) > LONGEST_UNIT:
            yield ReadingNotPossible(line=line, limit=LONGEST_READING, field="readings")


def _line_faults(line: int, item: RecordItem) -> Iterator[Refusal]:
    if item.kind not in RecordLineKind.values:
        yield RecordLineKindUnknown(line=line, field="lines")
    is_too_long = len(item.unit) > LONGEST_UNIT or len(item.part_number) > LONGEST_PART_NUMBER
    if not 0 < len(item.text) <= LONGEST_TEXT or is_too_long:
        yield RecordLineNotPossible(line=line, limit=LONGEST_TEXT, field="lines")
    if not is_exact(item.quantity, least=CENT, most=MOST_QUANTITY):
        yield QuantityNotPossible(line=line, most=MOST_QUANTITY, field="lines")
    if not is_exact(item.unit_price, least=Decimal(0), most=MOST_PRICE):
        yield PriceNotPossible(line=line, most=MOST_PRICE, field="lines")
    is_replaced = item.kind == RecordLineKind.REPLACED
    if item.old_part not in ({*OldPart.values} if is_replaced else {""}):
        yield OldPartUnknown(line=line, field="lines")
