"""A new ticket, written while the customer is on the line."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dealers.models import Division
from dealers.services import find_division
from equipment.forms import refuse as put_refusal
from equipment.models import Product
from records.wording import short_day
from tickets.choices import TicketChannel, TicketKind, TicketPriority
from tickets.models import FaultClass, Ticket
from tickets.services.notes import LONGEST_DESCRIPTION
from tickets.services.opening import LONGEST_NAME, LONGEST_PLACE, Intake, intake_faults
from tickets.states import FINAL

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment

    type_ticket_choice = forms.ModelChoiceField[Ticket]
else:
    type_ticket_choice = forms.ModelChoiceField
from tickets.forms.faults import fault_class_field
from tickets.forms.fields import words_field

# how a customer asked; the others come about by themselves
ASKED_BY = [
    (channel.value, channel.label)
    for channel in TicketChannel
    if channel not in {TicketChannel.VISIT, TicketChannel.PLAN, TicketChannel.IMPORT}
]


class PreviousField(type_ticket_choice):
    """A choice among earlier tickets, each said with its day and its fault."""

    def label_from_instance(self, obj: Ticket) -> str:
        return (
            f"{obj.number} · {short_day(obj.opened_at)} · {obj.get_kind_display()} · {obj.description[:30]}"
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
    description = words_field(
        _("What is wrong or asked for"),
        longest=LONGEST_DESCRIPTION,
        missing=_("Write what is wrong or asked for, in the customer's words."),
        rows=4,
    )
    fault_class = fault_class_field()
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
        rows = Ticket.objects.visible_to(actor).filter(status__in=FINAL)
        earlier = (
            rows.filter(equipment=unit) if unit is not None else rows.filter(equipment=None, number=previous)
        )
        fields["previous"].queryset = earlier.order_by("-opened_at", "-pk")
        faults = FaultClass.objects.visible_to(actor)
        fields["fault_class"].queryset = faults.offered(unit.product_id if unit else None)
        if not actor.is_head_office:
            del self.fields["channel"]
        if unit is None:
            fields["product"].queryset = Product.objects.visible_to(actor).active().order_by("code")
        else:
            del self.fields["product"]

    @cached_property
    def has_earlier(self) -> bool:
        """Say whether there is an earlier ticket to choose; nobody asks when the form is sent."""
        previous: Any = self.fields["previous"]
        return bool(previous.queryset.exists())

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
            fault_class=typed.get("fault_class"),
        )
