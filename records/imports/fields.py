"""What a field of an import takes, and how one cell is read as it: never by guessing."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel

from records.refusals import Refusal
from records.tabular import Value
from records.wording import local_date

Text = str | Promise
BLANKS = "\ufeff \t\r\n\u00a0\u3000"
CURRENCY = "¥￥$€£元"
EXACT_DIGITS = 15  # Excel keeps no more of a number
SHOWN = 40


class FieldType(StrEnum):
    TEXT = "text"
    CODE = "code"  # a text of Latin letters and digits: full-width ones are read as plain ones
    DATE = "date"
    MOMENT = "moment"  # a day with its time; without a zone it is the service region's
    DECIMAL = "decimal"
    INTEGER = "integer"
    CHOICE = "choice"


class DateFormat(models.TextChoices):
    ISO = "iso", _("Year month day (2026-09-15)")
    DAY_FIRST = "dmy", _("Day month year (15/09/2026)")
    MONTH_FIRST = "mdy", _("Month day year (09/15/2026)")
    EXCEL = "excel", _("Excel's count of days (46280)")


class DecimalMark(models.TextChoices):
    POINT = "point", _("Point (1,234.50)")
    COMMA = "comma", _("Comma (1.234,50)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a file can fill. `aliases` are headings that files of the trade use for it."""

    code: str
    label: Text
    type: FieldType = FieldType.TEXT
    is_required: bool = False
    longest: int = 0
    digits: int = 12
    places: int = 2
    choices: tuple[tuple[str, Text], ...] = ()
    default: str = ""
    aliases: tuple[str, ...] = ()
    check: Callable[[Any], object] | None = None
    can_lose_zeros: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of one file are meant."""

    date_format: str = DateFormat.ISO
    decimal_mark: str = DecimalMark.POINT
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # field → written → meant
    epoch: datetime = CALENDAR_WINDOWS_1900


class CellNotReadable(Refusal):
    """A cell can't be read as its field; the message shows what stands there and what is expected."""

    code = "cell_not_readable"


def read_cell(value: Value, wanted: Field, reading: Reading) -> Any:  # noqa: ANN401 (what the field's type says)
    """Return what a cell means for a field; none for a blank one; refuse what can't be meant."""
    written = as_written(value)
    if not written:
        if wanted.is_required:
            raise CellNotReadable(_("Missing: this field is needed."))
        return None
    read = _READERS[wanted.type](value, wanted, reading)
    if wanted.check is not None:
        wanted.check(read)
    return read


def as_written(value: Value) -> str:
    """Return a cell's text as a person sees it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.{EXACT_DIGITS}g}"
    return str(value).strip(BLANKS)


def folded(text: str) -> str:
    """Return a text with full-width letters and digits as plain ones."""
    return unicodedata.normalize("NFKC", text).strip(BLANKS)


def _text(value: Value, wanted: Field, _reading: Reading) -> str:
    if isinstance(value, int | float) and abs(value) >= 10**EXACT_DIGITS:
        raise CellNotReadable(
            _("Excel has rounded this long number. Format the column as text and type the number anew.")
        )
    text = as_written(value)
    if wanted.type is FieldType.CODE:
        text = folded(text)
    if wanted.longest and len(text) > wanted.longest:
        raise CellNotReadable(
            _("Too long: %(count)s characters, at most %(limit)s fit."), count=len(text), limit=wanted.longest
        )
    return text


_TIME = (
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?: ?(?P<half>[AaPp])[Mm])?(?: ?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?))?)?"
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_CHINESE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?" + _TIME)
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SPLIT: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME)
_WRITTEN: Final = {  # format → its patterns, and where year, month and day stand in them
    DateFormat.ISO: ((_ISO, _CHINESE, _COMPACT), (0, 1, 2)),
    DateFormat.DAY_FIRST: ((_SPLIT,), (2, 1, 0)),
    DateFormat.MONTH_FIRST: ((_SPLIT,), (2, 0, 1)),
}
_SERIAL: Final = re.compile(r"\d{1,7}(?:\.\d+)?")


DAY_EXPECTED = _("“%(written)s” is not a date of the form: %(expected)s.")
MOMENT_EXPECTED = _("“%(written)s” is not a day with its time; the day has the form: %(expected)s.")


def _day(value: Value, _wanted: Field, reading: Reading) -> date:
    if isinstance(value, date):
        return local_date(value)
    return local_date(_said_moment(value, reading, expected=DAY_EXPECTED))


def _moment(value: Value, _wanted: Field, reading: Reading) -> datetime:
    """Read a day with its time; one that names no zone is meant in the service region's."""
    if isinstance(value, date):
        return _here(value if isinstance(value, datetime) else datetime.combine(value, time()))
    return _here(_said_moment(value, reading, expected=MOMENT_EXPECTED))


