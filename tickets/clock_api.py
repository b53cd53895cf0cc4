"""The clocks of a ticket as the API gives them (D3, K2)."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from regulation.choices import PROMISED, TimeBasis
from tickets.models import Ticket, TicketAlert, TicketClock

CLAUSE: Final = "D3"


class ClockWhyAnswer(serializers.Serializer[Any]):
    """What a clock was worked out from; its due moment is the start, the target and the pauses together."""

    clause = serializers.CharField()
    version = serializers.IntegerField()
    level = serializers.CharField()
    started_at = serializers.DateTimeField()


class AlertAnswer(serializers.ModelSerializer[TicketAlert]):
    """One step of warning and escalation; `at` is the moment that counts, `told_at` when it was noticed."""

    told_at = serializers.DateTimeField(source="event.at")

    class Meta:
        model = TicketAlert
        fields = ("step", "at", "told_at")
        read_only_fields = fields


class ClockAnswer(serializers.ModelSerializer[TicketClock]):
    """A promised time: minutes are those that count for it, by `basis`."""

    target = serializers.IntegerField(source="minutes", help_text=_("Minutes."))
    basis = serializers.ChoiceField(choices=TimeBasis.choices)
    due = serializers.DateTimeField(source="due_at", allow_null=True, help_text=_("Empty while paused."))
    alerts = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()

    class Meta:
        model = TicketClock
        fields = (
            *("target", "basis", "due", "met_at", "stopped_at", "late_minutes", "paused_minutes"),
            *("alerts", "why"),
        )
        read_only_fields = fields

    @extend_schema_field(AlertAnswer(many=True))
    def get_alerts(self, clock: TicketClock) -> list[Any]:
        """Return what was said of this time, as far as it is the person's to read."""
        ticket: Ticket = self.context["ticket"]
        key = (clock.kind, clock.minutes, clock.basis)
        alerts = [alert for alert in ticket.alerts.all() if alert.key[:3] == key]
        return list(AlertAnswer(alerts, many=True).data)

    def get_why(self, clock: TicketClock) -> ClockWhyAnswer:
        ticket: Ticket = self.context["ticket"]
        version = ticket.regulation_version
        return ClockWhyAnswer(
            {
                "clause": CLAUSE,
                "version": version.number if version else None,
                "level": ticket.level,
                "started_at": clock.started_at,
            }
        ).data  # type: ignore[return-value]  # the schema reads the annotation


class ClocksAnswer(serializers.Serializer[Any]):
    """The clocks that the level of a ticket knows, by what they promise."""

    respond = ClockAnswer(required=False)
    attend = ClockAnswer(required=False)
    fix = ClockAnswer(required=False)
    complete = ClockAnswer(required=False)


def clocks_of(ticket: Ticket) -> dict[str, Any]:
    """Return the clocks of a ticket as data, in the order in which they fall due as a rule."""
    known = {clock.kind: clock for clock in ticket.clocks.all()}
    return {
        kind.value: ClockAnswer(known[kind.value], context={"ticket": ticket}).data
        for kind in PROMISED
        if kind.value in known
    }
