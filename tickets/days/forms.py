"""The evening's form: a reason, a new day and words for each open job; and a reason given later (D18)."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from regulation.choices import WaitReason
from tickets.days.states import TO_CHOOSE, DayReason
from tickets.models import DayPlanItem
from tickets.onsite.device_forms import DeviceTimeFields
from tickets.services import CarryOver
from tickets.services.notes import LONGEST_WAIT

CHOICES: Final = [("", _("Choose why")), *((reason.value, reason.label) for reason in TO_CHOOSE)]
# what a ticket waits for says why it was not done
FROM_WAIT: Final = {
    WaitReason.PART.value: DayReason.PART,
    WaitReason.SITE.value: DayReason.SITE,
    WaitReason.SUPPORT.value: DayReason.SUPPORT,
    WaitReason.CUSTOMER.value: DayReason.CUSTOMER,
    WaitReason.QUOTE.value: DayReason.CUSTOMER,
    WaitReason.DAY.value: DayReason.CUSTOMER,
}


class CloseDayForm(DeviceTimeFields):
    """One page for the evening: what was typed stays, whatever is refused."""

    def __init__(self, *args: Any, items: Sequence[DayPlanItem], new_day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [item.ticket.number for item in items]
        for item in items:
            number = item.ticket.number
            self.fields[f"reason-{number}"] = forms.ChoiceField(
                label=_("Why it is not done"),
                choices=CHOICES,
                initial=FROM_WAIT.get(item.ticket.wait_reason, ""),
                error_messages={"required": _("Choose why it is not done.")},
            )
            self.fields[f"carried_to-{number}"] = forms.DateField(
                label=_("Goes on"),
                initial=new_day,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
            self.fields[f"words-{number}"] = forms.CharField(
                label=_("In words"), max_length=LONGEST_WAIT, required=False
            )

    @property
    def carried(self) -> list[CarryOver]:
        given = self.cleaned_data
        return [
            CarryOver(
                ticket=number,
                reason=given[f"reason-{number}"],
                carried_to=given[f"carried_to-{number}"],
                words=given[f"words-{number}"],
            )
            for number in self.numbers
        ]

    def of(self, number: str) -> list[forms.BoundField]:
        return [self[f"{name}-{number}"] for name in ("reason", "carried_to", "words")]


class ExplainForm(forms.Form):
    ticket = forms.CharField(max_length=20, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why it was not done"),
        choices=CHOICES,
        error_messages={"required": _("Choose why it was not done.")},
    )
    words = forms.CharField(label=_("In words"), max_length=LONGEST_WAIT, required=False)
