"""What the API shows of a service record and of what was signed (D7)."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tickets import permissions
from tickets.models import RecordEvent, RecordLine, RecordPhoto, RecordReading, ServiceRecord, SignedRecord
from tickets.onsite.checking import code_of, differences

if TYPE_CHECKING:
    from collections.abc import Sequence


class RecordSummary(serializers.ModelSerializer[ServiceRecord]):
    """A record as it stands in the answer about its ticket."""

    engineer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    cause = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    remedy = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)

    class Meta:
        model = ServiceRecord
        fields: "Sequence[str]" = (
            *("number", "status", "engineer", "departed_at", "arrived_at", "recorded_at"),
            *("work_done", "minutes_worked", "result", "signed_version", "cause", "remedy"),
        )
        read_only_fields = fields


class RecordLineAnswer(serializers.ModelSerializer[RecordLine]):
    class Meta:
        model = RecordLine
        fields = (
            *("position", "kind", "text", "part_number", "quantity", "unit"),
            *("unit_price", "amount", "old_part"),
        )
        read_only_fields = fields


class RecordReadingAnswer(serializers.ModelSerializer[RecordReading]):
    class Meta:
        model = RecordReading
        fields = ("position", "name", "value", "unit")
        read_only_fields = fields


class RecordPhotoAnswer(serializers.ModelSerializer[RecordPhoto]):
    code = serializers.CharField(source="file.code", read_only=True)
    media_type = serializers.CharField(source="file.media_type", read_only=True)
    digest = serializers.CharField(source="file.digest", read_only=True)

    class Meta:
        model = RecordPhoto
        fields = ("code", "step", "taken_at", "media_type", "digest")
        read_only_fields = fields


class RecordEventAnswer(serializers.ModelSerializer[RecordEvent]):
    """One step: `at` is when it was, `received_at` when it was told, `device_at` by the device's clock."""

    actor = serializers.SerializerMethodField()

    class Meta:
        model = RecordEvent
        fields = (
            *("verb", "source", "target", "at", "received_at", "device_at", "clock_off_seconds"),
            *("actor", "note"),
        )
        read_only_fields = fields

    def get_actor(self, event: RecordEvent) -> str | None:
        if event.actor is None or not permissions.may_name(self.context["request"].user, event.actor):
            return None
        return event.actor.username


class RecordAnswer(RecordSummary):
    """A service record as it stands; it changes by the verbs alone."""

    ticket = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    currency = serializers.SerializerMethodField()
    lines = RecordLineAnswer(many=True, read_only=True)
    readings = RecordReadingAnswer(many=True, read_only=True)
    photos = RecordPhotoAnswer(many=True, read_only=True)
    events = RecordEventAnswer(many=True, read_only=True)

    class Meta(RecordSummary.Meta):
        fields = (
            *("ticket", *RecordSummary.Meta.fields, "minutes_travelled", "meter"),
            *(
                "lines",
                "readings",
                "photos",
                "currency",
                "total",
                "unsigned_because",
                "back_by",
                "audited_at",
            ),
            *("audit_reason", "events", "version"),
        )
        read_only_fields = fields

    def get_currency(self, _record: ServiceRecord) -> str:
        return "CNY"


class SignedAnswer(serializers.ModelSerializer[SignedRecord]):
    """A signed version: its content field by field, their digests, the hash over them, and whether all holds.

    The digest of a field is the SHA-256 of the JSON text of `[name, value]`, the hash that of
    `[number, version, previous_hash, digests]`: UTF-8, names in order, no blanks.
    """

    number = serializers.CharField(source="record.number", read_only=True)
    check_url = serializers.SerializerMethodField()
    differs = serializers.SerializerMethodField()

    class Meta:
        model = SignedRecord
        fields = (
            *("number", "version", "signer_name", "signer_role", "signed_at", "content", "digests"),
            *("previous_hash", "hash", "check_url", "differs"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.URLField())
    def get_check_url(self, signed: SignedRecord) -> str:
        path = reverse("customer:check", args=[code_of(signed)])
        return str(self.context["request"].build_absolute_uri(path))

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_differs(self, signed: SignedRecord) -> list[str]:
        """Name the fields that are not as they were signed; none is as it should be."""
        return differences(signed)
