"""What programs send of a trip: when, what was done, its lines and readings, the signature (D7)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from tickets.api.inputs import LARGEST_VERSION, TicketStepInput
from tickets.choices import OldPart, PhotoStep, RecordLineKind, RecordResult, SignerRole
from tickets.models import FaultCause, FaultClass, FaultRemedy
from tickets.onsite.device_time import DeviceTime
from tickets.onsite.forms import OF_A_DIAGNOSIS
from tickets.onsite.items import LONGEST_PART_NUMBER, LONGEST_READING, ReadingItem, RecordItem
from tickets.onsite.states import AUDITS
from tickets.quotes.rules import CENT, LONGEST_TEXT, LONGEST_UNIT, MOST_PRICE, MOST_QUANTITY
from tickets.services import Diagnosis, Signature
from tickets.services.auditing import LONGEST_REASON
from tickets.services.notes import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_WAIT
from tickets.services.opening import LONGEST_NAME
from tickets.services.repairing import LONGEST_WORK
from tickets.services.signing import LONGEST_PLACE

LARGEST_METER = 2**31 - 1
FINDINGS = [(found.value, found.label) for found in AUDITS]


class DeviceInput(serializers.Serializer[Any]):
    """By the device's own clock: a phone without a signal sends later, and clocks are judged by these."""

    happened_at = serializers.DateTimeField(
        required=False, help_text=_("When it was, by the device's clock.")
    )
    sent_at = serializers.DateTimeField(
        required=False, help_text=_("When it is sent, by the same clock: so we know how far it is off.")
    )


def with_told(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with the device's two moments as one."""
    happened_at, sent_at = typed.pop("happened_at", None), typed.pop("sent_at", None)
    return typed | {"told": DeviceTime(happened_at, sent_at) if happened_at else None}


class TripInput(DeviceInput, TicketStepInput):
    pass


class AuditInput(serializers.Serializer[Any]):
    version = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_VERSION,
        required=False,
        help_text=_("The version you saw; a newer one makes this fail."),
    )
    result = serializers.ChoiceField(choices=FINDINGS, help_text=_("What it is found to be."))
    reason = serializers.CharField(
        max_length=LONGEST_REASON, help_text=_("Why: the dealer reads it, and it stays with the record.")
    )


class DepartInput(TripInput):
    reason = serializers.CharField(
        max_length=LONGEST_NOTE,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("Why somebody leaves with something missing; needed where something is."),
    )


class RecordLineInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=RecordLineKind.choices)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    part_number = serializers.CharField(
        max_length=LONGEST_PART_NUMBER, required=False, allow_blank=True, default=""
    )
    quantity = serializers.DecimalField(6, 2, min_value=CENT, max_value=MOST_QUANTITY)
    unit = serializers.CharField(max_length=LONGEST_UNIT, required=False, allow_blank=True, default="")
    unit_price = serializers.DecimalField(8, 2, min_value=0, max_value=MOST_PRICE)
    old_part = serializers.ChoiceField(
        choices=OldPart.choices, required=False, allow_blank=True, default="", help_text=_("If replaced.")
    )


class RecordReadingInput(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=LONGEST_READING)
    value = serializers.CharField(max_length=LONGEST_READING)
    unit = serializers.CharField(max_length=LONGEST_UNIT, required=False, allow_blank=True, default="")


def with_diagnosis(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with what was found as one; nothing where none of it was sent."""
    found = {name: typed.pop(name) for name in OF_A_DIAGNOSIS if name in typed}
    return typed | {"diagnosis": Diagnosis(**found) if found else None}


class DiagnosisInput(serializers.Serializer[Any]):
    """What was found: sent together, each belongs to the one before it."""

    cause = serializers.SlugRelatedField(
        slug_field="code", queryset=FaultCause.objects.all(), required=False, allow_null=True
    )
    remedy = serializers.SlugRelatedField(
        slug_field="code", queryset=FaultRemedy.objects.all(), required=False, allow_null=True
    )


class WorkInput(DiagnosisInput):
    """What was done; lines, readings and what was found stay as they were drafted where they are not sent."""

    work_done = serializers.CharField(max_length=LONGEST_DESCRIPTION)
    minutes_worked = serializers.IntegerField(min_value=0, max_value=LONGEST_WORK)
    minutes_travelled = serializers.IntegerField(min_value=0, max_value=LONGEST_WORK, required=False)
    meter = serializers.IntegerField(
        min_value=0, max_value=LARGEST_METER, required=False, help_text=_("What the hour meter shows.")
    )
    lines = RecordLineInput(many=True, required=False)
    readings = RecordReadingInput(many=True, required=False)


def with_items(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with its lines and readings as the services take them."""
    lines, readings = typed.pop("lines", None), typed.pop("readings", None)
    return with_diagnosis(typed) | {
        "items": None if lines is None else [RecordItem(**line) for line in lines],
        "readings": None if readings is None else [ReadingItem(**reading) for reading in readings],
    }


class ServiceRecordInput(WorkInput, DeviceInput, TicketStepInput):
    fault_class = serializers.SlugRelatedField(
        slug_field="code",
        queryset=FaultClass.objects.all(),
        required=False,
        allow_null=True,
        help_text=_("The class of the fault as it was diagnosed; by itself that of the ticket."),
    )
    result = serializers.ChoiceField(choices=RecordResult.choices)


class RecordStepInput(serializers.Serializer[Any]):
    """`version` as the program saw it: a step on a record that has moved on since is refused with 409."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION)


class RecordRewriteInput(WorkInput, RecordStepInput):
    pass


class RecordAmendInput(RecordStepInput):
    reason = serializers.CharField(max_length=LONGEST_NOTE)


class RecordUnsignedInput(RecordStepInput):
    reason = serializers.CharField(max_length=LONGEST_WAIT)


class RecordPhotoInput(DeviceInput):
    file = serializers.FileField()
    step = serializers.ChoiceField(choices=PhotoStep.choices)


class SignatureInput(DeviceInput):
    name = serializers.CharField(max_length=LONGEST_NAME)
    role = serializers.ChoiceField(choices=SignerRole.choices)
    strokes = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(child=serializers.IntegerField(), min_length=3, max_length=3)
        ),
        help_text=_(
            "Strokes of points: x and y in thousandths of the field's width, milliseconds from the first."
        ),
    )
    place = serializers.CharField(max_length=LONGEST_PLACE, required=False, allow_blank=True, default="")
    latitude = serializers.DecimalField(8, 5, min_value=-90, max_value=90, required=False, allow_null=True)
    longitude = serializers.DecimalField(8, 5, min_value=-180, max_value=180, required=False, allow_null=True)
    accuracy = serializers.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, required=False, allow_null=True, help_text=_("In metres.")
    )


class TicketSignInput(SignatureInput, TicketStepInput):
    """The signature under the record of this ticket that waits for one.

    A device that sends late names what the customer read: another record, or a later text, is not signed.
    """

    record = serializers.CharField(
        max_length=20, required=False, help_text=_("The number of the record that was read.")
    )
    record_version = serializers.IntegerField(
        min_value=1,
        max_value=LARGEST_VERSION,
        required=False,
        help_text=_("The version of the record that was read; a newer one makes this fail."),
    )


def with_signature(typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with the signature as one."""
    names = [name for name in Signature._fields if name in typed]
    given = {name: typed.pop(name) for name in names}
    return typed | {"signature": Signature(**given)}
