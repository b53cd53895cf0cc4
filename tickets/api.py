"""API of tickets: reading them, opening one, and one action a verb of the table."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework import status as http
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.models import Dealer, Division, ServiceStaff
from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from equipment.models import Equipment, Product
from tickets import permissions, services
from tickets.choices import RecordResult, TicketChannel, TicketKind, TicketPriority
from tickets.clock_api import ClocksAnswer, clocks_of
from tickets.filters import TicketFilter
from tickets.models import ServiceRecord, Ticket, TicketEvent, TicketOffer
from tickets.services.notes import LONGEST_DESCRIPTION, LONGEST_NOTE, LONGEST_REFUSAL, LONGEST_WAIT
from tickets.services.repairing import LONGEST_WORK
from tickets.states import TicketVerb

LARGEST_VERSION: Final = 2**31 - 1
CHANNELS: Final = [
    choice for choice in TicketChannel.choices if choice[0] not in {TicketChannel.IMPORT, TicketChannel.VISIT}
]


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


class ServiceRecordAnswer(serializers.ModelSerializer[ServiceRecord]):
    engineer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = ServiceRecord
        fields = ("number", "engineer", "recorded_at", "work_done", "minutes_worked", "result")
        read_only_fields = fields


class TicketOfferAnswer(serializers.ModelSerializer[TicketOffer]):
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = TicketOffer
        fields = ("dealer", "offered_at", "due_at", "answer", "answered_at", "reason")
        read_only_fields = fields


class TicketAnswer(serializers.ModelSerializer[Ticket]):
    """A ticket as it is shown; status and facts change by the verbs alone."""

    equipment = serializers.CharField(source="serial_number", read_only=True)
    product = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    place = serializers.CharField(source="place_text", read_only=True)
    division = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    engineer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True, allow_null=True)
    customer = serializers.CharField(source="customer.name", default=None, allow_null=True, read_only=True)
    contact_phone = serializers.SerializerMethodField(help_text=_("Masked."))
    previous = serializers.SerializerMethodField(help_text=_("The earlier ticket of the same fault."))
    import_run = serializers.PrimaryKeyRelatedField[Any](read_only=True, allow_null=True)
    events = TicketEventAnswer(many=True, read_only=True)
    records = ServiceRecordAnswer(many=True, read_only=True)
    offers = TicketOfferAnswer(many=True, read_only=True)
    verbs = serializers.SerializerMethodField()
    clocks = serializers.SerializerMethodField()

    class Meta:
        model = Ticket
        fields = (
            *("number", "kind", "channel", "priority", "status", "description"),
            *("equipment", "product", "product_text", "unit_text", "warranty_ends_on"),
            *("place", "place_text", "division", "customer", "contact_name", "contact_phone"),
            *("dealer", "engineer", "opened_at", "moved_at", "resolved_at", "closed_at"),
            *("waiting_from", "wait_reason", "previous", "origin", "outcome", "cause", "cost"),
            *("external_id", "import_run", "import_line", "import_columns"),
            *("level", "due_at", "due_clock", "clocks"),
            *("version", "verbs", "events", "records", "offers"),
        )
        read_only_fields = fields

    def get_contact_phone(self, ticket: Ticket) -> str:
        actor, at = self.context["request"].user, timezone.now()
        if ticket.contact is None or not permissions.may_see_contact(actor, ticket, at):
            return ""
        return ticket.contact.masked_phone

    def get_previous(self, ticket: Ticket) -> str | None:
        """Name the earlier ticket where the person may see it: it may have been another dealer's (L2)."""
        previous, actor = ticket.previous, self.context["request"].user
        if previous is None or not permissions.may_see_previous(actor, previous):
            return None
        return previous.number

    @extend_schema_field(ClocksAnswer)
    def get_clocks(self, ticket: Ticket) -> dict[str, Any]:
        return clocks_of(ticket)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(TicketVerb.choices)))
    def get_verbs(self, ticket: Ticket) -> list[str]:
        """Name what the person may do to the ticket now."""
        return sorted(permissions.allowed_verbs(self.context["request"].user, ticket))


class TicketReceipt(serializers.ModelSerializer[Ticket]):
    """What is left to a dealer of a ticket that it opened or refused and another one serves (L2)."""

    class Meta:
        model = Ticket
        fields = ("number", "kind", "status", "opened_at", "moved_at")
        read_only_fields = fields


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


