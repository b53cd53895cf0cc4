"""What must hold of units, asked of the rows themselves, apart from the services (W1)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from equipment.models import Equipment
from equipment.warranty import BookOfWarranty
from records.kept import held

CHUNK: Final = 1000


def w1() -> Iterator[str]:
    """W1: each unit has its terms, its warranty ends where they and its facts say, hours never fall (C4)."""
    last = 0
    rows = Equipment.objects.with_warranty().order_by("pk")
    while units := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = units[-1].pk
        yield from _faults_of(units)


@held()
def _faults_of(units: Sequence[Equipment]) -> list[str]:
    """Name what is wrong of some units; the versions in force are asked for once for all of them."""
    return [fault for unit in units for fault in _faults_of_unit(unit)]


def _faults_of_unit(unit: Equipment) -> Iterator[str]:
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
