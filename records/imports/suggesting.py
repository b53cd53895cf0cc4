"""What the headings and the first rows of a file say about its columns."""

import re
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import override

from records.imports.fields import (
    CellNotReadable,
    DateFormat,
    Field,
    FieldType,
    Reading,
    as_written,
    folded,
    read_cell,
)
from records.imports.mapping import ColumnMap
from records.tabular import Row, Value

LANGUAGES = ("zh-hans", "en")
UNGUESSED = ""


def suggest(fields: Sequence[Field], header: Sequence[str], samples: Sequence[Row]) -> ColumnMap:
    """Return the mapping that headings and sample values speak for.

    A date that could be read in two ways is left for the person to say.
    """
    columns: dict[str, str] = {}
    for wanted in fields:
        names = _names(wanted)
        match = next((column for column in header if _plain(column) in names), None)
        if match and match not in columns.values():
            columns[wanted.code] = match
    constants = {wanted.code: wanted.default for wanted in fields if wanted.default}
    constants = {code: value for code, value in constants.items() if code not in columns}
    return ColumnMap(
        columns, constants, date_format=_date_format(_days(fields, columns, header, samples=samples))
    )


def _names(wanted: Field) -> set[str]:
    names = {_plain(wanted.code), *(_plain(alias) for alias in wanted.aliases)}
    for language in LANGUAGES:
        with override(language):
            names.add(_plain(str(wanted.label)))
    return names


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", folded(name).casefold())


def _days(
    fields: Sequence[Field], columns: Mapping[str, str], header: Sequence[str], *, samples: Sequence[Row]
) -> list[Value]:
    return [
        cell
        for wanted in fields
        if wanted.type in {FieldType.DATE, FieldType.MOMENT} and wanted.code in columns
        for cell in column_cells(samples, header.index(columns[wanted.code]))
    ]


def _date_format(days: Sequence[Value]) -> str:
    fitting = [choice for choice in DateFormat.values if _all_read(days, choice)]
    if not days or not fitting or DateFormat.ISO in fitting:
        return DateFormat.ISO
    return fitting[0] if len(fitting) == 1 else UNGUESSED


def _all_read(cells: Iterable[Value], date_format: str) -> bool:
    day = Field("day", "", FieldType.DATE)
    for cell in cells:
        try:
            read_cell(cell, day, Reading(date_format=date_format))
        except CellNotReadable:
            return False
    return True


def column_cells(rows: Iterable[Row], place: int) -> list[Value]:
    """Return what stands in one column of some rows, without blanks."""
    cells = (row.cells[place] for row in rows if place < len(row.cells))
    return [cell for cell in cells if as_written(cell)]
