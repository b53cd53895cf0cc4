"""One step of a ticket as a form."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, ServiceStaff
from regulation.choices import WaitReason
from tickets.choices import TicketPriority
from tickets.models import Ticket
from tickets.services.notes import LONGEST_NOTE, LONGEST_REFUSAL, LONGEST_WAIT

if TYPE_CHECKING:
    from dealers.models import User
from tickets.forms.fields import words_field


class StepForm(forms.Form):
    """One step of a ticket; `version` is how the ticket stood when the page was drawn."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ticket: "Ticket", actor: "User", **kwargs: Any) -> None:
        kwargs |= {"initial": {"version": ticket.version}, "auto_id": f"id_{self.name()}_%s"}
        super().__init__(*args, **kwargs)
        self.ticket, self.actor = ticket, actor

    @classmethod
    def name(cls) -> str:
        """Tell the forms of one page apart by their class."""
        return cls.__name__.removesuffix("Form").lower()

    def typed(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class AcceptForm(StepForm):
    pass


class ResumeForm(StepForm):
    pass


class RefuseForm(StepForm):
    reason = words_field(
        _("Reason of refusal"),
        longest=LONGEST_REFUSAL,
        missing=_("Write why: headquarters reads it before asking another dealer."),
    )


class WaitForm(StepForm):
    """What the work waits for; who is asked again how often follows from it (D3)."""

    reason = forms.ChoiceField(
        label=_("Waiting for"),
        choices=[("", _("Choose what for")), *WaitReason.choices],
        error_messages={"required": _("Choose what the work waits for.")},
    )
    note = words_field(_("In a few words"), longest=LONGEST_WAIT)
    until = forms.DateField(
        label=_("At the latest until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that day the ticket goes on by itself."),
        error_messages={"invalid": _("Write a day, such as 2026-09-15.")},
    )


class ChaseForm(StepForm):
    note = words_field(
        _("Who was asked, and what they said"),
        longest=LONGEST_NOTE,
        missing=_("Write whom you asked and what they said."),
    )


class PromiseForm(StepForm):
    """Until when the customer hears from us (D10)."""

    until = forms.DateTimeField(
        label=_("Answer until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={
            "required": _("Say until when the customer hears from us."),
            "invalid": _("Write day and time, such as 2026-09-15 16:00."),
        },
    )
    note = words_field(_("What was promised"), longest=LONGEST_NOTE)


class AnswerForm(StepForm):
    note = words_field(
        _("What the customer was told"),
        longest=LONGEST_NOTE,
        missing=_("Write what the customer was told."),
    )


class OtherTicketForm(StepForm):
    """A step that names another ticket: one that the person can't see does not exist."""

    other = forms.CharField(
        label=_("Number of the other ticket"),
        max_length=20,
        error_messages={"required": _("Write the number of the other ticket, such as T-2026-00417.")},
    )
    reason = words_field(
        _("Reason"), longest=LONGEST_WAIT, missing=_("Write in a few words why they belong together.")
    )

    def clean_other(self) -> Ticket:
        number = self.cleaned_data["other"].strip().upper()
        found = Ticket.objects.visible_to(self.actor).filter(number=number).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no ticket %(number)s. Look at the number again."), params={"number": number}
            )
        return found


class LinkForm(OtherTicketForm):
    pass


class MergeForm(OtherTicketForm):
    pass


class ReopenForm(StepForm):
    reason = words_field(_("Reason"), longest=LONGEST_NOTE, missing=_("Write what is still wrong."))


class CancelForm(StepForm):
    reason = words_field(
        _("Reason"), longest=LONGEST_NOTE, missing=_("Write why nobody needs this ticket any more.")
    )


class PrioritizeForm(StepForm):
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=TicketPriority,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the priority.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["priority"] = self.ticket.priority


class SolveForm(StepForm):
    note = words_field(_("How it was solved"), longest=LONGEST_NOTE, missing=_("Write how it was solved."))


class CloseForm(StepForm):
    note = words_field(_("Note"), longest=LONGEST_NOTE)


class OfferForm(StepForm):
    """Ask a dealer; the one whose territory holds the place is chosen already."""

    dealer: "forms.ModelChoiceField[Dealer]" = forms.ModelChoiceField(
        None,
        to_field_name="code",
        label=_("Dealer"),
        empty_label=_("Choose the dealer"),
        error_messages={
            "required": _("Choose who is asked."),
            "invalid_choice": _("This dealer does not serve any more. Choose one of the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dealers: Any = self.fields["dealer"]
        dealers.queryset = Dealer.objects.visible_to(self.actor).active().order_by("code")


class AssignForm(StepForm):
    """Give it to somebody of who serves it; who can't be dispatched is refused with the reason (B1)."""

    engineer: "forms.ModelChoiceField[ServiceStaff]" = forms.ModelChoiceField(
        None,
        to_field_name="code",
        label=_("Engineer"),
        error_messages={
            "required": _("Choose who goes."),
            "invalid_choice": _("This person does not serve where the ticket is. Choose one of the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff: Any = self.fields["engineer"]
        rows = ServiceStaff.objects.visible_to(self.actor).filter(dealer=self.ticket.dealer_id)
        staff.queryset = rows.order_by("code")