def _here(moment: datetime) -> datetime:
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _said_moment(value: Value, reading: Reading, *, expected: Text) -> datetime:
    text = folded(as_written(value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    try:
        moment = _written_moment(text, reading.date_format)
        if (
            moment is None
            and _SERIAL.fullmatch(text)
            and (is_number or reading.date_format == DateFormat.EXCEL)
        ):
            moment = _counted_moment(float(text), reading.epoch)
        if moment is not None:
            local_date(moment)  # the evening of the last day of all has no day here
    except (ValueError, OverflowError):  # such as 30 February
        moment = None
    if moment is None:
        form = DateFormat(reading.date_format).label
        raise CellNotReadable(expected, written=text[:SHOWN], expected=form)
    return moment


def _written_moment(text: str, date_format: str) -> datetime | None:
    if date_format not in _WRITTEN:
        return None
    patterns, order = _WRITTEN[DateFormat(date_format)]
    match = next((found for pattern in patterns if (found := pattern.fullmatch(text))), None)
    if match is None:
        return None
    parts = [int(part) for part in match.group(1, 2, 3)]
    return _at_time(date(*(parts[place] for place in order)), match.groupdict(""))


def _at_time(day: date, written: Mapping[str, str]) -> datetime:
    """Return the moment that a day and a written time make, in the zone that is written, if one is."""
    if not written.get("hour"):
        return datetime.combine(day, time())
    hour = int(written["hour"])
    if written["half"]:
        hour = hour % 12 + (12 if written["half"] in "Pp" else 0)
    clock = f"{hour:02}:{written['minute']}:{written['second'] or '00'}"
    return datetime.fromisoformat(f"{day}T{clock}{written['zone']}")


def _counted_moment(count: float, epoch: datetime) -> datetime:
    """Read Excel's count of days; 0 and 60 stand for days that never were."""
    try:
        moment: object = from_excel(count, epoch)
    except OverflowError as error:
        raise ValueError(count) from error
    if not isinstance(moment, datetime):
        raise ValueError(count)  # noqa: TRY004 (a time of day is no date: the caller refuses both alike)
    return moment


_POINTED: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_COMMAED: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")


def _decimal(value: Value, wanted: Field, reading: Reading) -> Decimal:
    number = _number(value, reading.decimal_mark)
    if number is None:
        raise CellNotReadable(_("“%(written)s” is not a number."), written=as_written(value)[:SHOWN])
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > wanted.places:
        raise CellNotReadable(
            _("“%(written)s” has more than %(places)s decimals."),
            written=as_written(value)[:SHOWN],
            places=wanted.places,
        )
    if abs(number) >= Decimal(10) ** (wanted.digits - wanted.places):
        raise CellNotReadable(_("“%(written)s” is too large."), written=as_written(value)[:SHOWN])
    return number


def _number(value: Value, mark: str) -> Decimal | None:
    text = as_written(value)
    if isinstance(value, str):
        text = folded(text).replace("\u2212", "-").replace("\u00a0", "").replace(" ", "")
        text = re.sub(rf"^([+-]?)[{CURRENCY}]", r"\1", text).rstrip(CURRENCY)
        pattern = _POINTED if mark == DecimalMark.POINT else _COMMAED
        if not pattern.fullmatch(text):
            return None
        point, group = (".", ",") if mark == DecimalMark.POINT else (",", ".")
        text = text.replace(group, "").replace(point, ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _integer(value: Value, wanted: Field, reading: Reading) -> int:
    number = _number(value, reading.decimal_mark)
    if number is None or number != number.to_integral_value() or abs(number) >= 10**wanted.digits:
        raise CellNotReadable(_("“%(written)s” is not a whole number."), written=as_written(value)[:SHOWN])
    return int(number)


def _choice(value: Value, wanted: Field, reading: Reading) -> str:
    written = as_written(value)
    meant = reading.values.get(wanted.code, {}).get(written)
    if meant is None:
        meant = known_choice(wanted, written)
    if meant is None:
        raise CellNotReadable(
            _("“%(written)s” has no meaning yet. Say at the columns what it stands for."),
            written=written[:SHOWN],
        )
    return meant


def known_choice(wanted: Field, written: str) -> str | None:
    """Return the choice that a text names by its code or its words, if one."""
    plain = folded(written).casefold()
    for code, label in wanted.choices:
        if plain in {code.casefold(), str(label).casefold()}:
            return code
    return None


_READERS: Final[dict[FieldType, Callable[[Value, Field, Reading], Any]]] = {
    FieldType.TEXT: _text,
    FieldType.CODE: _text,
    FieldType.DATE: _day,
    FieldType.MOMENT: _moment,
    FieldType.DECIMAL: _decimal,
    FieldType.INTEGER: _integer,
    FieldType.CHOICE: _choice,
}
