"""What people type about tickets: a new one, a step with its reason, a service record."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, Division, ServiceStaff
from dealers.services import find_division
from equipment.forms import refuse as put_refusal
from equipment.models import Product
from records.files.fields import FilesField
from records.uploads import UploadCutOff
from records.wording import short_day
from regulation.choices import WaitReason
from tickets.choices import RecordResult, TicketChannel, TicketKind, TicketPriority
from tickets.models import Ticket
from tickets.services.notes import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_REFUSAL, LONGEST_WAIT
from tickets.services.opening import LONGEST_NAME, LONGEST_PLACE, Intake, intake_faults
from tickets.services.repairing import LONGEST_WORK
from tickets.services.replies import LONGEST_REPLY, LONGEST_SUBJECT
from tickets.states import FINAL

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from dealers.models import User
    from equipment.models import Equipment

    type_ticket_choice = forms.ModelChoiceField[Ticket]
else:
    type_ticket_choice = forms.ModelChoiceField

# how a customer asked; the others come about by themselves
ASKED_BY = [
    (channel.value, channel.label)
    for channel in TicketChannel
    if channel not in {TicketChannel.VISIT, TicketChannel.IMPORT}
]


class PreviousField(type_ticket_choice):
    """A choice among earlier tickets, each said with its day and its fault."""

    def label_from_instance(self, obj: Ticket) -> str:
        return (
            f"{obj.number} · {short_day(obj.opened_at)} · {obj.get_kind_display()} · {obj.description[:30]}"
        )


def _words(
    label: "StrOrPromise", *, longest: int, missing: "StrOrPromise" = "", rows: int = 2
) -> forms.CharField:
    """Return a field for a few sentences; `missing` is said where it may not be empty."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )


