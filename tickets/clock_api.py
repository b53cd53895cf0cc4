"""The clocks of a ticket as the API gives them (D3, D5, K2)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from regulation.choices import PROMISED, ClockKind, TimeBasis
from regulation.services import approved_version
from tickets.clock_explain import clause_of
from tickets.models import Ticket, TicketAlert, TicketClock


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
        version = approved_version(ticket.regulation_version_id)
        return ClockWhyAnswer(
            {
                "clause": clause_of(clock.kind),
                "version": version.number if version else None,
                "level": ticket.level,
                "started_at": clock.started_at,
            }
        ).data  # type: ignore[return-value]  # the schema reads the annotation


class InnerClocksAnswer(serializers.Serializer[Any]):
    """What runs inside alone, once it has started: no customer may hear of it (D5)."""

    plan = ClockAnswer(required=False, help_text=_("Until an engineer is put on the ticket."))


class ClocksAnswer(serializers.Serializer[Any]):
    """The clocks that the level of a ticket knows, by what they promise the customer."""

    respond = ClockAnswer(required=False)
    attend = ClockAnswer(required=False)
    fix = ClockAnswer(required=False)
    complete = ClockAnswer(required=False)


def clocks_of(ticket: Ticket) -> dict[str, Any]:
    """Return what a customer is promised as data, in the order in which it falls due as a rule."""
    return _as_data(ticket, PROMISED)


def inner_clocks_of(ticket: Ticket) -> dict[str, Any]:
    """Return what runs inside alone as data, apart from what a customer may be told (D5)."""
    return _as_data(ticket, (ClockKind.PLAN,))


def _as_data(ticket: Ticket, kinds: Iterable[ClockKind]) -> dict[str, Any]:
    known = {clock.kind: clock for clock in ticket.clocks.all()}
    return {
        kind.value: ClockAnswer(known[kind.value], context={"ticket": ticket}).data
        for kind in kinds
        if kind.value in known
    }
