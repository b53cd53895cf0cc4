"""Public numbers in series without duplicates (T3)."""

from typing import Final

from django.db import connection

# Django can't say "add and return": its F() needs a second statement to read what came of it
TAKE: Final = """
INSERT INTO records_numberseries (prefix, year, last) VALUES (%s, %s, %s)
ON CONFLICT (prefix, year) DO UPDATE SET last = records_numberseries.last + excluded.last
RETURNING last
"""


def take_numbers(prefix: str, *, year: int, count: int = 1, width: int = 5) -> list[str]:
    """Take the next `count` numbers of a series such as T-2026: T-2026-00417, …

    The row of the series is held until the caller's transaction ends, so two writers can't take one number.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [prefix, year, count])
        last = cursor.fetchone()[0]
    return [f"{prefix}-{year}-{number:0{width}d}" for number in range(last - count + 1, last + 1)]


def take_number(prefix: str, *, year: int, width: int = 5) -> str:
    """Take one number of a series."""
    return take_numbers(prefix, year=year, width=width)[0]
