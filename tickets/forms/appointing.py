"""The time agreed with the customer as a form: one of the free windows, or another day and hours (D5, D6)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import gettext_lazy as _

from tickets.forms.fields import words_field
from tickets.forms.steps import StepForm
from tickets.services.notes import LONGEST_WAIT
from tickets.services.opening import LONGEST_NAME
from tickets.window_rules import TripWindow

if TYPE_CHECKING:
    from tickets.models import TicketAppointment

MISSING: Final = {
    "day": _("Choose the day."),
    "begins": _("Write from when on somebody may come, such as 14:00."),
    "ends": _("Write until when somebody comes, such as 16:00."),
}


class AppointForm(StepForm):
    """The window agreed with the customer, on one day; why it is another one, if there was one (D5)."""

    window = forms.CharField(required=False, max_length=40)  # one of the free windows that were offered
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    begins = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    agreed_with = forms.CharField(label=_("Agreed with"), max_length=LONGEST_NAME, required=False)
    to_bring = forms.CharField(label=_("To bring: tools and parts"), max_length=LONGEST_WAIT, required=False)
    reason = words_field(_("Reason of the change"), longest=LONGEST_WAIT)

    def __init__(self, *args: Any, agreed: "TicketAppointment | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["agreed_with"] = agreed.agreed_with if agreed else self.ticket.contact_name
        self.initial["to_bring"] = agreed.to_bring if agreed else ""
        if agreed is None and not self.is_bound:
            del self.fields["reason"]

    def clean_window(self) -> TripWindow | None:
        """Read an offered window as the page sent it: 2026-09-16 14:00/16:00."""
        first, _slash, last = self.cleaned_data["window"].partition("/")
        if not first:
            return None
        try:
            begins, ends = parse_datetime(first), parse_time(last)
        except ValueError:
            begins = ends = None
        if begins is None or ends is None:
            raise forms.ValidationError(_("Choose one of the windows, or write day and hours."))
        return _window(begins, datetime.combine(begins, ends))

    def clean(self) -> dict[str, Any]:
        """Ask for day and hours where no offered window was chosen."""
        if not self.cleaned_data.get("window") and "window" not in self.errors:
            for name, missing in MISSING.items():
                if self.cleaned_data.get(name) is None and name not in self.errors:
                    self.add_error(name, missing)
        return self.cleaned_data

    def chosen(self) -> TripWindow | None:
        """Return the window as far as it was typed readably: what stands against it is said at once."""
        typed = self.cleaned_data
        if typed.get("window"):
            offered: TripWindow = typed["window"]
            return offered
        day, begins, ends = (typed.get(name) for name in MISSING)
        if day is None or begins is None or ends is None:
            return None
        return _window(datetime.combine(day, begins), datetime.combine(day, ends))

    def typed(self) -> dict[str, Any]:
        typed = super().typed()
        window = self.chosen()
        return {name: value for name, value in typed.items() if name not in {"window", *MISSING}} | (
            window._asdict() if window else {}
        )


def _window(begins: datetime, ends: datetime) -> TripWindow:
    return TripWindow(*(timezone.make_aware(moment.replace(tzinfo=None)) for moment in (begins, ends)))


class ConfirmForm(StepForm):
    pass


class CallOffForm(StepForm):
    reason = words_field(_("Reason"), longest=LONGEST_WAIT, missing=_("Write why nobody comes then."))
