"""What must always hold, as questions any app adds and one program asks."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count

from records.models import NumberSeries

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK: Final = 5000
type_check = Callable[[], Iterator[str]]
_registered: dict[str, type_check] = {}


def register(code: str, check: type_check) -> None:
    """Add a check under its code of safety.md; it yields one sentence a broken row."""
    _registered[code] = check


def broken() -> Iterator[tuple[str, str]]:
    """Yield (code, sentence) of each broken row, in the order of the codes."""
    for code in sorted(_registered):
        for sentence in _registered[code]():
            yield code, sentence


def faults_of_numbers(rows: "QuerySet[Any]") -> Iterator[str]:
    """T3: yield each public number that stands twice, is none, or lies ahead of its series."""
    last = {
        f"{prefix}-{year}": last
        for prefix, year, last in NumberSeries.objects.values_list("prefix", "year", "last")
    }
    rows = rows.order_by()
    twice = rows.values("number").annotate(times=Count("pk")).filter(times__gt=1)
    for number in twice.values_list("number", flat=True):
        yield f"number {number} stands twice"
    for number in rows.values_list("number", flat=True).iterator(chunk_size=CHUNK):
        series, _, digits = number.rpartition("-")
        if not digits.isdigit():
            yield f"number {number} is none of a series"
        elif int(digits) > last.get(series, 0):
            yield f"number {number} lies ahead of its series"
