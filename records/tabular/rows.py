"""One row of a file: where it stands, what its cells hold, and what can't be read of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal

Value = str | int | float | bool | date | datetime | None
MOST_COLUMNS = 256
LONGEST_HEADING = 80
LONGEST_CELL = 131_072  # characters; also the limit of Python's own CSV reader


class FileNotReadable(Refusal):
    """The file as a whole can't be read; the message says what to save instead."""

    code = "file_not_readable"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row; `line` is where the row begins in the file, counted from 1."""

    line: int
    cells: tuple[Value, ...]
    problem: str | Promise = ""

    @property
    def is_blank(self) -> bool:
        return not self.problem and all(is_blank(cell) for cell in self.cells)


TOO_MANY_COLUMNS = _("The table has more than %(limit)s columns. Leave out those that are not needed.")
CELL_TOO_LONG = _("A cell of this row holds more text than can be read. Shorten it.")
QUOTE_NOT_CLOSED = _(
    "The quotation marks of this line don't match, or one cell is too long. Mend the line in the file."
)


def is_blank(value: Value) -> bool:
    """Say whether a cell shows nothing."""
    return value is None or (isinstance(value, str) and not value.strip("\ufeff \t\r\n\u00a0\u3000"))


def header_names(cells: Sequence[Value]) -> tuple[str, ...]:
    """Return one name for each column: blank ones by their place, repeated ones numbered.

    A row of a few kilobytes can hold thousands of columns, so they are counted before the first is named.
    """
    count = len(cells)
    while count and is_blank(cells[count - 1]):
        count -= 1  # empty columns at the right end
    if count > MOST_COLUMNS:
        raise FileNotReadable(TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    names: dict[str, None] = {}
    for position, cell in enumerate(cells[:count], start=1):
        wanted = "" if is_blank(cell) else " ".join(str(cell).split())[:LONGEST_HEADING]
        wanted = wanted or f"#{position}"
        name, turn = wanted, 1
        while name in names:
            turn += 1
            name = f"{wanted} ({turn})"
        names[name] = None
    return tuple(names)
