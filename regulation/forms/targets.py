"""The field of a time that a level sets: hours, minutes, and which hours count (D3)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from regulation.choices import TimeBasis
from regulation.levels import MOST_MINUTES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from regulation.levels import Target

HOUR: Final = 60
MOST_HOURS: Final = MOST_MINUTES // HOUR


class TargetInput(forms.MultiWidget):
    """A time as hours and minutes, with which hours count."""

    def __init__(self) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            [forms.TextInput(number), forms.TextInput(number), forms.Select(choices=TimeBasis.choices)]
        )

    @staticmethod
    def parts_of(target: "Target | None") -> tuple[str, str, str]:
        if target is None:
            return "", "", TimeBasis.WORKING.value
        hours, minutes = divmod(target.minutes, HOUR)
        return str(hours or ""), str(minutes or ""), target.basis.value

    def render(self, *_args: Any, **drawn: Any) -> SafeString:
        """Draw the three parts in a row, each named for who hears the page; the label points to the first."""
        own = drawn["attrs"]
        value: list[str] = drawn["value"]  # forms are always drawn of what was typed
        hours, minutes, basis = (
            widget.render(f"{drawn['name']}_{part}", value[part], own | self._attrs_of(part, own))
            for part, widget in enumerate(self.widgets)
        )
        return format_html(
            '<div class="span-in">{}<span>{}</span>{}<span>{}</span>{}</div>',
            hours,
            pgettext("unit", "h"),
            minutes,
            pgettext("unit", "min"),
            basis,
        )

    def _attrs_of(self, part: int, own: Mapping[str, Any]) -> dict[str, str]:
        shape = ("form-control", "form-control", "form-select")[part]
        return {
            "id": f"{own['id']}_{part}" if part else own["id"],
            "class": f"{shape} is-invalid" if "aria-invalid" in own else shape,
            "aria-label": (_("hours"), _("minutes"), _("which hours count"))[part],
        }


class TargetField(forms.MultiValueField):
    """The time of one clock; hours and minutes left empty promise none."""

    def __init__(self, label: "StrOrPromise") -> None:
        hours = forms.IntegerField(
            required=False,
            min_value=0,
            max_value=MOST_HOURS,
            error_messages=_faults_of_number(gettext_lazy("Write hours from 0 to 8,784, which is 366 days.")),
        )
        minutes = forms.IntegerField(
            required=False,
            min_value=0,
            max_value=HOUR - 1,
            error_messages=_faults_of_number(gettext_lazy("Write minutes from 0 to 59.")),
        )
        basis = forms.ChoiceField(choices=TimeBasis.choices, required=False)
        super().__init__(
            [hours, minutes, basis],
            label=label,
            widget=TargetInput(),
            required=False,
            require_all_fields=False,
        )

    def compress(self, data_list: Sequence[Any]) -> dict[str, Any] | None:
        if not data_list or (data_list[0] is None and data_list[1] is None):
            return None
        hours, minutes, basis = data_list
        spent = (hours or 0) * HOUR + (minutes or 0)
        if not 0 < spent <= MOST_MINUTES:
            raise forms.ValidationError(_("Write one minute to 366 days, or leave both empty for no time."))
        return {"minutes": spent, "basis": basis or TimeBasis.WORKING.value}


def _faults_of_number(words: "StrOrPromise") -> dict[str, "StrOrPromise"]:
    return dict.fromkeys(("invalid", "min_value", "max_value"), words)
