"""What is typed about parts in the administration (E1)."""

from typing import TYPE_CHECKING, Any

from django import forms

from parts.models import Part
from parts.services.catalogue import check_counting, check_successor
from records.refusals import Refusal

if TYPE_CHECKING:
    type_part_form = forms.ModelForm[Part]
else:
    type_part_form = forms.ModelForm


class PartForm(type_part_form):
    """A part of the catalogue: its successors end somewhere, its way of counting stays."""

    class Meta:
        model = Part
        fields = (
            *("code", "name_zh", "name_en", "part_class", "unit", "products", "suppliers", "successor"),
            *("is_valuable", "is_serial_tracked", "is_active"),
        )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code.strip().upper()

    def clean(self) -> dict[str, Any] | None:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            check_successor(self.instance, typed.get("successor"))
            check_counting(self.instance, is_serial_tracked=bool(typed.get("is_serial_tracked")))
        except Refusal as refusal:
            self.add_error(refusal.field, str(refusal))
        return typed
