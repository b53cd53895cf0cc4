"""What must hold of quotes, asked of the rows themselves, apart from the services (C4, T3)."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Final

from records.invariants import faults_of_numbers
from tickets.models import Quote, QuoteLine
from tickets.quotes.rules import amount_of
from tickets.states import QUOTED_IN

CHUNK: Final = 5000


def c4() -> Iterator[str]:
    """C4: each line and each total is exact to the cent, and nothing is asked once the work is done."""
    yield from faults_of_numbers(Quote.objects.all(), "QT")
    yield from _faults_of_sums()
    asked = Quote.objects.open().exclude(ticket__status__in=QUOTED_IN)
    for number, status in asked.values_list("number", "ticket__status"):
        yield f"quote {number} is open and its ticket is “{status}”"


def _faults_of_sums() -> Iterator[str]:
    """Add the lines up anew, in exact decimals: the database of a small firm counts in binary."""
    lines = QuoteLine.objects.order_by("quote_id", "position").iterator(chunk_size=CHUNK)
    sums = {}
    for quote_id, group in groupby(lines, key=attrgetter("quote_id")):
        amounts = []
        for line in group:
            amounts.append(line.amount)
            if line.amount != amount_of(line.quantity, line.unit_price):
                yield f"quote line {quote_id}/{line.position} is not quantity times price"
        sums[quote_id] = sum(amounts, Decimal(0))
    for pk, number, total in Quote.objects.values_list("pk", "number", "total").iterator(chunk_size=CHUNK):
        if total != sums.get(pk, Decimal(0)):
            yield f"quote {number} comes to {total}, its lines to {sums.get(pk, Decimal(0))}"
