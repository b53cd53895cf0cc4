"""Who has something that hangs on the working calendar, so that whoever changes it is told how much.

The regulation stands to the left of what is reckoned by it and asks by functions that others register.
"""

from collections.abc import Callable
from datetime import date

type_count = Callable[[date], int]
_counts: list[type_count] = []


def register(count: type_count) -> None:
    """Register a function that counts the open tickets that a change of a day touches."""
    _counts.append(count)


def count_since(day: date) -> int:
    """Count what is reckoned anew when a day of the calendar changes."""
    return sum(count(day) for count in _counts)
