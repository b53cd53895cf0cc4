"""The rows of an Excel sheet, read as a stream: no tree is built, so a hostile file stays small."""

import math
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from records.tabular.excel_book import TOO_LONG, CellText, Sheet, Workbook
from records.tabular.excel_zip import BROKEN, MOST_UNPACKED, PartReader
from records.tabular.rows import CELL_TOO_LONG, MOST_COLUMNS, FileNotReadable, Row, Value

if TYPE_CHECKING:
    from django.utils.functional import Promise

LAST_LINE = 1_048_576
LAST_COLUMN = 16_384
LETTERS: Final = {letter: place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", start=1)}
GENERAL, DAY = "General", "date"
CELL_NOT_READABLE = _("A cell of this row holds something that Excel does not write. Type it anew.")


def sheet_rows(package: ZipFile, sheet: Sheet, book: Workbook) -> Iterator[Row]:
    """Yield the rows that stand in a sheet, blank ones too, with the line numbers that Excel shows."""
    reader = _Rows(book)
    for _step in reader.steps(package, sheet.part, most=MOST_UNPACKED):
        yield from reader.ready
        reader.ready.clear()


class _Rows(PartReader):
    """Builds one row at a time out of the parser's events."""

    def __init__(self, book: Workbook) -> None:
        super().__init__()
        self.ready: list[Row] = []
        self._book = book
        self._text = CellText()
        self._cells: list[Value] = []
        self._problem: str | Promise = ""
        self._line = self._column = self._style = 0
        self._kind = "n"
        self._is_text = self._is_phonetic = False
        self._known_formats: dict[int, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._is_phonetic = True
        else:
            self._is_text = name in {"v", "t"} and not self._is_phonetic

    def text(self, written: str) -> None:
        if self._is_text:
            self._text.add(written)

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "c":
            self._end_cell()
        elif name == "row":
            self.ready.append(Row(self._line, tuple(self._cells), self._problem))
        elif name == "rPh":
            self._is_phonetic = False

    def _begin_row(self, attributes: dict[str, str]) -> None:
        line = int(attributes.get("r", self._line + 1))
        if not self._line < line <= LAST_LINE:
            raise FileNotReadable(BROKEN)
        self._line, self._cells, self._problem, self._column = line, [], "", 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        column = _column_of(place) if place else self._column + 1
        if not self._column < column <= LAST_COLUMN:
            raise FileNotReadable(BROKEN)
        self._column = column
        self._kind = attributes.get("t", "n")
        self._style = int(attributes.get("s", 0))

    def _end_cell(self) -> None:
        written = self._text.taken()
        if not written or len(self._cells) > MOST_COLUMNS:
            return
        value = self._value(written)
        if value is TOO_LONG:
            self._problem = CELL_TOO_LONG
        place = min(self._column, MOST_COLUMNS + 1)  # one more than fits says that there is more
        self._cells.extend([None] * (place - 1 - len(self._cells)))
        self._cells.append(value)

    def _value(self, written: str) -> Value:
        if written is TOO_LONG:
            return written
        if self._kind == "s":
            return self._shared(int(written))
        if self._kind == "b":
            return written.strip() == "1"
        if self._kind == "d":
            return _moment(written)
        return self._number(written) if self._kind == "n" else written

    def _shared(self, place: int) -> Value:
        if not 0 <= place < len(self._book.texts):
            raise FileNotReadable(BROKEN)
        return self._book.texts[place]

    def _number(self, written: str) -> Value:
        try:
            number = float(written)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self._problem = CELL_NOT_READABLE
            return written
        whole = int(number) if number.is_integer() else number
        shown = self._format()
        if shown == DAY:
            return self._day(number)
        if shown != GENERAL and isinstance(whole, int) and whole >= 0:
            return f"{whole:0{len(shown)}d}"  # Excel shows its leading zeros, so they are meant
        return whole

    def _format(self) -> str:
        """Return DAY, a run of zeros for a number shown with leading zeros, or GENERAL."""
        known = self._known_formats.get(self._style)
        if known is None:
            written = self._book.format_of(self._style)
            is_padded = len(written) > 1 and not written.strip("0")
            known = DAY if is_date_format(written) else (written[:20] if is_padded else GENERAL)
            self._known_formats[self._style] = known
        return known

    def _day(self, number: float) -> Value:
        try:
            moment: object = from_excel(number, self._book.epoch)
        except (OverflowError, ValueError):
            return number
        if isinstance(moment, datetime):
            return moment.date() if moment.time() == time.min else moment
        return moment if isinstance(moment, date) else number


def _moment(written: str) -> Value:
    try:
        return datetime.fromisoformat(written.strip().removesuffix("Z"))
    except ValueError:
        return written


def _column_of(place: str) -> int:
    """Return the number of the column of a place such as BC12."""
    column = 0
    for character in place[:4]:
        if character not in LETTERS:
            break
        column = column * 26 + LETTERS[character]
    return column
