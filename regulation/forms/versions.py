"""What people type about a version: its day, its reason, its parameters, its clauses (K1)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from regulation.choices import CountedFrom
from regulation.clauses import flatten, nested
from regulation.leaves import Leaf, leaves
from regulation.names import group_name, leaf_name, unit_words
from regulation.services import ClauseNotValid, ParametersNotValid, check_clause

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from regulation.models import Clause, RegulationVersion

ZH, EN = ".zh", ".en"


class DraftForm(forms.Form):
    """The first step of a new version: from which day, and why."""

    in_force_from = forms.DateField(label=_("In force from"), widget=forms.DateInput)
    reason = forms.CharField(
        label=_("What changes and why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_in_force_from(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        if day <= self.today:
            raise forms.ValidationError(
                _("A version takes effect after the day it is approved. Choose a day after %(day)s."),
                params={"day": self.today.isoformat()},
            )
        return day


class VersionForm(DraftForm):
    """A whole draft: a field for each parameter by its path, two for each clause."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: "RegulationVersion", **kwargs: Any) -> None:
        self.values = flatten(draft.typed.model_dump(mode="json"))
        self.clauses: list[Clause] = list(draft.clauses.in_order())
        kwargs["initial"] = {
            "version": draft.version,
            "in_force_from": draft.in_force_from,
            "reason": draft.reason,
            **self.values,
            **{f"{clause.code}{ZH}": clause.text_zh for clause in self.clauses},
            **{f"{clause.code}{EN}": clause.text_en for clause in self.clauses},
        }
        super().__init__(*args, **kwargs)
        self.fields |= {leaf.path: field_of(leaf) for leaf in leaves()}
        for clause in self.clauses:
            self.fields[f"{clause.code}{ZH}"] = _text_field(_("Chinese"))
            self.fields[f"{clause.code}{EN}"] = _text_field(_("English"))

    def clean(self) -> dict[str, Any]:
        """Check that each clause names only parameters that exist."""
        cleaned = super().clean() or {}
        for clause in self.clauses:
            for name in (f"{clause.code}{ZH}", f"{clause.code}{EN}"):
                try:
                    check_clause(clause.code, cleaned.get(name) or "{planning_months}", nested(self.values))
                except ClauseNotValid as refusal:
                    self.add_error(name, str(refusal))
        return cleaned

    def parameters(self) -> dict[str, Any]:
        """Return the parameters as typed, over those that the form does not ask for."""
        typed = {leaf.path: self.cleaned_data[leaf.path] for leaf in leaves()}
        return nested(self.values | typed)

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return code → (Chinese, English) of all clauses."""
        typed = self.cleaned_data
        return {
            clause.code: (typed[f"{clause.code}{ZH}"], typed[f"{clause.code}{EN}"]) for clause in self.clauses
        }

    def refuse(self, refusal: Refusal) -> None:
        """Put what the service refused beside the field it is about."""
        if not isinstance(refusal, ParametersNotValid):
            self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))
            return
        for path, words in refusal.faults.items():
            if path in self.fields:
                self.add_error(path, words)
            else:
                self.add_error(
                    None, gettext("%(name)s: %(value)s") % {"name": group_name(path), "value": words}
                )

    def groups(self) -> Iterator[tuple[str, list[BoundField]]]:
        """Yield the parameters' fields by group, in the order of the regulation."""
        by_group: dict[str, list[BoundField]] = {}
        for leaf in leaves():
            by_group.setdefault(leaf.group, []).append(self[leaf.path])
        for group, fields in by_group.items():
            yield group_name(group), fields

    def clause_rows(self) -> Iterator[tuple["Clause", BoundField, BoundField]]:
        for clause in self.clauses:
            yield clause, self[f"{clause.code}{ZH}"], self[f"{clause.code}{EN}"]


class DecisionForm(forms.Form):
    """A step of the deputy or the general manager; `version` is what they looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class UnitInput(forms.NumberInput):
    """A number with what it counts beside it: 7 days."""

    def __init__(self, *, unit: str, attrs: dict[str, Any]) -> None:
        super().__init__(attrs=attrs)
        self.unit = unit

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        number = super().render(*args, **kwargs)
        if not self.unit:
            return number
        return format_html('<div class="with-unit">{}<span>{}</span></div>', number, self.unit)


def field_of(leaf: Leaf) -> forms.Field:
    """Return the form field that a parameter's type asks for."""
    label = leaf_name(leaf.path)
    if leaf.kind == "boolean":
        return forms.BooleanField(label=label, required=False)
    if leaf.kind == "choice":
        choices = [(code, words) for code, words in CountedFrom.choices if code in leaf.choices]
        return forms.ChoiceField(label=label, choices=choices)
    if leaf.kind == "string":
        return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    step = "1" if leaf.kind == "integer" else "0.01"
    number = UnitInput(unit=unit_words(leaf.path), attrs={"step": step})
    kind = forms.IntegerField if leaf.kind == "integer" else forms.FloatField
    ends: dict[str, Any] = {"min_value": leaf.least, "max_value": leaf.most}
    return kind(
        label=label,
        required=not leaf.is_optional,
        widget=number,
        **ends,
    )


def _text_field(label: "StrOrPromise") -> forms.CharField:
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
