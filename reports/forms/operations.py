"""What the operations report is asked for in its address: checked, and scoped to the person."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dealers.models import Dealer, Division
from equipment.models import Product
from reports.choices import OperationsGroup, Span
from reports.forms.satisfaction import NOT_OFFERED, MonthField
from reports.operations import NOBODY, Where
from reports.operations_asked import OperationsAsked
from reports.periods import A_MONTH, Period, first_of

if TYPE_CHECKING:
    from django.http import QueryDict

    from dealers.models import User


class WhereForm(forms.Form):
    """Whose tickets, of which model and place: only what exists for the person can be chosen."""

    dealer = forms.ChoiceField(label=gettext_lazy("Dealer"), required=False, error_messages=NOT_OFFERED)
    product = forms.ChoiceField(label=gettext_lazy("Model"), required=False, error_messages=NOT_OFFERED)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False, error_messages=NOT_OFFERED)
    group_by = forms.ChoiceField(
        label=gettext_lazy("Grouped by"),
        choices=OperationsGroup,
        required=False,
        error_messages=NOT_OFFERED,
    )

    def __init__(self, query: "QueryDict", *, actor: "User") -> None:
        super().__init__(query)
        dealers = list(Dealer.objects.visible_to(actor).order_by("name").values_list("code", "name"))
        products = Product.objects.visible_to(actor).order_by("code").values_list("code", flat=True)
        provinces = Division.objects.visible_to(actor).provinces().values_list("code", "name")
        self.dealers = [*dealers, (NOBODY, _("Headquarters"))] if actor.is_head_office else dealers
        self._offer("dealer", self.dealers)
        self._offer("product", [*((code, code) for code in products), (NOBODY, _("No model"))])
        self._offer("region", [*provinces, (NOBODY, _("No place"))])

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

    @property
    def where(self) -> Where:
        return Where(*(self.cleaned_data[name] for name in ("dealer", "product", "region")))

    @property
    def grouping(self) -> OperationsGroup:
        return OperationsGroup(self.cleaned_data["group_by"] or OperationsGroup.DEALER)


class OperationsQuery(WhereForm):
    """The address of the page."""

    span = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=Span, required=False, error_messages=NOT_OFFERED
    )
    month = MonthField(label=gettext_lazy("Month"))

    def asked(self, today: date) -> OperationsAsked:
        """Return what is asked for; without a month, this month."""
        given = self.cleaned_data
        return OperationsAsked(
            span=Span(given["span"] or Span.MONTH),
            month=given["month"] or first_of(today),
            where=self.where,
            grouping=self.grouping,
        )


class OperationsFiguresQuery(WhereForm):
    """What a program asks for: grouping, conditions, and the months from and to, both included."""

    month_from = MonthField()
    month_to = MonthField()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, last = given.get("month_from"), given.get("month_to")
        if start and last and last < start:
            self.add_error("month_to", _("The last month lies before the first one."))
        return given

    @property
    def period(self) -> Period:
        last = self.cleaned_data["month_to"]
        return Period(self.cleaned_data["month_from"], last + A_MONTH if last else None)
