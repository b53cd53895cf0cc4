"""What a report is asked for in its address: checked, and scoped to the person."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from dealers.models import Dealer
from equipment.models import Product
from regulation.choices import RuleCode
from reports.asked import Asked
from reports.choices import HEADQUARTERS, WITHOUT, GroupBy, Shown, Span
from reports.periods import A_MONTH, Period, first_of, month_of
from reports.satisfaction import Conditions

if TYPE_CHECKING:
    from django.http import QueryDict

    from dealers.models import User

NOT_OFFERED: Final = {"invalid_choice": gettext_lazy("“%(value)s” can't be chosen here.")}
GROUPINGS: Final = lazy(lambda: pgettext("between the items of a list", ", ").join(GroupBy.values), str)()


class MonthField(forms.CharField):
    """A month written as 2026-09, cleaned to its first day."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "month": gettext_lazy("Write a month as year and month, for example 2026-09."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def clean(self, value: object) -> date | None:
        written = super().clean(value)
        month = month_of(written)
        if written and month is None:
            raise forms.ValidationError(self.error_messages["month"], code="month")
        return month


class ConditionsForm(forms.Form):
    """Whose calls, of which model and stage: only what exists for the person can be chosen."""

    dealer = forms.ChoiceField(label=gettext_lazy("Dealer"), required=False, error_messages=NOT_OFFERED)
    product = forms.ChoiceField(label=gettext_lazy("Model"), required=False, error_messages=NOT_OFFERED)
    rule = forms.ChoiceField(label=gettext_lazy("Stage"), required=False, error_messages=NOT_OFFERED)

    def __init__(self, query: "QueryDict", *, actor: "User") -> None:
        super().__init__(query)
        dealers = Dealer.objects.visible_to(actor).order_by("name")
        self.dealers = list(dealers.values_list("code", "name"))
        if actor.is_head_office:
            self.dealers.append((HEADQUARTERS, _("Headquarters")))
        products = Product.objects.all().order_by("code").values_list("code", flat=True)
        self._offer("dealer", self.dealers)
        self._offer("product", [(code, code) for code in products])
        self._offer("rule", [(code.value, str(code.label)) for code in RuleCode])
        if self.data.get("product") == WITHOUT:  # stands in an address, is not offered
            self._offer("product", [(WITHOUT, _("No model"))])

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
    def tokens(self) -> list[tuple[str, str, str]]:
        """Return the conditions in force as (name, label, value in words)."""
        return [
            (name, str(self.fields[name].label), str(dict(self[name].field.widget.choices)[value]))
            for name, value in self.conditions.as_query().items()
        ]

    @property
    def conditions(self) -> Conditions:
        return Conditions(*(self.cleaned_data[name] for name in ("dealer", "product", "rule")))


class PageQuery(ConditionsForm):
    """The address of a page: conditions, stretch, month, and what is looked at more closely."""

    span = forms.ChoiceField(
        label=gettext_lazy("Period"), choices=Span, required=False, error_messages=NOT_OFFERED
    )
    month = MonthField(label=gettext_lazy("Month"))
    focus = forms.CharField(label=gettext_lazy("Row of the ranking"), required=False, max_length=40)
    shown = forms.ChoiceField(
        label=gettext_lazy("Figure"), choices=Shown, required=False, error_messages=NOT_OFFERED
    )
    group_by = forms.ChoiceField(
        label=gettext_lazy("Grouped by"), choices=GroupBy, required=False, error_messages=NOT_OFFERED
    )

    def asked(self, today: date) -> Asked:
        """Return what is asked for; without a month, this month."""
        given = self.cleaned_data
        return Asked(
            conditions=self.conditions,
            span=Span(given["span"] or Span.MONTH),
            month=given["month"] or first_of(today),
            focus=given["focus"],
            shown=Shown(given["shown"] or Shown.COMPLETED),
            grouping=self.grouping,
        )

    @property
    def grouping(self) -> GroupBy:
        return GroupBy(self.cleaned_data["group_by"] or GroupBy.DEALER)


class FiguresQuery(ConditionsForm):
    """What a program asks for: grouping, conditions, and the months from and to, both included."""

    group_by = forms.ChoiceField(
        choices=GroupBy,
        required=False,
        error_messages={
            "invalid_choice": format_lazy(
                gettext_lazy("Figures can't be grouped by this. Group them by one of: {groupings}."),
                groupings=GROUPINGS,
            )
        },
    )
    month_from = MonthField()
    month_to = MonthField()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        start, last = given.get("month_from"), given.get("month_to")
        if start and last and last < start:
            self.add_error("month_to", _("The last month lies before the first one."))
        return given

    @property
    def grouping(self) -> GroupBy:
        return GroupBy(self.cleaned_data["group_by"] or GroupBy.DEALER)

    @property
    def period(self) -> Period:
        last = self.cleaned_data["month_to"]
        return Period(self.cleaned_data["month_from"], last + A_MONTH if last else None)
