"""The column of a serial number: kept as the plate says, found whatever its width and case (C1)."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import Exact, In

from equipment.rules import fold_serial_number

if TYPE_CHECKING:
    type_text_field = models.CharField[str, str]
    type_exact = Exact[str]
else:
    type_text_field = models.CharField
    type_exact = Exact


class SerialNumberField(type_text_field):
    """Addresses, filters and imports find a unit however its number was typed."""


@SerialNumberField.register_lookup
class SameNumber(type_exact):
    """Equal once width and case are folded; the unique constraint on the upper case serves as its index."""

    def get_prep_lookup(self) -> Any:  # noqa: ANN401 (as Django declares it)
        return _folded(super().get_prep_lookup())

    def process_lhs(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        column, parameters = super().process_lhs(*args, **kwargs)
        return f"UPPER({column})", parameters


@SerialNumberField.register_lookup
class AmongNumbers(In):
    """One of several numbers, once width and case are folded."""

    def get_prep_lookup(self) -> Any:  # noqa: ANN401 (as Django declares it)
        return [_folded(written) for written in super().get_prep_lookup()]

    def process_lhs(self, *args: Any, **kwargs: Any) -> tuple[str, Any]:
        column, parameters = super().process_lhs(*args, **kwargs)
        return f"UPPER({column})", parameters


def _folded(written: object) -> object:
    return fold_serial_number(written) if isinstance(written, str) else written
