"""What a typed serial number, text or day must be, as pure functions (C1, C3)."""

import re
import unicodedata
from datetime import date

from dateutil.relativedelta import relativedelta

EARLIEST = date(
    1990, 1, 1
)  # no unit in service is older; keeps a mistyped year from planning calls for centuries
YEARS_AHEAD = 10
LATEST_START_OF_USE = relativedelta(years=1)
_SERIAL = re.compile(r"[^\s/\\]+")
_ONLY_DOTS = re.compile(r"\.+")


def clean_text(written: str) -> str:
    """Return a text without the blanks at its ends, doubled blanks and invisible characters."""
    return "".join(character for character in " ".join(written.split()) if character.isprintable())


def clean_code(written: str) -> str:
    """Return a code with its full-width characters made plain; codes tell upper from lower case."""
    return clean_text(unicodedata.normalize("NFKC", written))


def fold_serial_number(written: str) -> str:
    """Return what two writings of one plate have in common: neither width nor case tells units apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).upper())


def clean_serial_number(written: str) -> str:
    """Return a serial number as it is kept: as typed, but for full width, blanks and invisible characters."""
    return clean_text(unicodedata.normalize("NFKC", written))


def is_serial_number(serial_number: str) -> bool:
    """Say whether a cleaned serial number can stand in an address: with dots, without slashes and blanks."""
    return bool(_SERIAL.fullmatch(serial_number)) and not _ONLY_DOTS.fullmatch(serial_number)


def is_believable(day: date, *, today: date) -> bool:
    """Say whether a day can be meant: neither before there were such machines nor far in the future."""
    return EARLIEST <= day <= today + relativedelta(years=YEARS_AHEAD)


def warranty_end(installed_on: date, months: int) -> date:
    """Return the day on which the warranty that began with the installation ends (C3, C4)."""
    return installed_on + relativedelta(months=months)
