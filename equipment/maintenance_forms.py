"""What headquarters writes as the maintenance plan of a model, and what is written down as done (C5)."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.choices import MaintenanceCounts
from equipment.models import ProductMaintenance
from equipment.rules import clean_text
from equipment.services.maintenance import LONGEST_REASON

if TYPE_CHECKING:
    type_plan_form = forms.ModelForm[ProductMaintenance]
else:
    type_plan_form = forms.ModelForm

LONGEST_POINT = 120
MOST_POINTS = 40


class ProductMaintenanceForm(type_plan_form):
    """One line of a model's plan: when it is due, and what is done, point by point."""

    class Meta:
        model = ProductMaintenance
        fields = (
            "code",
            "name_zh",
            "name_en",
            "is_first",
            "months",
            "hours",
            "counts",
            "checks_zh",
            "checks_en",
        )
        widgets: ClassVar = {
            "checks_zh": forms.Textarea(attrs={"rows": 4, "cols": 28}),
            "checks_en": forms.Textarea(attrs={"rows": 4, "cols": 28}),
        }

    def clean_checks_zh(self) -> str:
        return _points(self.cleaned_data["checks_zh"])

    def clean_checks_en(self) -> str:
        return _points(self.cleaned_data["checks_en"])

    def clean(self) -> dict[str, Any]:
        """Refuse a first maintenance that follows another, and points that one language lacks."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_first") and cleaned.get("counts") == MaintenanceCounts.PLAN:
            fault = _(
                "A first maintenance is done once, from the start of use: leave it “from the last one done”."
            )
            self.add_error("counts", fault)
        written = [cleaned.get(name, "").splitlines() for name in ("checks_zh", "checks_en")]
        if "checks_zh" in cleaned and written[1] and len(written[0]) != len(written[1]):
            told = {"zh": len(written[0]), "en": len(written[1])}
            fault = _(
                "Chinese has %(zh)s points, English %(en)s. Write each point in both, or English in none."
            )
            self.add_error("checks_en", forms.ValidationError(fault, params=told))
        return cleaned


def _points(written: str) -> str:
    """Return the points of a list, one a line."""
    points = [point for point in map(clean_text, written.splitlines()) if point]
    if len(set(points)) != len(points):
        raise forms.ValidationError(_("A point comes twice. Keep it once."))
    if any(len(point) > LONGEST_POINT for point in points):
        raise forms.ValidationError(_("A point has at most 120 characters. Shorten it."))
    if len(points) > MOST_POINTS:
        raise forms.ValidationError(_("At most 40 points. Put what belongs together into one."))
    return "\n".join(points)


class MaintenanceDoneForm(forms.Form):
    """When a maintenance was done elsewhere, by whom, and how it is known."""

    done_on = forms.DateField(label=_("Done on"), widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(
        label=_("By whom, and how you know"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write who did it and how you know: it stays in the history.")},
    )

    def done(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("done_on", "note")}


class TakingBackForm(forms.Form):
    """Why a maintenance does not count as done."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why it does not count: it stays in the history.")},
    )
