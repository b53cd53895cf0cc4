"""The forms by which somebody writes down operating hours, or takes a wrong reading back (C4, C5)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.services.warranty import LONGEST_REASON, MOST_HOURS


class HoursForm(forms.Form):
    """What the meter shows, and on which day."""

    meter = forms.IntegerField(
        label=_("Meter shows"),
        min_value=0,
        max_value=MOST_HOURS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the hours that the meter shows.")},
    )
    read_on = forms.DateField(label=_("Read on"), widget=forms.DateInput(attrs={"type": "date"}))
    is_new_meter = forms.BooleanField(label=_("The meter was replaced: this one began at 0"), required=False)

    def reading(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("meter", "read_on", "is_new_meter")}


class WithdrawalForm(forms.Form):
    """Why a reading is wrong."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the reading is wrong: it stays in the history.")},
    )
