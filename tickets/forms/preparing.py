"""What somebody adds to the preparation of a trip by hand (D6)."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.choices import PreparationKind
from tickets.quotes.rules import CENT, MOST_QUANTITY
from tickets.services.preparing import LONGEST_NAME


class PreparationForm(forms.Form):
    """One part, tool or check more."""

    name = forms.CharField(
        label=pgettext_lazy("preparation", "What"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write what has to be on hand.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PreparationKind.choices, initial=PreparationKind.PART)
    quantity = forms.DecimalField(
        label=_("Quantity"),
        min_value=CENT,
        max_value=MOST_QUANTITY,
        decimal_places=2,
        initial=Decimal(1),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    source = forms.CharField(label=_("Where from"), max_length=LONGEST_NAME, required=False)
    is_needed = forms.BooleanField(label=_("Must be on hand"), required=False, initial=True)
