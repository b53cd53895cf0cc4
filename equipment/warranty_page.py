"""What the page of a unit says of its warranties and operating hours (C2, C4)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from equipment.life_line import HEAD, LANE, Band, LifeScale
from equipment.warranty_words import hours_words, terms_words
from records.wording import short_day

if TYPE_CHECKING:
    from equipment.models import HourReading, Warranty
    from equipment.warranty import BookOfWarranty, Kept

WHOLE_MARK: Final = "~"  # no part has a code with this sign
LATEST: Final = 5
PARTS_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class WarrantyRow:
    """One line of the card: what is covered, on which terms, until when."""

    mark: str
    name: str
    terms: str
    ends: str
    note: str
    is_covered: bool
    has_begun: bool


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One line of the card of operating hours."""

    reading: "HourReading"
    hours: str


def mark_of(warranty: "Warranty") -> str:
    """Return how an address names a warranty within its unit."""
    part = warranty.part or WHOLE_MARK
    return f"{part}{WHOLE_MARK}{warranty.replaced_on}" if warranty.replaced_on else part


def find_kept(book: "BookOfWarranty", mark: str) -> "Kept | None":
    """Return the warranty that an address names; none where the unit has no such or is not installed."""
    return next((one for one in book.kept if mark_of(one.warranty) == mark), None)


def rows(book: "BookOfWarranty", *, today: date) -> list[WarrantyRow]:
    """Return each warranty of a unit, the whole unit first; before the installation only the terms."""
    if not book.kept:
        return [
            WarrantyRow(mark_of(row), str(row), terms_words(row), "", "", is_covered=False, has_begun=False)
            for row in book.rows
        ]
    return [_row(one, today=today) for one in book.kept]


def _row(kept: "Kept", *, today: date) -> WarrantyRow:
    warranty, term = kept.warranty, kept.term
    return WarrantyRow(
        mark_of(warranty),
        str(warranty),
        terms_words(warranty),
        str(term.ends_on),
        _("replaced %(day)s") % {"day": short_day(warranty.replaced_on, today)}
        if warranty.replaced_on
        else "",
        is_covered=term.covers(today),
        has_begun=term.cover.begins_on <= today,
    )


def covered_parts(book: "BookOfWarranty", *, today: date) -> list[str]:
    """Name the parts still covered where the whole unit is not, the longest covered first."""
    whole = find_kept(book, WHOLE_MARK)
    if whole is None or whole.term.covers(today):
        return []
    parts = [one for one in book.kept if not one.warranty.is_of_whole_unit and one.term.covers(today)]
    parts.sort(key=lambda one: one.term.ends_on, reverse=True)
    return list(dict.fromkeys(str(one.warranty) for one in parts))[:PARTS_NAMED]


def bands(book: "BookOfWarranty", scale: LifeScale, *, today: date) -> list[Band]:
    """Draw the whole unit's warranty, and under it that of the part which is covered longest."""
    whole = find_kept(book, WHOLE_MARK)
    if whole is None:
        return []
    parts = [one for one in book.kept if not one.warranty.is_of_whole_unit]
    longest = max(parts, key=lambda one: one.term.ends_on, default=None)
    if longest is None:
        return [_band(whole, scale, today=today, y=HEAD + LANE + 9, height=LANE - 18)]
    half = LANE // 2
    return [
        _band(whole, scale, today=today, y=HEAD + LANE + 3, height=half - 4),
        _band(longest, scale, today=today, y=HEAD + LANE + half + 1, height=half - 4),
    ]


def _band(kept: "Kept", scale: LifeScale, *, today: date, y: int, height: int) -> Band:
    term, known = kept.term, {"what": kept.warranty, "terms": terms_words(kept.warranty)}
    is_over = term.ends_on < today
    words = _("%(what)s %(terms)s, over") % known if is_over else _("%(what)s %(terms)s") % known
    last = max(term.ends_on, term.cover.begins_on)
    return scale.band(term.cover.begins_on, last, words, y=y, height=height, tone="band-good")


def last_day(book: "BookOfWarranty") -> date | None:
    """Return the last day that any warranty of the unit covers."""
    return max((one.term.ends_on for one in book.kept), default=None)


def latest_readings(book: "BookOfWarranty") -> list[ReadingRow]:
    """Return the newest readings, the latest first."""
    return [ReadingRow(reading, hours_words(reading.hours)) for reading in book.readings[: -LATEST - 1 : -1]]


def hours_a_day(book: "BookOfWarranty") -> str:
    """Say how many hours a day the unit runs, from its first reading to its latest; empty where unknown."""
    if not book.readings:
        return ""
    first, last = book.readings[0], book.readings[-1]
    begins = (
        (book.unit.in_use_from, 0)
        if first is last and book.unit.in_use_from
        else (first.read_on, first.hours)
    )
    days = (last.read_on - begins[0]).days
    if days <= 0:
        return ""
    return _("%(hours)s h a day") % {"hours": f"{(last.hours - begins[1]) / days:.1f}"}


def hours_figure(book: "BookOfWarranty") -> tuple[str, str] | None:
    """Return the operating hours and how many they are a day; none where nobody has read the meter."""
    return None if book.hours is None else (hours_words(book.hours), hours_a_day(book))
