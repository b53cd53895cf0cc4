"""Which column of a file fills which field, as a person said it or as the headings suggest."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from django.utils.translation import gettext_lazy as _

from records.imports.fields import (
    DateFormat,
    DecimalMark,
    Field,
    FieldType,
    Reading,
    as_written,
    read_cell,
)
from records.imports.masking import without_phones
from records.imports.registry import Problem, ReadRow
from records.refusals import Refusal
from records.tabular import Row, Value


class MappingNotComplete(Refusal):
    """Something about the columns must be said before the file can be read."""

    code = "mapping_not_complete"


FIELD_NEEDED = _("Say which column holds this: it is needed.")
COLUMN_UNKNOWN = _("There is no column “%(column)s” in this file. It has: %(columns)s.")
COLUMN_TWICE = _("The column “%(column)s” fills two fields. Let it fill one.")
FIELD_UNKNOWN = _("There is no field “%(name)s”. There are: %(names)s.")
DATE_FORMAT_NEEDED = _("Say how the dates are written: these could be read in two ways.")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Field → column, what stands for every row, and how dates, numbers and choices are written."""

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    date_format: str = DateFormat.ISO
    decimal_mark: str = DecimalMark.POINT

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Self:
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        return cls(**known)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def check(self, fields: Sequence[Field], header: Sequence[str]) -> None:
        """Refuse a mapping with which the file can't be read."""
        self._check_names(fields, header)
        for wanted in fields:
            if wanted.is_required and wanted.code not in self.columns and not self.constants.get(wanted.code):
                raise FieldNeeded(wanted)
        if self.date_format not in DateFormat.values:
            raise MappingNotComplete(DATE_FORMAT_NEEDED)

    def _check_names(self, fields: Sequence[Field], header: Sequence[str]) -> None:
        codes = [known.code for known in fields]
        for code in (*self.columns, *self.constants):
            if code not in codes:
                raise MappingNotComplete(FIELD_UNKNOWN, name=code, names=", ".join(codes))
        used = list(self.columns.values())
        for column in used:
            if column not in header:
                raise MappingNotComplete(COLUMN_UNKNOWN, column=column, columns=", ".join(header))
            if used.count(column) > 1:
                raise MappingNotComplete(COLUMN_TWICE, column=column)


class FieldNeeded(MappingNotComplete):
    message = _("“%(label)s” has no column yet (%(name)s). Say which column holds it.")

    def __init__(self, wanted: Field) -> None:
        super().__init__(label=wanted.label, name=wanted.code)
        self.wanted = wanted


def columns_digest(header: Sequence[str]) -> str:
    """Return what a file with the same columns shares with this one."""
    return hashlib.sha256(json.dumps(list(header), ensure_ascii=False).encode()).hexdigest()


EXTRA_CELLS = _(
    "This row has %(count)s cells, the heading %(columns)s: a separator stands where none belongs."
)


class RowReader:
    """Reads rows of one file as fields, by one mapping."""

    def __init__(
        self, fields: Sequence[Field], header: Sequence[str], mapping: ColumnMap, *, epoch: datetime
    ) -> None:
        self._header = tuple(header)
        self._reading = Reading(mapping.date_format, mapping.decimal_mark, mapping.values, epoch)
        places = {column: place for place, column in enumerate(header)}
        self._mapped = [
            (wanted, places.get(mapping.columns.get(wanted.code, "")), mapping.constants.get(wanted.code, ""))
            for wanted in fields
        ]
        worded = {place for wanted, place, _rest in self._mapped if wanted.type is not FieldType.CHOICE}
        # a choice's column is kept as written too: its meaning was given by hand
        self._kept = [(place, name) for place, name in enumerate(header) if place not in worded]
        self.number_fields: dict[str, list[int]] = {}  # field → the lines where its cell is a number

    def read(self, row: Row) -> ReadRow:
        """Read every field; name each that can't be read."""
        if row.problem:
            return ReadRow(row.line, {}, {}, (Problem(row.line, "", row.problem),))
        values: dict[str, Any] = {}
        problems: list[Problem] = self._extra_cells(row)
        for wanted, place, constant in self._mapped:
            cell = self._cell(row, place, constant)
            if wanted.can_lose_zeros and isinstance(cell, int | float):
                self.number_fields.setdefault(wanted.code, []).append(row.line)
            try:
                values[wanted.code] = read_cell(cell, wanted, self._reading)
            except Refusal as refusal:
                problems.append(self._problem(row.line, wanted, refusal, place=place))
        return ReadRow(row.line, values, self._others(row), tuple(problems))

    def _cell(self, row: Row, place: int | None, constant: str) -> Value:
        cell = row.cells[place] if place is not None and place < len(row.cells) else None
        return cell if as_written(cell) or not constant else constant

    def _others(self, row: Row) -> dict[str, str]:
        cells = row.cells
        written = ((name, as_written(cells[place])) for place, name in self._kept if place < len(cells))
        return {name: without_phones(text, heading=name) for name, text in written if text}

    def _problem(self, line: int, wanted: Field, refusal: Refusal, *, place: int | None) -> Problem:
        """Return a reason that quotes no phone: by its column, since the sentence alone does not tell."""
        values = refusal.values
        if place is not None and "written" in values:
            quoted = without_phones(str(values["written"]), heading=self._header[place])
            values = {**values, "written": quoted}
        return Problem(line, wanted.code, refusal.text, values)

    def _extra_cells(self, row: Row) -> list[Problem]:
        if not any(as_written(cell) for cell in row.cells[len(self._header) :]):
            return []
        counts = {"count": len(row.cells), "columns": len(self._header)}
        return [Problem(row.line, "", EXTRA_CELLS, counts)]
