"""Each part that was replaced has a clock of its own from that day on, in or out of warranty (C4)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from equipment.models import Equipment, Warranty
from equipment.services.holding import hold_unit
from equipment.warranty import BookOfWarranty
from regulation.services import version_in_force


class ReplacedPart(NamedTuple):
    """A part by its number, and what whoever replaced it calls it."""

    number: str
    name: str


@transaction.atomic
def cover_replaced_parts(
    unit: Equipment, *, record: str, on: date, parts: Iterable[ReplacedPart], at: datetime
) -> None:
    """Let the parts that a service record replaced be covered from that day on, for as long as C4 says.

    Said again with other parts, the record was changed: what it no longer tells of is withdrawn. A part that
    the model names keeps its name and, beside the new clock, what is left of the old one.
    """
    hold_unit(unit)
    book = BookOfWarranty.of(unit.pk)
    named = {row.part.upper(): row for row in book.rows if row.replaced_on is None}
    months = version_in_force(on).typed.warranty.replaced_part_months
    hours = max((one.hours for one in book.readings if one.read_on <= on), default=0)
    told = {}
    for part in parts:
        like = named.get(part.number.upper())  # typed on a phone, in whatever letters
        number = like.part if like else part.number.upper()
        told[number] = Warranty(
            equipment=unit,
            part=number,
            name_zh=like.name_zh if like else part.name,
            name_en=like.name_en if like else "",
            months=months,
            copied_at=at,
            replaced_on=on,
            replaced_at_hours=hours,
            replaced_in=record,
        )
    standing = {row.part: row for row in book.rows if row.replaced_in == record}
    gone = [row.pk for part, row in standing.items() if _facts(row) != _facts(told.get(part))]
    Warranty.objects.filter(pk__in=gone).update(withdrawn_at=at)
    kept = {part for part, row in standing.items() if row.pk not in gone}
    Warranty.objects.bulk_create(row for part, row in told.items() if part not in kept)


def _facts(row: Warranty | None) -> tuple[object, ...] | None:
    if row is None:
        return None
    return (row.part, row.name_zh, row.name_en, row.months, row.replaced_on, row.replaced_at_hours)
