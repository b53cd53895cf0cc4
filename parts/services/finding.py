"""Finding what a person names by its code: among the rows that exist for them, else a refusal (L2)."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from equipment.models import Equipment
from parts.models import Part, StockPlace
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User
    from parts.querysets import StockPlaceQuerySet


class NoSuchPart(Refusal):
    code = "no_such_part"
    message = _("There is no part “%(code)s” in the catalogue. Check the code.")


class NoSuchPlace(Refusal):
    """Another house's place does not exist for who asks, in these same words."""

    code = "no_such_place"
    message = _("There is no place “%(code)s”. Choose one of the list.")


class NoSuchUnit(Refusal):
    code = "no_such_unit"
    message = _("There is no unit “%(code)s”. Check the serial number.")


def find_part(code: str, *, actor: "User") -> Part:
    """Return a part by its code, in whatever letters it is typed."""
    part = (
        Part.objects.visible_to(actor).select_related("successor").filter(code=code.strip().upper()).first()
    )
    if part is None:
        raise NoSuchPart(code=code.strip(), field="part")
    return part


def find_place(code: str, *, actor: "User", field: str = "place") -> StockPlace:
    """Return a place of the person's house, or of headquarters to who works there."""
    return _found(StockPlace.objects.visible_to(actor).with_names().filter(code=code.strip()), code, field)


def find_store(code: str, *, actor: "User", field: str = "to") -> StockPlace:
    """Return a store that the person can send to: their own, their centre's, the central one."""
    rows = StockPlace.objects.in_reach_of(actor).stores().with_names()
    return _found(rows.filter(code=code.strip()), code, field)


def _found(rows: "StockPlaceQuerySet", code: str, field: str) -> StockPlace:
    place = rows.first()
    if place is None:
        raise NoSuchPlace(code=code.strip(), field=field)
    return place


def find_unit(serial_number: str, *, actor: "User", field: str = "equipment") -> Equipment:
    """Return a unit by its serial number."""
    serial = serial_number.strip().upper()
    unit = Equipment.objects.visible_to(actor).filter(serial_number=serial).first()
    if unit is None:
        raise NoSuchUnit(code=serial_number.strip(), field=field)
    return unit
