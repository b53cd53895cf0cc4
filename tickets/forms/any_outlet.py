"""A ticket for another dealer's unit in warranty, opened by who serves it (D4)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from equipment.forms import refuse as put_refusal
from tickets.forms.intake import IntakeForm
from tickets.services.serving_any import covered_faults

if TYPE_CHECKING:
    from equipment.models import Equipment


class AnyOutletForm(IntakeForm):
    """As a new ticket, but that all of it is typed: nothing comes from the unit's file."""

    serial_number = forms.CharField(
        label=_("Serial no. on the plate"),
        max_length=40,
        error_messages={"required": _("Type the whole serial number, as it stands on the plate.")},
    )

    def __init__(self, *args: Any, covered: "Equipment | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, unit=None, **kwargs)
        self.unit = covered
        for name in ("product", "previous"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Name all that is missing at once, as of any new ticket (D1)."""
        for fault in list(covered_faults(self.intake(), actor=self.actor, unread=frozenset(self.errors))):
            put_refusal(self, fault)
        return self.cleaned_data
