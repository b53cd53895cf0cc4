"""The column of a serial number, which folds width and case wherever it is written or asked for (C1)."""

from typing import TYPE_CHECKING, Any

from django.db import models

from equipment.rules import fold_serial_number

if TYPE_CHECKING:
    type_text_field = models.CharField[str, str]
else:
    type_text_field = models.CharField


class SerialNumberField(type_text_field):
    """Kept in upper case; addresses, filters and imports find a unit however its number was typed."""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 (as Django declares it)
        prepared = super().get_prep_value(value)
        return fold_serial_number(prepared) if isinstance(prepared, str) else prepared
