"""What the API shows of a ticket."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from regulation.choices import WaitReason
from tickets import permissions
from tickets.api.record_answers import RecordSummary
from tickets.appointments import steps_possible
from tickets.choices import Chased
from tickets.clock_api import ClocksAnswer, InnerClocksAnswer, clocks_of, inner_clocks_of
from tickets.models import (
    Ticket,
    TicketAppointment,
    TicketEvent,
    TicketOffer,
    TicketPromise,
    TicketWait,
)
from tickets.states import TicketVerb
from tickets.told_section import stopped_at
from tickets.wait_rules import CHASED

if TYPE_CHECKING:
    from equipment.models import CustomerContact


class TicketEventAnswer(serializers.ModelSerializer[TicketEvent]):
    actor = serializers.SerializerMethodField()

    class Meta:
        model = TicketEvent
        fields = ("at", "actor", "verb", "source", "target", "note", "about")
        read_only_fields = fields

    def get_actor(self, event: TicketEvent) -> str | None:
        """Name who took the step; nobody where it was the system, or another dealer's person (L2)."""
        if event.actor is None or not permissions.may_name(self.context["request"].user, event.actor):
            return None
        return event.actor.username


class TicketOfferAnswer(serializers.ModelSerializer[TicketOffer]):
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = TicketOffer
        fields = ("dealer", "offered_at", "due_at", "answer", "answered_at", "reason")
        read_only_fields = fields


