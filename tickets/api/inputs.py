"""What programs send to open and move tickets."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from dealers.models import Dealer, Division, ServiceStaff
from equipment.models import Equipment, Product
from regulation.choices import WaitReason
from tickets import services
from tickets.choices import TicketChannel, TicketKind, TicketPriority
from tickets.models import FaultClass, Ticket
from tickets.services.notes import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_REFUSAL, LONGEST_WAIT
from tickets.services.opening import LONGEST_NAME

if TYPE_CHECKING:
    from django.db.models import QuerySet

LARGEST_VERSION: Final = 2**31 - 1


CHANNELS: Final = [
    choice for choice in TicketChannel.choices if choice[0] not in {TicketChannel.IMPORT, TicketChannel.VISIT}
]


class ScopedSlug(serializers.SlugRelatedField[Any]):
    """A row named by its public identifier, among those that exist for the person."""

    def get_queryset(self) -> "QuerySet[Any]":
        rows: Any = super().get_queryset()
        return rows.visible_to(self.context["request"].user)  # type: ignore[no-any-return]  # the stubs can't know


class TicketIntakeInput(serializers.Serializer[Any]):
    equipment = ScopedSlug(
        slug_field="serial_number", queryset=Equipment.objects.with_names(), required=False, allow_null=True
    )
    product = serializers.SlugRelatedField(
        slug_field="code", queryset=Product.objects.active(), required=False, allow_null=True
    )
    place = serializers.CharField(max_length=160, required=False, allow_blank=True, default="")
    division = serializers.SlugRelatedField(
        slug_field="code", queryset=Division.objects.all(), required=False, allow_null=True
    )
    kind = serializers.ChoiceField(choices=TicketKind.choices)
    channel = serializers.ChoiceField(choices=CHANNELS)
    fault_class = serializers.SlugRelatedField(
        slug_field="code", queryset=FaultClass.objects.all(), required=False, allow_null=True
    )
    priority = serializers.ChoiceField(
        choices=TicketPriority.choices, required=False, default=TicketPriority.NORMAL
    )
    description = serializers.CharField(max_length=LONGEST_DESCRIPTION)
    contact_name = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    contact_phone = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    previous = ScopedSlug(
        slug_field="number",
        queryset=Ticket.objects.with_names(),
        required=False,
        allow_null=True,
        help_text=_("The closed ticket of the same fault."),
    )

    def to_internal_value(self, data: object) -> dict[str, Any]:
        """Name all faults of a body in one answer, those of a field and those between them (D1)."""
        faults: dict[str, Any] = {}
        try:
            typed: dict[str, Any] = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if not isinstance(data, Mapping) or not isinstance(error.detail, dict):
                raise
            faults |= error.detail
            typed = self._readable(data, but=faults)
        actor = self.context["request"].user
        for fault in services.intake_faults(intake_of(typed), actor=actor, unread=set(faults)):
            faults[fault.field] = [str(fault)]
        if faults:
            raise serializers.ValidationError(faults)
        return typed

    def _readable(self, data: Mapping[str, Any], *, but: Collection[str]) -> dict[str, Any]:
        sent = [field for name, field in self.fields.items() if name in data and name not in but]
        return {str(field.field_name): field.run_validation(field.get_value(data)) for field in sent}


def intake_of(typed: Mapping[str, Any]) -> services.Intake:
    """Return the request that a body means; what could not be read of it is as if it were not sent."""
    named = {name: value for name, value in typed.items() if name != "place"}
    empty = {"kind": "", "channel": TicketChannel.DEALER.value, "description": ""}
    nobody = {"contact_name": "", "contact_phone": ""}
    return services.Intake(place_text=typed.get("place", ""), **empty | nobody | named)


class TicketInWarrantyInput(serializers.Serializer[Any]):
    """A ticket for any unit in warranty: nothing comes from the unit's file (D4)."""

    serial_number = serializers.CharField(max_length=40, help_text=_("The whole number, as on the plate."))
    kind = serializers.ChoiceField(choices=TicketKind.choices)
    priority = serializers.ChoiceField(
        choices=TicketPriority.choices, required=False, default=TicketPriority.NORMAL
    )
    description = serializers.CharField(max_length=LONGEST_DESCRIPTION)
    contact_name = serializers.CharField(max_length=40)
    contact_phone = serializers.CharField(max_length=40)
    place = serializers.CharField(max_length=160)


class TicketStepInput(serializers.Serializer[Any]):
    """`version` as the program saw it: a step on a ticket that has moved on since is refused with 409."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION)


class TicketOfferInput(TicketStepInput):
    dealer = ScopedSlug(slug_field="code", queryset=Dealer.objects.active())


class TicketAssignInput(TicketStepInput):
    engineer = ScopedSlug(slug_field="code", queryset=ServiceStaff.objects.select_related("dealer"))


class TicketRefusalInput(TicketStepInput):
    reason = serializers.CharField(max_length=LONGEST_REFUSAL)


class TicketAppointInput(TicketStepInput):
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    agreed_with = serializers.CharField(max_length=LONGEST_NAME, required=False, allow_blank=True, default="")
    reason = serializers.CharField(
        max_length=LONGEST_WAIT,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("Needed where another time was agreed before."),
    )
    to_bring = serializers.CharField(max_length=LONGEST_WAIT, required=False, allow_blank=True, default="")


class TicketWaitInput(TicketStepInput):
    reason = serializers.ChoiceField(choices=WaitReason.choices)
    note = serializers.CharField(max_length=LONGEST_WAIT, required=False, allow_blank=True, default="")
    until = serializers.DateField(
        required=False, allow_null=True, default=None, help_text=_("On this day it goes on by itself.")
    )


class TicketPromiseInput(TicketStepInput):
    until = serializers.DateTimeField(help_text=_("By when the customer hears from us."))
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class OtherTicketInput(TicketStepInput):
    """`other` is a ticket that the person sees."""

    other = ScopedSlug(slug_field="number", queryset=Ticket.objects.with_names())
    reason = serializers.CharField(max_length=LONGEST_WAIT)


class TicketPriorityInput(TicketStepInput):
    priority = serializers.ChoiceField(choices=TicketPriority.choices)


class TicketFaultClassInput(TicketStepInput):
    fault_class = serializers.SlugRelatedField(
        slug_field="code",
        queryset=FaultClass.objects.all(),
        allow_null=True,
        help_text=_("None: not known."),
    )


class TicketReasonInput(TicketStepInput):
    reason = serializers.CharField(max_length=LONGEST_NOTE)


class TicketNoteInput(TicketStepInput):
    note = serializers.CharField(max_length=LONGEST_NOTE)


class TicketOptionalNoteInput(TicketStepInput):
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")
