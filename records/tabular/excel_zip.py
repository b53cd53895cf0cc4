"""The package of an Excel file, with limits on what it says it holds and on what it really holds (H11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _

from records.tabular.rows import FileNotReadable

MEBIBYTE: Final = 1 << 20
MOST_PARTS = 2_000
MOST_UNPACKED = 128 * MEBIBYTE  # all parts together, as declared
MOST_OF_A_SMALL_PART = 8 * MEBIBYTE  # workbook, styles, relations
MOST_RATIO = 200
RATIO_MATTERS_FROM = 16 * MEBIBYTE
MOST_ELEMENTS = 12_000_000
DEEPEST = 64
LONGEST_TAG = 2 * MEBIBYTE
BLOCK = 64 * 1024
ENCRYPTED = 0x1

BROKEN = _("This Excel file is damaged. Open it in Excel, save it anew as .xlsx, then send that file.")
TOO_LARGE_INSIDE = _(
    "This Excel file unpacks to far more than it should. Copy the rows into a new workbook and send that one."
)
LOCKED = _("This Excel file is protected by a password. Save a copy without one, then send that.")


@contextmanager
def opened_package(path: Path) -> Iterator[ZipFile]:
    """Open the package after a look at its list of parts; nothing is unpacked yet."""
    try:
        package = ZipFile(path)
    except (BadZipFile, EOFError, ValueError) as error:
        raise FileNotReadable(BROKEN) from error
    with package:
        _check_declared(package.infolist(), packed=path.stat().st_size)
        yield package


def _check_declared(parts: list[ZipInfo], *, packed: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        raise FileNotReadable(TOO_LARGE_INSIDE)
    if unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1):
        raise FileNotReadable(TOO_LARGE_INSIDE)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise FileNotReadable(LOCKED)


class PartReader:
    """Reads one XML part as a stream of events, without building a tree; no size of it escapes a limit.

    A subclass says what an element's begin, its end and a text mean; names come without prefixes, because
    producers differ in theirs.
    """

    def __init__(self) -> None:
        self._depth = self._elements = 0
        self._plain: dict[str, str] = {}
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.text

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        """Nothing happens at the end of an element unless a subclass says so."""

    def text(self, written: str) -> None:
        """Texts between tags mean nothing unless a subclass says so."""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise FileNotReadable(TOO_LARGE_INSIDE)
        name = self._plain.get(tag)
        if name is None:
            name = tag.rpartition(":")[2]
            if len(self._plain) < DEEPEST:
                self._plain[tag] = name
        self.begin(name, attributes)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        self.end(self._plain.get(tag) or tag.rpartition(":")[2])

    def _refuse_doctype(self, *_arguments: object) -> None:
        raise FileNotReadable(BROKEN)

    def read(self, package: ZipFile, name: str, *, most: int = MOST_OF_A_SMALL_PART) -> None:
        """Read a whole part."""
        for _step in self.steps(package, name, most=most):
            pass

    def steps(self, package: ZipFile, name: str, *, most: int) -> Iterator[None]:
        """Feed a part block by block, giving way after each; stop on its actual size."""
        read = 0
        try:
            with package.open(name) as file:
                while block := file.read(BLOCK):
                    read += len(block)
                    if read > most:
                        raise FileNotReadable(TOO_LARGE_INSIDE)
                    self.parser.Parse(block)
                    if read - self.parser.CurrentByteIndex > LONGEST_TAG:
                        raise FileNotReadable(TOO_LARGE_INSIDE)
                    yield
                self.parser.Parse(b"", True)  # noqa: FBT003 (expat takes no keywords)
                yield
        except (expat.ExpatError, BadZipFile, EOFError, ValueError, KeyError, NotImplementedError) as error:
            raise FileNotReadable(BROKEN) from error
        except OSError as error:  # a stream that does not unpack
            raise FileNotReadable(BROKEN) from error
