"""What must hold of units, asked of the rows themselves, apart from the services (W1, C5)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from equipment.maintenance import BookOfMaintenance
from equipment.models import Equipment
from equipment.services.maintenance import turn_facts
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


def c5() -> Iterator[str]:
    """C5: the next turn of each maintenance is what plan, readings and what was done say."""
    last = 0
    rows = Equipment.objects.installed().with_maintenance().order_by("pk")
    while units := list(rows.filter(pk__gt=last)[:CHUNK]):
        last = units[-1].pk
        yield from _faults_of_maintenance(units)


@held()
def _faults_of_maintenance(units: Sequence[Equipment]) -> list[str]:
    faults = []
    for unit in units:
        for kept in BookOfMaintenance.read(unit).kept:
            facts = turn_facts(kept.course.next)
            told = {name: getattr(kept.maintenance, name) for name in facts}
            if told != facts:
                place = f"unit {unit.serial_number}, {kept.maintenance.code}"
                faults.append(f"{place}: due {told['due_on']}, by its facts {facts['due_on']}")
    return faults


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
