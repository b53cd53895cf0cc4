"""Which parts and tools are likely, counted over earlier cases. Pure and exact (D6)."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NamedTuple

MOST_LIKELY: Final = 8  # more would be read by nobody


class Used(NamedTuple):
    """One line of an earlier case: what, in which case, how many of it."""

    case: int
    kind: str
    name: str
    part_number: str = ""
    unit: str = ""
    quantity: Decimal = Decimal(1)


class Likely(NamedTuple):
    """What is likely needed, and in how many of how many cases it was."""

    used: Used
    cases: int
    of_cases: int

    @property
    def is_needed(self) -> bool:
        """Say whether it was needed in at least every other case."""
        return self.cases * 2 >= self.of_cases


def likely(lines: Iterable[Used], *, of_cases: int) -> list[Likely]:
    """Return what was used in most cases, each case counted once, with the quantity that was most common."""
    cases: dict[tuple[str, str], set[int]] = {}
    amounts: dict[tuple[str, str], Counter[Decimal]] = {}
    shown: dict[tuple[str, str], Used] = {}
    for line in lines:
        key = (line.kind, line.name.strip().casefold())
        cases.setdefault(key, set()).add(line.case)
        amounts.setdefault(key, Counter())[line.quantity] += 1
        shown[key] = line
    found = [
        Likely(shown[key]._replace(quantity=_most_common(amounts[key])), len(those), of_cases)
        for key, those in cases.items()
    ]
    found.sort(key=lambda one: (-one.cases, one.used.kind, one.used.name))
    return found[:MOST_LIKELY]


def _most_common(amounts: "Counter[Decimal]") -> Decimal:
    """Return the quantity of most lines; of several the largest, so that it is enough."""
    most = max(amounts.values())
    return max(amount for amount, times in amounts.items() if times == most)
