"""The form by which an agent corrects a unit's data (C6)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.forms import SeenForm
from equipment.services.facts import LONGEST, UnitFacts

if TYPE_CHECKING:
    from equipment.models import Equipment


class FactsForm(SeenForm):
    gps_terminal = forms.CharField(
        label=_("GPS terminal"), max_length=LONGEST["gps_terminal"], required=False
    )
    project_name = forms.CharField(label=_("Project"), max_length=LONGEST["project_name"])
    first_place_of_use = forms.CharField(label=_("Place"), max_length=LONGEST["first_place_of_use"])

    factory_on = forms.DateField(
        label=_("Factory date"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, unit: "Equipment", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"version": unit.version} | {name: getattr(unit, name) for name in LONGEST}
        self.initial["factory_on"] = unit.factory_on and unit.factory_on.isoformat()

    def facts(self) -> UnitFacts:
        return UnitFacts(**{name: self.cleaned_data[name] for name in (*LONGEST, "factory_on")})
