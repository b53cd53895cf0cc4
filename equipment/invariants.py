"""What must hold of units, asked of the rows themselves, apart from the services (W1)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from equipment.models import Equipment
from equipment.warranty import BookOfWarranty

CHUNK: Final = 1000


def w1() -> Iterator[str]:
    """W1: each unit has its terms, its warranty ends where they and its facts say, hours never fall (C4)."""
    for unit in Equipment.objects.with_warranty().order_by("pk").iterator(chunk_size=CHUNK):
        book = BookOfWarranty(unit)
        if not any(row.is_of_whole_unit for row in book.rows):
            yield f"unit {unit.serial_number} has no warranty of its own"
        elif unit.warranty_ends_on != book.ends_on:
            told = f"warranty ends {unit.warranty_ends_on}, by its facts {book.ends_on}"
            yield f"unit {unit.serial_number}: {told}"
        for before, after in pairwise(book.readings):
            if after.hours < before.hours:
                told = f"{after.hours} hours on {after.read_on}, {before.hours} before"
                yield f"unit {unit.serial_number}: {told}"
