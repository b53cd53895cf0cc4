"""Lists as Excel files: every text stays text, every file is capped and recorded (C10, safety.md I8, F3)."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from records.audit import record_audit
from records.refusals import Refusal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # Excel's own limit
LONGEST_SHEET_NAME = 31
LINK_COLOUR = "0C5A60"  # the brand of static/css/tokens.css
NARROWEST, WIDEST = 8, 60  # of a column, in Latin characters
SAMPLED = 200  # rows that say how wide the columns are: the widths stand before the rows in the file
DAY_FORMAT, MOMENT_FORMAT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
# What a spreadsheet takes for the beginning of a formula, in half and full width.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
READ_AS_MORE = (*FORMULA_STARTS, "#")


class Linked(NamedTuple):
    """A value that opens an address; the address stands beside the cell, never in it as a formula."""

    value: object
    url: str


class TooManyRows(Refusal):
    code = "too_many_rows"
    message = _("This list has more than %(limit)s rows. Narrow the filters, then take it away again.")


def excel_response(
    *,
    actor: "AbstractBaseUser",
    at: datetime,
    name: str,
    header: Sequence[object],
    rows: Iterable[Sequence[object]],
    object_type: str,
) -> HttpResponse:
    """Give a list away as an Excel file named `name`, and record who took how many rows of what."""
    content, count = excel_bytes(name=name, header=header, rows=rows)
    record_audit(
        actor=actor,
        at=at,
        verb="export",
        object_type=object_type,
        object_ref=name,
        reason=f"{count} rows, sha256 {hashlib.sha256(content).hexdigest()}",
    )
    return HttpResponse(
        content,
        content_type=EXCEL,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.xlsx"),
            "X-Content-Type-Options": "nosniff",
        },
    )


def excel_bytes(
    *, name: str, header: Sequence[object], rows: Iterable[Sequence[object]]
) -> tuple[bytes, int]:
    """Write an Excel file row by row; return its bytes and its count of rows without the header."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(name))
    sheet.freeze_panes = "A2"
    coming = iter(rows)
    first = list(islice(coming, SAMPLED))
    for position, width in enumerate(_widths(header, first), start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.append([_title(sheet, title) for title in header])
    count = 0
    for row in chain(first, coming):
        count += 1
        if count > settings.EXPORT_MAX_ROWS:
            sheet.close()
            raise TooManyRows(limit=f"{settings.EXPORT_MAX_ROWS:,}")
        sheet.append([_cell(sheet, value) for value in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue(), count


def _widths(header: Sequence[object], rows: Sequence[Sequence[object]]) -> list[int]:
    """Return how wide each column is drawn: as its title and what stands in it, within bounds."""
    widths = [_width(title) for title in header]
    for row in rows:
        for place, value in enumerate(row[: len(widths)]):
            widths[place] = max(widths[place], _width(value))
    return [max(NARROWEST, min(WIDEST, width + 2)) for width in widths]


def _width(value: object) -> int:
    """Return how many Latin characters a value is wide: a moment as its format, a CJK sign as two."""
    if isinstance(value, Linked):
        return _width(value.value)
    if isinstance(value, date):
        return len(MOMENT_FORMAT if isinstance(value, datetime) else DAY_FORMAT)
    text = "" if value is None else str(value)[:LONGEST_CELL]
    lines = text.splitlines() or [""]
    return max(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines)


def _sheet_name(name: str) -> str:
    plain = "".join(" " if character in r"[]:*?/\\" else character for character in name)
    return plain.strip("'")[:LONGEST_SHEET_NAME] or "1"


def _title(sheet: "WriteOnlyWorksheet", title: object) -> object:
    cell = _text_cell(sheet, as_text(title))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: "WriteOnlyWorksheet", value: object) -> object:
    """Keep numbers, days and moments what they are; everything else is text, never a formula."""
    if isinstance(value, Linked):
        return _linked(sheet, value)
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, date):
        return _dated(sheet, value)
    text = as_text(value)
    return _text_cell(sheet, text) if text.startswith(READ_AS_MORE) else text


def _text_cell(sheet: "WriteOnlyWorksheet", text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"  # openpyxl takes “=…” for a formula and “#N/A” for an error
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True  # stays text when somebody edits the cell
    return cell


def _linked(sheet: "WriteOnlyWorksheet", linked: Linked) -> WriteOnlyCell:
    shown = _cell(sheet, linked.value)
    cell = shown if isinstance(shown, Cell) else WriteOnlyCell(sheet, value=shown)
    cell.hyperlink = linked.url
    cell.font = Font(color=LINK_COLOUR, underline="single")
    return cell


def _dated(sheet: "WriteOnlyWorksheet", value: date) -> WriteOnlyCell:
    is_moment = isinstance(value, datetime)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    cell = WriteOnlyCell(sheet, value=value)
    cell.number_format = MOMENT_FORMAT if is_moment else DAY_FORMAT
    return cell


def as_text(value: object) -> str:
    """Return a text that a spreadsheet can hold: no control characters, one kind of line end."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    plain: str = ILLEGAL_CHARACTERS_RE.sub("", text)
    return plain[:LONGEST_CELL]
