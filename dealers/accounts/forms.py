"""What a service manager types to reverse an entry (I11)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dealers.accounts.posting import LONGEST_REASON


class ReverseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON}),
        error_messages={"required": _("Write why the entry is reversed: the dealer reads it.")},
    )
