"""What must always hold, as questions any app adds and one program asks."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count

from records.models import NumberSeries

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK: Final = 5000
_NUMBER: Final = re.compile(r"[A-Z]+-(?P<year>[0-9]{4})-(?P<count>[0-9]+)")
type_check = Callable[[], Iterator[str]]
_registered: dict[str, type_check] = {}


def register(code: str, check: type_check) -> None:
    """Add a check under its code of safety.md; it yields one sentence a broken row."""
    _registered[code] = check


def broken(*beginnings: str) -> Iterator[tuple[str, str]]:
    """Yield (code, sentence) of each broken row in the order of the codes, all or those that begin so."""
    for code in sorted(code for code in _registered if code.startswith(beginnings or "")):
        for sentence in _registered[code]():
            yield code, sentence


def faults_of_numbers(rows: "QuerySet[Any]", prefix: str, *, width: int = 5) -> Iterator[str]:
    """T3: yield each public number that stands twice, or that the series of its kind did not give."""
    last = {
        str(year): last
        for year, last in NumberSeries.objects.filter(prefix=prefix).values_list("year", "last")
    }
    rows = rows.order_by()
    twice = rows.values("number").annotate(times=Count("pk")).filter(times__gt=1)
    for number in twice.values_list("number", flat=True):
        yield f"number {number} stands twice"
    for number in rows.values_list("number", flat=True).iterator(chunk_size=CHUNK):
        taken = _NUMBER.fullmatch(number)
        if taken is None or number != f"{prefix}-{taken['year']}-{int(taken['count']):0{width}d}":
            yield f"number {number} is of no series “{prefix}”"
        elif not 0 < int(taken["count"]) <= last.get(taken["year"], 0):
            yield f"number {number} lies ahead of its series"
