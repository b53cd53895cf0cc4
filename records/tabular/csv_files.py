"""CSV as spreadsheets write it: encoding and separator are found, quoting is that of RFC 4180."""

import codecs
import csv
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Self, TextIO

from django.utils.translation import gettext_lazy as _

from records.tabular.rows import QUOTE_NOT_CLOSED, FileNotReadable, Row

BLOCK = 1 << 20
SAMPLE_CHARACTERS = 64 * 1024
SAMPLE_ROWS = 30
SEPARATORS: Final = (",", ";", "\t")
UTF8, UTF16, GB18030, WINDOWS = "utf-8-sig", "utf-16", "gb18030", "cp1252"
ENCODINGS: Final = (UTF8, GB18030, UTF16, WINDOWS)

NOT_A_TABLE = _("This is not a table. Save it as CSV or as an Excel workbook (.xlsx), then send that file.")
ENCODING_UNKNOWN = _(
    "The characters of this file are neither UTF-8 nor GBK. Save it as “CSV UTF-8”, then send it again."
)
ENCODING_WRONG = _("The file can't be read as %(encoding)s. Choose another encoding.")


def find_encoding(path: Path) -> str:
    """Return the one encoding that the whole file can be read in: UTF-8 before GBK."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return UTF16
    for encoding in (UTF8, GB18030):
        if _reads_as(path, encoding):
            return encoding
    raise FileNotReadable(ENCODING_UNKNOWN)


def _reads_as(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                if b"\0" in block:
                    raise FileNotReadable(NOT_A_TABLE)
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def find_separator(sample: str) -> str:
    """Return the separator that splits the first rows into the most columns, evenly."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in _sampled(sample, separator) if row]
        if not widths or widths[0] == 1:
            return (0.0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    return max(SEPARATORS, key=evenness)


def _sampled(sample: str, separator: str) -> Iterator[list[str]]:
    reader = csv.reader(sample.splitlines(keepends=True), delimiter=separator)
    for _turn in range(SAMPLE_ROWS):
        try:
            yield next(reader)
        except (StopIteration, csv.Error):
            return


class _Lines:
    """The file's own lines, counted as they are handed out; those of a spoilt row can be taken back."""

    def __init__(self, source: Iterable[str]) -> None:
        self._source = iter(source)
        self._again: deque[str] = deque()
        self._of_row: list[str] = []
        self.count = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.count += 1
        self._of_row.append(line)
        return line

    def begin_row(self) -> int:
        """Return the line on which the next row begins."""
        self._of_row.clear()
        return self.count + 1

    def take_back(self) -> None:
        """Hand out all lines of this row again but the first: one stray quotation mark spoils one line."""
        again = self._of_row[1:]
        self._again.extendleft(reversed(again))
        self.count -= len(again)


def csv_rows(file: TextIO, *, separator: str, encoding: str) -> Iterator[Row]:
    """Yield every row, blank ones too; a row that can't be read carries its problem and ends no other."""
    lines = _Lines(file)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        begins = lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            lines.take_back()
            yield Row(begins, (), QUOTE_NOT_CLOSED)
        except UnicodeError as error:
            raise FileNotReadable(ENCODING_WRONG, encoding=encoding) from error
        else:
            yield Row(begins, tuple(cells))


def read_sample(path: Path, encoding: str) -> str:
    """Return the first characters of a file."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            return file.read(SAMPLE_CHARACTERS)
    except UnicodeError as error:
        raise FileNotReadable(ENCODING_WRONG, encoding=encoding) from error