class TicketStepInput(serializers.Serializer[Any]):
    """`version` as the program saw it: a step on a ticket that has moved on since is refused with 409."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION)


class TicketOfferInput(TicketStepInput):
    dealer = ScopedSlug(slug_field="code", queryset=Dealer.objects.active())


class TicketAssignInput(TicketStepInput):
    engineer = ScopedSlug(slug_field="code", queryset=ServiceStaff.objects.select_related("dealer"))


class TicketRefusalInput(TicketStepInput):
    reason = serializers.CharField(max_length=LONGEST_REFUSAL)


class TicketWaitInput(TicketStepInput):
    reason = serializers.CharField(max_length=LONGEST_WAIT)


class TicketReasonInput(TicketStepInput):
    reason = serializers.CharField(max_length=LONGEST_NOTE)


class TicketNoteInput(TicketStepInput):
    note = serializers.CharField(max_length=LONGEST_NOTE)


class TicketOptionalNoteInput(TicketStepInput):
    note = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True, default="")


class ServiceRecordInput(TicketStepInput):
    work_done = serializers.CharField(max_length=LONGEST_DESCRIPTION)
    minutes_worked = serializers.IntegerField(min_value=0, max_value=LONGEST_WORK)
    result = serializers.ChoiceField(choices=RecordResult.choices)


class TicketViewSet(ScopedViewSet):
    """Tickets from intake to closure (D1–D5, D7)."""

    rows = Ticket.objects.with_page()
    right_to_see = Right.SEE_TICKETS
    lookup_field = "number"
    serializer_class = TicketAnswer
    filterset_class = TicketFilter
    ordering = ("-opened_at", "-pk")

    def get_queryset(self) -> "QuerySet[Ticket]":
        """Fetch histories as far as they are the person's: another dealer's refusal is not (L2)."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        events = TicketEvent.objects.visible_to(self.actor).in_order().select_related("actor")
        records = ServiceRecord.objects.visible_to(self.actor).order_by("pk").select_related("engineer")
        offers = TicketOffer.objects.visible_to(self.actor).order_by("pk").select_related("dealer")
        histories: list[Any] = [
            Prefetch("events", events),
            Prefetch("records", records),
            Prefetch("offers", offers),
            "clocks",
        ]
        return rows.prefetch_related(*histories)

    @extend_schema(request=TicketIntakeInput, responses={201: TicketAnswer})
    def create(self, request: Request) -> Response:
        """Open a ticket; it is offered at once to the dealer that serves the place."""
        if not permissions.may_open(self.actor):
            raise PermissionDenied
        typed = self.checked(TicketIntakeInput)
        ticket = services.open_ticket(actor=self.actor, at=timezone.now(), intake=intake_of(typed))
        return self._answer_known(ticket, status=http.HTTP_201_CREATED)

    @extend_schema(responses=TicketReceipt)
    @action(detail=True, methods=["get"])
    def receipt(self, request: Request, number: str) -> Response:
        """Say where a ticket stands, also to a dealer that opened it or was asked to serve it."""
        rows = Ticket.objects.all().known_to(self.actor)
        return Response(TicketReceipt(get_object_or_404(rows, number=number)).data)

    def _do(self, verb: Callable[..., Any], body: type[serializers.Serializer[Any]]) -> Response:
        """Fetch the visible ticket, call one service, show the ticket as it stands now."""
        ticket, typed = self.get_object(), self.checked(body)
        seen = typed.pop("version", None)
        if seen is not None:
            ticket.version = seen  # what the program saw; a newer one makes the step fail
        verb(ticket, actor=self.actor, at=timezone.now(), **typed)
        return self._answer_known(ticket)

    def _answer_known(self, ticket: Ticket, *, status: int = http.HTTP_200_OK) -> Response:
        """Show a ticket, or a receipt to a dealer out of whose sight the step has brought it."""
        if self.get_queryset().filter(pk=ticket.pk).exists():
            return self.answer(ticket, status=status)
        address = self.reverse_action("receipt", args=[ticket.number])
        return Response(TicketReceipt(ticket).data, status=status, headers={"Location": address})

    @extend_schema(request=TicketOfferInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def offer(self, request: Request, number: str) -> Response:
        return self._do(services.offer_ticket, TicketOfferInput)

    @extend_schema(request=TicketStepInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, number: str) -> Response:
        return self._do(services.accept_ticket, TicketStepInput)

    @extend_schema(request=TicketRefusalInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def refuse(self, request: Request, number: str) -> Response:
        return self._do(services.refuse_ticket, TicketRefusalInput)

    @extend_schema(request=TicketAssignInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, number: str) -> Response:
        return self._do(services.assign_ticket, TicketAssignInput)

    @extend_schema(request=TicketWaitInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def wait(self, request: Request, number: str) -> Response:
        return self._do(services.wait_ticket, TicketWaitInput)

    @extend_schema(request=TicketStepInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, number: str) -> Response:
        return self._do(services.resume_ticket, TicketStepInput)

    @extend_schema(request=ServiceRecordInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def record(self, request: Request, number: str) -> Response:
        return self._do(services.record_service, ServiceRecordInput)

    @extend_schema(request=TicketNoteInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def solve(self, request: Request, number: str) -> Response:
        return self._do(services.solve_ticket, TicketNoteInput)

    @extend_schema(request=TicketReasonInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, number: str) -> Response:
        return self._do(services.reopen_ticket, TicketReasonInput)

    @extend_schema(request=TicketOptionalNoteInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, number: str) -> Response:
        return self._do(services.close_ticket, TicketOptionalNoteInput)

    @extend_schema(request=TicketReasonInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, number: str) -> Response:
        return self._do(services.cancel_ticket, TicketReasonInput)


routes: list[tuple[str, Any, str]] = [("tickets", TicketViewSet, "ticket")]