class FilesForm(forms.Form):
    """Files for a ticket; on a phone also straight from its camera (D7)."""

    photos = FilesField(label=_("Take photos"), required=False, accept="image/*", capture="environment")
    file = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Photos, voice messages, PDF; anything else is kept to take away."),
    )
    is_shown_to_customer = forms.BooleanField(label=_("The customer may see them"), required=False)

    def __init__(self, *args: Any, is_cut_off: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_cut_off = is_cut_off

    def clean(self) -> dict[str, Any]:
        """Ask for a file, and refuse all where one was cut off on its way in."""
        if self.is_cut_off:
            self.add_error("file", str(UploadCutOff()))
        elif not (self.cleaned_data.get("photos") or self.cleaned_data.get("file")):
            self.add_error("file", _("Choose the files to add."))
        return self.cleaned_data

    def typed(self) -> dict[str, Any]:
        """Return what was sent, for the service."""
        return {
            "sent": [*self.cleaned_data["photos"], *self.cleaned_data["file"]],
            "is_shown_to_customer": self.cleaned_data["is_shown_to_customer"],
        }


class ReplyForm(forms.Form):
    subject = forms.CharField(
        label=_("Subject"), max_length=LONGEST_SUBJECT, error_messages={"required": _("Write a subject.")}
    )
    text = _words(_("Text"), longest=LONGEST_REPLY, missing=_("Write what the customer is to read."), rows=6)


class PlaceMailForm(forms.Form):
    description = _words(
        _("Description"), longest=LONGEST_DESCRIPTION, missing=_("Write what is wrong or asked for."), rows=4
    )


class DropMailForm(forms.Form):
    reason = _words(_("Reason"), longest=LONGEST_REFUSAL, missing=_("Write why nobody has to look at it."))


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
    reason = _words(
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
    note = _words(_("In a few words"), longest=LONGEST_WAIT)
    until = forms.DateField(
        label=_("At the latest until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("On that day the ticket goes on by itself."),
        error_messages={"invalid": _("Write a day, such as 2026-09-15.")},
    )


class ChaseForm(StepForm):
    note = _words(
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
    note = _words(_("What was promised"), longest=LONGEST_NOTE)


class AnswerForm(StepForm):
    note = _words(
        _("What the customer was told"),
        longest=LONGEST_NOTE,
        missing=_("Write what the customer was told."),
    )


class _OtherTicketForm(StepForm):
    """A step that names another ticket: one that the person can't see does not exist."""

    other = forms.CharField(
        label=_("Number of the other ticket"),
        max_length=20,
        error_messages={"required": _("Write the number of the other ticket, such as T-2026-00417.")},
    )
    reason = _words(
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


class LinkForm(_OtherTicketForm):
    pass


class MergeForm(_OtherTicketForm):
    pass


class ReopenForm(StepForm):
    reason = _words(_("Reason"), longest=LONGEST_NOTE, missing=_("Write what is still wrong."))


class CancelForm(StepForm):
    reason = _words(
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
    note = _words(_("How it was solved"), longest=LONGEST_NOTE, missing=_("Write how it was solved."))


class CloseForm(StepForm):
    note = _words(_("Note"), longest=LONGEST_NOTE)


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


class RecordForm(StepForm):
    """The service record in its first form (D7)."""

    work_done = _words(
        _("What was done"),
        longest=LONGEST_DESCRIPTION,
        missing=_("Write what was done, so that the next one to come knows it."),
        rows=5,
    )
    minutes_worked = forms.IntegerField(
        label=_("Minutes worked"),
        min_value=0,
        max_value=LONGEST_WORK,
        error_messages={
            "required": _("Write the working time in minutes."),
            "invalid": _("Write the working time in whole minutes, such as 90."),
        },
    )
    result = forms.ChoiceField(
        label=_("Result"),
        choices=RecordResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it ended.")},
    )


class IntakeForm(forms.Form):
    """A new ticket, written while the customer is on the line; a dealer chooses no channel (D1, D2, D4)."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Choose the kind")), *TicketKind.choices],
        error_messages={"required": _("Choose what is asked for.")},
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=ASKED_BY)
    priority = forms.ChoiceField(
        label=_("Priority"), choices=TicketPriority, initial=TicketPriority.NORMAL, required=False
    )
    description = _words(
        _("What is wrong or asked for"),
        longest=LONGEST_DESCRIPTION,
        missing=_("Write what is wrong or asked for, in the customer's words."),
        rows=4,
    )
    product: "forms.ModelChoiceField[Product]" = forms.ModelChoiceField(
        None,
        required=False,
        to_field_name="code",
        label=_("Model"),
        empty_label=_("Not known"),
        error_messages={
            "invalid_choice": _("This model is not on sale or in service. Choose one of the list.")
        },
    )
    previous = PreviousField(
        None,
        required=False,
        to_field_name="number",
        label=_("Same fault as"),
        empty_label=_("A new fault"),
        error_messages={"invalid_choice": _("Choose an earlier ticket of this unit, or none.")},
    )
    contact_name = forms.CharField(label=_("Contact"), max_length=LONGEST_NAME, required=False)
    contact_phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE, required=False)
    division = forms.CharField(label=_("Division, if it is not the place's"), max_length=80, required=False)

    def __init__(
        self, *args: Any, actor: "User", unit: "Equipment | None", previous: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.unit = actor, unit
        fields: Any = self.fields
        fields["product"].queryset = Product.objects.visible_to(actor).active().order_by("code")
        rows = Ticket.objects.visible_to(actor).filter(status__in=FINAL)
        earlier = (
            rows.filter(equipment=unit) if unit is not None else rows.filter(equipment=None, number=previous)
        )
        fields["previous"].queryset = earlier.order_by("-opened_at", "-pk")
        self.has_earlier = earlier.exists()
        if not actor.is_head_office:
            del self.fields["channel"]
        if unit is not None:
            del self.fields["product"]

    def clean_division(self) -> Division | None:
        """Take a code, or a name as the places are written; what names no division is said so (D4)."""
        written = self.cleaned_data["division"].strip()
        if not written:
            return None
        division = Division.objects.filter(pk=written[:6]).first() or find_division(written)
        if division is None:
            raise forms.ValidationError(
                _("No division begins so. Write province, city, county, or its six digits.")
            )
        return division

    def clean(self) -> dict[str, Any]:
        """Name what the service would refuse with every other fault, not in a round of their own (D1)."""
        for fault in list(intake_faults(self.intake(), actor=self.actor, unread=set(self.errors))):
            fault.field = "place" if fault.field == "equipment" else fault.field
            put_refusal(self, fault)
        return self.cleaned_data

    def intake(self) -> Intake:
        """Return what was typed, for the service; what could not be read is as if it were not typed."""
        typed = self.cleaned_data
        return Intake(
            kind=typed.get("kind", ""),
            channel=typed.get("channel", TicketChannel.DEALER.value),
            priority=typed.get("priority") or TicketPriority.NORMAL,
            description=typed.get("description", ""),
            contact_name=typed.get("contact_name", ""),
            contact_phone=typed.get("contact_phone", ""),
            equipment=self.unit,
            product=typed.get("product"),
            place_text=typed.get("place", ""),
            division=typed.get("division"),
            previous=typed.get("previous"),
        )
