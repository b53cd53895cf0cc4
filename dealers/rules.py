"""What a code of the network must be, as pure functions: it names a dealer or a person in addresses."""

import re
import unicodedata
from typing import Final

_CODE: Final = re.compile(r"[^\s/\\]+")
_ONLY_DOTS: Final = re.compile(r"\.+")


def clean_code(written: str) -> str:
    """Return a code as it is kept: full-width characters become plain ones, blanks at the ends go."""
    return unicodedata.normalize("NFKC", written).strip()


def is_code(code: str) -> bool:
    """Say whether a cleaned code can stand in an address: printable, without slashes and blanks."""
    return bool(_CODE.fullmatch(code)) and code.isprintable() and not _ONLY_DOTS.fullmatch(code)
