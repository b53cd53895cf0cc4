"""Whether a unit is in warranty, asked by its exact serial number whoever's it is (C4, D4)."""

from datetime import date

from equipment.models import Equipment
from equipment.rules import clean_serial_number


def find_covered_unit(serial_number: str, *, on: date) -> Equipment | None:
    """Return the unit of an exact serial number if it is in warranty: the only way to another dealer's.

    One that is unknown, not installed or out of warranty is none of them: nobody learns which.
    """
    rows = Equipment.objects.filter(serial_number=clean_serial_number(serial_number))
    unit = rows.select_related("product").first()
    ends_on = unit.warranty_ends_on if unit else None
    return unit if ends_on is not None and ends_on >= on else None
