"""What the sheets of an Excel workbook refer to: their list, the number formats, the shared texts."""

from dataclasses import dataclass, field
from datetime import datetime
from posixpath import join, normpath
from typing import Final, NamedTuple
from zipfile import ZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from records.tabular.excel_zip import MOST_UNPACKED, TOO_LARGE_INSIDE, PartReader
from records.tabular.rows import LONGEST_CELL, FileNotReadable

MOST_SHARED_TEXTS = 1_000_000
MOST_SHARED_CHARACTERS = 64 << 20
USUAL_WORKBOOK = "xl/workbook.xml"
NO_SHEET = _("This workbook has no sheet with a table. Put the rows on the first sheet, then send it again.")


class TooLong(str):
    """Stands for a text that was too long to keep."""

    __slots__ = ()


TOO_LONG: Final = TooLong("…")


class Relation(NamedTuple):
    kind: str
    part: str


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    part: str
    is_hidden: bool


@dataclass(slots=True)
class Workbook:
    sheets: list[Sheet] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    counts_from_1904: bool = False

    @property
    def epoch(self) -> datetime:
        epoch: datetime = CALENDAR_MAC_1904 if self.counts_from_1904 else CALENDAR_WINDOWS_1900
        return epoch

    def format_of(self, style: int) -> str:
        return self.formats[style] if 0 <= style < len(self.formats) else "General"


def read_workbook(package: ZipFile) -> Workbook:
    """Read what is needed before a sheet can be read."""
    main = next(
        (part for kind, part in _relations(package, "").values() if kind == "officeDocument"), USUAL_WORKBOOK
    )
    if main not in package.NameToInfo:
        raise FileNotReadable(NO_SHEET)
    book = Workbook()
    relations = _relations(package, main)
    _SheetList(book, relations).read(package, main)
    for kind, part in relations.values():
        if kind == "styles":
            formats = _Formats()
            formats.read(package, part)
            book.formats = formats.shown()
        elif kind == "sharedStrings":
            _Texts(book).read(package, part, most=MOST_UNPACKED)
    return book


class _Relations(PartReader):
    def __init__(self, package: ZipFile, folder: str) -> None:
        super().__init__()
        self.found: dict[str, Relation] = {}
        self._package, self._folder = package, folder

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join(self._folder, target))
        if name == "Relationship" and part in self._package.NameToInfo:
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = Relation(kind, part)


def _relations(package: ZipFile, part: str) -> dict[str, Relation]:
    """Return by its id what a part refers to inside the package."""
    folder, _slash, name = part.rpartition("/")
    path = join(folder, "_rels", f"{name}.rels")
    if path not in package.NameToInfo:
        return {}
    reader = _Relations(package, folder)
    reader.read(package, path)
    return reader.found


class _SheetList(PartReader):
    def __init__(self, book: Workbook, relations: dict[str, Relation]) -> None:
        super().__init__()
        self._book, self._relations = book, relations

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self._book.counts_from_1904 = attributes.get("date1904", "0") in {"1", "true"}
        elif name == "sheet":
            key = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            relation = self._relations.get(key)
            if relation and relation.kind == "worksheet":
                is_hidden = attributes.get("state", "visible") != "visible"
                self._book.sheets.append(Sheet(attributes.get("name", ""), relation.part, is_hidden))


class _Formats(PartReader):
    def __init__(self) -> None:
        super().__init__()
        self._own: dict[int, str] = {}
        self._styles: list[int] = []
        self._is_inside = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self._own[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "General")
        elif name == "cellXfs":
            self._is_inside = True
        elif name == "xf" and self._is_inside:
            self._styles.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._is_inside = False

    def shown(self) -> list[str]:
        return [self._own.get(style) or BUILTIN_FORMATS.get(style, "General") for style in self._styles]


class CellText:
    """Collects the text of one cell up to the longest that is kept."""

    __slots__ = ("_length", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        self._length += len(text)
        if self._length <= LONGEST_CELL:
            self._parts.append(text)

    def taken(self) -> str:
        """Return what was collected and begin anew."""
        if not self._length:
            return ""
        text = TOO_LONG if self._length > LONGEST_CELL else "".join(self._parts)
        self._parts.clear()
        self._length = 0
        return text


class _Texts(PartReader):
    """The texts that cells share; what explains how a text is pronounced is no part of it."""

    def __init__(self, book: Workbook) -> None:
        super().__init__()
        self._texts = book.texts
        self._text = CellText()
        self._total = 0
        self._is_text = self._is_phonetic = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._is_phonetic = self._is_phonetic or name == "rPh"
        self._is_text = name == "t" and not self._is_phonetic

    def end(self, name: str) -> None:
        self._is_text = False
        if name == "rPh":
            self._is_phonetic = False
        elif name == "si":
            self._texts.append(self._text.taken())
            self._total += len(self._texts[-1])
            if len(self._texts) > MOST_SHARED_TEXTS or self._total > MOST_SHARED_CHARACTERS:
                raise FileNotReadable(TOO_LARGE_INSIDE)

    def text(self, written: str) -> None:
        if self._is_text:
            self._text.add(written)
