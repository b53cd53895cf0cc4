"""The word of a region's head on a day (D16)."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.services.daily_confirming import LONGEST_REMARK

ROWS: Final = 4


class ConfirmDayForm(forms.Form):
    """The remark, and the version of the figures that stood on the page."""

    remark = forms.CharField(
        label=pgettext_lazy("daily report", "Remark"),
        max_length=LONGEST_REMARK,
        required=False,
        widget=forms.Textarea(attrs={"rows": ROWS}),
        help_text=_("What stands behind the figures: weather, parts, people. It stays with the report."),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