class TicketWaitAnswer(serializers.ModelSerializer[TicketWait]):
    """For what a ticket waits or waited; `chase_every` counts working days."""

    began_at = serializers.DateTimeField(source="began.at", read_only=True)
    ended_at = serializers.DateTimeField(source="ended.at", default=None, allow_null=True, read_only=True)
    asked = serializers.SerializerMethodField(help_text=_("Who is asked again."))

    class Meta:
        model = TicketWait
        fields = (
            *("reason", "note", "began_at", "ended_at", "ends_at", "pauses"),
            *("asked", "chase_every", "chased"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(Chased.choices))
    def get_asked(self, wait: TicketWait) -> str:
        return str(CHASED[WaitReason(wait.reason)].value)


class TicketPromiseAnswer(serializers.ModelSerializer[TicketPromise]):
    """An answer promised to the customer; `late_minutes` of working time, 0 where it was kept."""

    made_at = serializers.DateTimeField(source="made.at", read_only=True)
    ended_at = serializers.DateTimeField(source="ended.at", default=None, allow_null=True, read_only=True)

    class Meta:
        model = TicketPromise
        fields = ("made_at", "until", "ended_at", "late_minutes")
        read_only_fields = fields


class TicketAppointmentAnswer(serializers.ModelSerializer[TicketAppointment]):
    class Meta:
        model = TicketAppointment
        fields = (
            "begins_at",
            "ends_at",
            "agreed_with",
            "to_bring",
            "state",
            "made_at",
            "confirmed_at",
            "ended_at",
            "reason",
        )
        read_only_fields = fields


class TicketAnswer(serializers.ModelSerializer[Ticket]):
    """A ticket as it is shown; status and facts change by the verbs alone."""

    equipment = serializers.CharField(source="serial_number", read_only=True)
    product = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    fault_class = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    place = serializers.CharField(source="place_text", read_only=True)
    division = serializers.CharField(source="division_id", read_only=True, allow_null=True)
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    engineer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    customer = serializers.CharField(source="customer.name", default=None, allow_null=True, read_only=True)
    contact_phone = serializers.SerializerMethodField(help_text=_("Masked."))
    contact_phone_confirmed = serializers.SerializerMethodField(
        help_text=_("Not, while a number that was typed at the code on a machine may be anybody's.")
    )
    stopped_at = serializers.SerializerMethodField(
        help_text=_("Since when the customer wants no messages of it.")
    )
    previous = serializers.CharField(
        source="previous_seen.number",
        default=None,
        allow_null=True,
        read_only=True,
        help_text=_("The earlier ticket of the same fault, where the person may see it."),
    )
    import_run = serializers.PrimaryKeyRelatedField[Any](read_only=True, allow_null=True)
    events = TicketEventAnswer(many=True, read_only=True)
    records = RecordSummary(many=True, read_only=True)
    offers = TicketOfferAnswer(many=True, read_only=True)
    waits = TicketWaitAnswer(many=True, read_only=True)
    promises = TicketPromiseAnswer(many=True, read_only=True)
    linked = serializers.SerializerMethodField(
        help_text=_("Tickets that belong to it, those that the person may see.")
    )
    merged_into = serializers.CharField(
        source="merged_into_seen.number",
        default=None,
        allow_null=True,
        read_only=True,
        help_text=_("The ticket it goes on in, where the person may see it."),
    )
    appointments = TicketAppointmentAnswer(many=True, read_only=True)
    verbs = serializers.SerializerMethodField()
    clocks = serializers.SerializerMethodField()
    inner_clocks = serializers.SerializerMethodField(help_text=_("Not for customers."))

    class Meta:
        model = Ticket
        fields = (
            *("number", "kind", "channel", "priority", "status", "description", "fault_class"),
            *("equipment", "product", "product_text", "unit_text", "warranty_ends_on", "contract"),
            *("place", "place_text", "division", "customer", "contact_name"),
            *("contact_phone", "contact_phone_confirmed", "stopped_at"),
            *("dealer", "engineer", "opened_at", "moved_at", "resolved_at", "closed_at"),
            *("waiting_from", "wait_reason", "chase_on", "promised_until"),
            *("previous", "merged_into", "linked", "origin", "outcome", "cause", "cost"),
            *("external_id", "import_run", "import_line", "import_columns"),
            *("level", "due_at", "due_clock", "alert", "next_alert_at", "clocks", "inner_clocks"),
            *("version", "verbs", "events", "records", "offers", "appointments", "waits", "promises"),
        )
        read_only_fields = fields

    def get_contact_phone(self, ticket: Ticket) -> str:
        contact = self._contact(ticket)
        return contact.masked_phone if contact else ""

    def get_contact_phone_confirmed(self, ticket: Ticket) -> bool:
        contact = self._contact(ticket)
        return contact is not None and contact.phone_cipher != "" and not contact.is_unconfirmed

    def _contact(self, ticket: Ticket) -> "CustomerContact | None":
        if ticket.contact is None or not self._sees_contact(ticket):
            return None
        return ticket.contact.current

    def _sees_contact(self, ticket: Ticket) -> bool:
        return permissions.may_see_contact(self.context["request"].user, ticket, timezone.now())

    def get_stopped_at(self, ticket: Ticket) -> datetime | None:
        """Say so to whoever may see whom to call: nothing that is written reaches the customer (C10, D20)."""
        at = stopped_at(ticket)
        return timezone.localtime(at) if at is not None and self._sees_contact(ticket) else None

    def get_linked(self, ticket: Ticket) -> list[str]:
        links = (*ticket.links_from.all(), *ticket.links_to.all())
        return sorted(link.other_seen.number for link in links if link.other_seen)  # type: ignore[attr-defined]  # fetched so

    @extend_schema_field(ClocksAnswer)
    def get_clocks(self, ticket: Ticket) -> dict[str, Any]:
        return clocks_of(ticket)

    @extend_schema_field(InnerClocksAnswer)
    def get_inner_clocks(self, ticket: Ticket) -> dict[str, Any]:
        return inner_clocks_of(ticket)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(TicketVerb.choices)))
    def get_verbs(self, ticket: Ticket) -> list[str]:
        """Name what the person may do to the ticket now."""
        agreed = [one for one in ticket.appointments.all() if one.ended_at is None]
        allowed = permissions.allowed_verbs(self.context["request"].user, ticket)
        return sorted(steps_possible(allowed, agreed[0] if agreed else None))


class AgainstGoingAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    clause = serializers.CharField(help_text=_("The clause of the regulation that says so, if one does."))
    text = serializers.CharField()


class ListedEngineerAnswer(serializers.Serializer[Any]):
    """A person of who serves the ticket: whether they can go, and all that speaks against it (B1, B3)."""

    code = serializers.CharField(source="person.code")
    name = serializers.CharField(source="person.name")
    can_go = serializers.BooleanField()
    is_current = serializers.BooleanField()
    in_hand = serializers.IntegerField()
    reasons = AgainstGoingAnswer(many=True)


class TicketReceipt(serializers.ModelSerializer[Ticket]):
    """What is left to a dealer of a ticket that it opened or refused and another one serves (L2)."""

    class Meta:
        model = Ticket
        fields = ("number", "kind", "status", "opened_at", "moved_at")
        read_only_fields = fields
