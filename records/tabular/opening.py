"""Opening a file as a table: its kind by its bytes, its heading, one row after another."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from django.utils.translation import gettext_lazy as _
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900

from records.tabular.csv_files import NOT_A_TABLE, csv_rows, find_encoding, find_separator, read_sample
from records.tabular.excel_book import NO_SHEET, read_workbook
from records.tabular.excel_files import sheet_rows
from records.tabular.excel_zip import opened_package
from records.tabular.rows import FileNotReadable, Row, header_names

ZIP_START: Final = b"PK\x03\x04"
OLD_EXCEL_START: Final = b"\xd0\xcf\x11\xe0"
OTHER_STARTS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"<html",
    b"<!DOC",
    b"MZ",
    b"\x1f\x8b",
)
HEADING_WITHIN = 50  # lines looked through for the heading

OLD_EXCEL = _(
    "This is a workbook of the old kind (.xls) or one with a password. Save it as .xlsx or CSV without one."
)
EMPTY_FILE = _("The file is empty.")
NO_HEADING = _("No heading was found: the first line with text names the columns.")


@dataclass(frozen=True, slots=True)
class Table:
    """A file opened as a table: its columns' names and its rows below them, blank ones left out."""

    kind: str  # "csv" or "xlsx"
    header: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str = ""
    sheet: str = ""
    other_sheets: int = 0
    epoch: datetime = CALENDAR_WINDOWS_1900


def kind_of(path: Path) -> str:
    """Return "csv" or "xlsx" by what the file holds, whatever its name says."""
    with path.open("rb") as file:
        start = file.read(512)
    if not start.strip():
        raise FileNotReadable(EMPTY_FILE)
    if start.startswith(ZIP_START):
        return "xlsx"
    if start.startswith(OLD_EXCEL_START):
        raise FileNotReadable(OLD_EXCEL)
    if start.lower().startswith(tuple(mark.lower() for mark in OTHER_STARTS)):
        raise FileNotReadable(NOT_A_TABLE)
    return "csv"


@contextmanager
def open_table(path: Path, *, encoding: str = "") -> Iterator[Table]:
    """Open a file as a table; `encoding` overrides what was found in a CSV."""
    if kind_of(path) == "xlsx":
        with _excel_table(path) as table:
            yield table
    else:
        with _csv_table(path, encoding or find_encoding(path)) as table:
            yield table


@contextmanager
def _csv_table(path: Path, encoding: str) -> Iterator[Table]:
    sample = read_sample(path, encoding)
    hint = sample[:6].rstrip("\r\n")
    is_hinted = hint.startswith("sep=") and len(hint) == len("sep=;")
    separator = hint[-1] if is_hinted else find_separator(sample)
    with path.open(encoding=encoding, newline="") as file:
        rows = csv_rows(file, separator=separator, encoding=encoding)
        if is_hinted:
            next(rows)
        header, below = _heading(rows)
        yield Table("csv", header, below, encoding=encoding)


@contextmanager
def _excel_table(path: Path) -> Iterator[Table]:
    with opened_package(path) as package:
        book = read_workbook(package)
        shown = [sheet for sheet in book.sheets if not sheet.is_hidden]
        if not shown:
            raise FileNotReadable(NO_SHEET)
        header, below = _heading(sheet_rows(package, shown[0], book))
        yield Table("xlsx", header, below, sheet=shown[0].name, other_sheets=len(shown) - 1, epoch=book.epoch)


def _heading(rows: Iterator[Row]) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Take the first row with text as the heading; return it and the rows below."""
    for row in rows:
        if row.problem or row.line > HEADING_WITHIN:
            raise FileNotReadable(NO_HEADING)
        if row.is_blank:
            continue
        return header_names(row.cells), (below for below in chain(rows) if not below.is_blank)
    raise FileNotReadable(NO_HEADING)
