"""Which version a reader asks for by its number: that one, else the one in force (K1)."""

from datetime import date
from typing import TYPE_CHECKING, Final

from regulation.models import RegulationVersion

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_NUMBER: Final = 9  # digits: a longer one names no version, and a very long one is no number to Python


def version_asked(actor: "User", number: str, *, on: date) -> RegulationVersion | None:
    """Return the version with a number as far as the reader may read it; without one, that of the day."""
    rows = RegulationVersion.objects.visible_to(actor)
    if not number:
        return rows.in_force(on).first()
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    return rows.filter(number=number).first() if is_number else None
