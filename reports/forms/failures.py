"""What the failure analysis is asked for in its address: checked, and scoped to the person."""

from datetime import date
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dealers.models import Division
from equipment.models import Product
from reports.choices import FailureGroup, Span
from reports.failures import FailureWhere
from reports.failures_asked import FailuresAsked
from reports.forms.satisfaction import NOT_OFFERED, MonthField
from reports.periods import first_of
from tickets.models import FaultClass

if TYPE_CHECKING:
    from django.http import QueryDict

    from dealers.models import User


class FailuresQuery(forms.Form):
    """The address of the page: which model, place and fault class, over which stretch, told apart by what."""

    span = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=Span, required=False, error_messages=NOT_OFFERED
    )
    month = MonthField(label=gettext_lazy("Month"))
    product = forms.ChoiceField(label=gettext_lazy("Model"), required=False, error_messages=NOT_OFFERED)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False, error_messages=NOT_OFFERED)
    fault_class = forms.ChoiceField(
        label=gettext_lazy("Fault class"), required=False, error_messages=NOT_OFFERED
    )
    group_by = forms.ChoiceField(
        label=gettext_lazy("Grouped by"), choices=FailureGroup, required=False, error_messages=NOT_OFFERED
    )

    def __init__(self, query: "QueryDict", *, actor: "User") -> None:
        super().__init__(query)
        products = Product.objects.visible_to(actor).order_by("code").values_list("code", flat=True)
        provinces = Division.objects.visible_to(actor).provinces().values_list("code", "name")
        classes = [(one.code, one.name) for one in FaultClass.objects.visible_to(actor).order_by("code")]
        self.names = dict(classes)
        self._offer("product", [(code, code) for code in products])
        self._offer("region", list(provinces))
        self._offer("fault_class", classes)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (tells the types what the class above says)
        field.choices = [("", _("all")), *choices]
        field.widget.attrs["class"] = "form-select"

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return what is wrong with the address: each field by its label, and the sentence about it."""
        return [
            (str(self.fields[name].label), str(fault))
            for name, faults in self.errors.items()
            for fault in faults
        ]

    def asked(self, today: date) -> FailuresAsked:
        """Return what is asked for; without a stretch, the twelve months that end with this one."""
        given = self.cleaned_data
        return FailuresAsked(
            span=Span(given["span"] or Span.YEAR),
            month=given["month"] or first_of(today),
            where=FailureWhere(given["product"], given["region"], given["fault_class"]),
            grouping=FailureGroup(given["group_by"] or FailureGroup.PRODUCT),
        )
