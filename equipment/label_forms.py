"""The forms of labels: which units get one, and why a code on one ends (D1)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.labels import LabelGrid
from equipment.models import Equipment

if TYPE_CHECKING:
    from equipment.querysets import EquipmentQuerySet


class LabelsForm(forms.Form):
    """Which units get a label, and on which sheets."""

    units = forms.ModelMultipleChoiceField(
        Equipment.objects.none(),
        to_field_name="serial_number",
        label=_("Units"),
        error_messages={"required": _("Choose at least one unit.")},
    )
    grid = forms.ChoiceField(label=_("Sheet"), choices=LabelGrid.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, units: "EquipmentQuerySet", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units  # type: ignore[attr-defined]  # the stubs can't know


class CodeReasonForm(forms.Form):
    """Why the code on a unit's label ends."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why, in a few words: it stays in the unit's history.")},
    )
