"""The API of tickets: reading them, opening one, one action a verb of the table."""

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework import status as http
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from tickets import permissions, services
from tickets.api.answers import ListedEngineerAnswer, TicketAnswer, TicketReceipt
from tickets.api.files import FileActions
from tickets.api.inputs import (
    OtherTicketInput,
    TicketAppointInput,
    TicketAssignInput,
    TicketFaultClassInput,
    TicketIntakeInput,
    TicketInWarrantyInput,
    TicketNoteInput,
    TicketOfferInput,
    TicketOptionalNoteInput,
    TicketPriorityInput,
    TicketPromiseInput,
    TicketReasonInput,
    TicketRefusalInput,
    TicketStepInput,
    TicketWaitInput,
    intake_of,
)
from tickets.api.preparation import PreparationActions
from tickets.api.referrals import EscalateAction
from tickets.api.trips import TripActions
from tickets.engineer_list import listed_engineers
from tickets.filters import TicketFilter
from tickets.models import (
    ServiceRecord,
    Ticket,
    TicketAlert,
    TicketAppointment,
    TicketEvent,
    TicketOffer,
    TicketPromise,
    TicketWait,
)


class TicketViewSet(TripActions, EscalateAction, FileActions, PreparationActions):
    """Tickets from intake to closure (D1–D5, D7)."""

    rows = Ticket.objects.with_page()
    right_to_see = Right.SEE_TICKETS
    lookup_field = "number"
    serializer_class = TicketAnswer
    filterset_class = TicketFilter
    ordering = ("-opened_at", "-pk")

    def get_queryset(self) -> "QuerySet[Ticket]":
        """Fetch histories and other tickets as far as they are the person's, as its page does (L2, E1)."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        events = TicketEvent.objects.visible_to(self.actor).in_order().select_related("actor")
        records = ServiceRecord.objects.visible_to(self.actor).order_by("pk").with_diagnosis()
        offers = TicketOffer.objects.visible_to(self.actor).order_by("pk").select_related("dealer")
        seen = Ticket.objects.visible_to(self.actor)
        histories: list[Any] = [
            Prefetch("events", events),
            Prefetch("records", records),
            Prefetch("offers", offers),
            Prefetch("appointments", TicketAppointment.objects.visible_to(self.actor).order_by("pk")),
            "clocks",
            Prefetch("alerts", TicketAlert.objects.visible_to(self.actor).with_event()),
            Prefetch("waits", TicketWait.objects.visible_to(self.actor).with_steps()),
            Prefetch("promises", TicketPromise.objects.visible_to(self.actor).with_steps()),
            Prefetch("previous", seen, to_attr="previous_seen"),
            Prefetch("merged_into", seen, to_attr="merged_into_seen"),
            Prefetch("links_from__second", seen, to_attr="other_seen"),
            Prefetch("links_to__first", seen, to_attr="other_seen"),
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

    @extend_schema(request=TicketInWarrantyInput, responses={201: TicketAnswer})
    @action(detail=False, methods=["post"], url_path="in-warranty")
    def in_warranty(self, request: Request) -> Response:
        """Open a ticket for any unit in warranty and serve it; each look at a number is recorded (D4)."""
        typed, at = self.checked(TicketInWarrantyInput), timezone.now()
        unit = services.covered_unit(typed.pop("serial_number"), actor=self.actor, at=at)
        intake = intake_of(typed | {"equipment": unit})
        ticket = services.open_in_warranty(actor=self.actor, at=at, intake=intake)
        return self._answer_known(ticket, status=http.HTTP_201_CREATED)

    @extend_schema(responses=TicketReceipt)
    @action(detail=True, methods=["get"])
    def receipt(self, request: Request, number: str) -> Response:
        """Say where a ticket stands, also to a dealer that opened it or was asked to serve it."""
        rows = Ticket.objects.all().known_to(self.actor)
        return Response(TicketReceipt(get_object_or_404(rows, number=number)).data)

    @extend_schema(responses=ListedEngineerAnswer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def engineers(self, request: Request, number: str) -> Response:
        """List the people of who serves the ticket: who can go first, then who can't, with the reasons."""
        ticket = self.get_object()
        if not permissions.may_assign(self.actor, ticket):
            raise PermissionDenied
        listed = listed_engineers(ticket, actor=self.actor, at=timezone.now())
        return Response(ListedEngineerAnswer(listed, many=True).data)

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

    @extend_schema(request=TicketAppointInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def appoint(self, request: Request, number: str) -> Response:
        """Put down the window agreed with the customer; a new one takes the old one's place (D5)."""
        return self._do(services.appoint_ticket, TicketAppointInput)

    @extend_schema(request=TicketStepInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, number: str) -> Response:
        """Put down that the customer was asked once more before somebody leaves (D6)."""
        return self._do(services.confirm_appointment, TicketStepInput)

    @extend_schema(request=TicketReasonInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def call_off(self, request: Request, number: str) -> Response:
        return self._do(services.call_off_appointment, TicketReasonInput)

    @extend_schema(request=TicketWaitInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def wait(self, request: Request, number: str) -> Response:
        return self._do(services.wait_ticket, TicketWaitInput)

    @extend_schema(request=TicketNoteInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def chase(self, request: Request, number: str) -> Response:
        return self._do(services.chase_ticket, TicketNoteInput)

    @extend_schema(request=TicketPromiseInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def promise(self, request: Request, number: str) -> Response:
        return self._do(services.promise_answer, TicketPromiseInput)

    @extend_schema(request=TicketNoteInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"], url_path="answer")
    def answer_customer(self, request: Request, number: str) -> Response:
        """Put down what the customer was told: an open promise is kept by it, or was broken."""
        return self._do(services.give_answer, TicketNoteInput)

    @extend_schema(request=OtherTicketInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, number: str) -> Response:
        """End this ticket: it says what the other one says, and goes on there."""
        return self._do(services.merge_ticket, OtherTicketInput)

    @extend_schema(request=OtherTicketInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def link(self, request: Request, number: str) -> Response:
        """Say that the two belong together."""
        return self._do(services.link_tickets, OtherTicketInput)

    @extend_schema(request=TicketStepInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, number: str) -> Response:
        return self._do(services.resume_ticket, TicketStepInput)

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

    @extend_schema(request=TicketPriorityInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def prioritize(self, request: Request, number: str) -> Response:
        """Set how urgent it is; the level is chosen anew, and its clocks count from the opening (D3)."""
        return self._do(services.set_priority, TicketPriorityInput)

    @extend_schema(request=TicketFaultClassInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def classify(self, request: Request, number: str) -> Response:
        """Say of which class the fault is, or that it is not known (D13)."""
        return self._do(services.classify_ticket, TicketFaultClassInput)

    @extend_schema(request=TicketReasonInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, number: str) -> Response:
        return self._do(services.cancel_ticket, TicketReasonInput)


routes: list[tuple[str, Any, str]] = [("tickets", TicketViewSet, "ticket")]
