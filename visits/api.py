"""API of calls: routes as (prefix, viewset, name), put together by the composition root."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from records.pagination import KeysetPagination
from tickets.choices import TicketKind
from visits import permissions
from visits.answer_rules import LONGEST_TEXT
from visits.choices import AttemptOutcome
from visits.explain import ClauseBook, as_data
from visits.filters import VisitFilter
from visits.models import Visit, VisitAnswer, VisitAttempt
from visits.services.calling import (
    Answer,
    NewTicket,
    complete_visit,
    record_attempt,
    release_visit,
    take_visit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from rest_framework.views import APIView


class AnswerSerializer(serializers.ModelSerializer[VisitAnswer]):
    class Meta:
        model = VisitAnswer
        fields = ("question", "value")


class AttemptSerializer(serializers.ModelSerializer[VisitAttempt]):
    class Meta:
        model = VisitAttempt
        fields = ("at", "outcome", "counts", "call_again_at", "note")


class WhySerializer(serializers.Serializer[Any]):
    clause = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()
    version = serializers.IntegerField()
    in_force_from = serializers.DateField()
    inputs = serializers.DictField()
    arithmetic = serializers.ListField(child=serializers.CharField())


class VisitListSerializer(serializers.ListSerializer[Visit]):
    """Fetches the clauses of the whole page at once."""

    def to_representation(self, data: "Iterable[Visit]") -> list[Any]:  # type: ignore[override]  # the stubs can't know
        visits = list(data)
        context: dict[str, Any] = self.context  # type: ignore[assignment]  # the stubs can't know
        context["clauses"] = ClauseBook(visits)
        return super().to_representation(visits)


class VisitSerializer(serializers.ModelSerializer[Visit]):
    equipment = serializers.CharField(source="equipment.serial_number", default=None, allow_null=True)
    ticket = serializers.CharField(source="ticket.number", default=None, allow_null=True)
    opened_ticket = serializers.CharField(source="opened_ticket.number", default=None, allow_null=True)
    dealer = serializers.CharField(source="dealer.code", default=None, allow_null=True)
    product = serializers.CharField(source="product.code", default=None, allow_null=True)
    answers = AnswerSerializer(many=True, read_only=True)
    attempts = AttemptSerializer(many=True, read_only=True, help_text="Empty for dealers.")
    taken_by = serializers.SerializerMethodField(help_text="The initial of who has taken the call.")
    taken_until = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()

    class Meta:
        model = Visit
        list_serializer_class = VisitListSerializer
        fields = (
            "number",
            "rule",
            "nth",
            "opens_on",
            "due_on",
            "closes_on",
            "status",
            "reason",
            "rating",
            "note",
            "answers",
            "attempts",
            "attempts_made",
            "call_again_at",
            "ended_at",
            "equipment",
            "ticket",
            "opened_ticket",
            "dealer",
            "product",
            "taken_by",
            "taken_until",
            "why",
        )
        read_only_fields = fields

    def to_representation(self, instance: Visit) -> dict[str, Any]:
        """Show dealers the call and not how its agents go about it: they are judged by it (L2)."""
        shown: dict[str, Any] = super().to_representation(instance)
        request = self.context.get("request")
        if request is None or not request.user.is_head_office:
            shown |= {"attempts": [], "call_again_at": None, "taken_by": None, "taken_until": None}
        return shown

    def get_taken_by(self, visit: Visit) -> str | None:
        return str(visit.leased_to)[:1] if visit.is_held(at=timezone.now()) else None

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_taken_until(self, visit: Visit) -> str | None:
        if visit.leased_until is None or not visit.is_held(at=timezone.now()):
            return None
        return str(serializers.DateTimeField().to_representation(visit.leased_until))

    @extend_schema_field(WhySerializer)
    def get_why(self, visit: Visit) -> dict[str, Any]:
        book = self.context.get("clauses") or ClauseBook([visit])
        return as_data(visit, book)


class AttemptBody(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=AttemptOutcome.choices)
    call_again_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    note = serializers.CharField(required=False, allow_blank=True, max_length=300, default="")


class AnswerBody(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=40)
    value = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True)


class TicketBody(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=TicketKind.choices)
    description = serializers.CharField(max_length=LONGEST_TEXT)


class CompleteBody(serializers.Serializer[Any]):
    rating = serializers.IntegerField(min_value=1, max_value=5, allow_null=True)
    answers = AnswerBody(many=True, required=False, default=list)
    note = serializers.CharField(required=False, allow_blank=True, max_length=LONGEST_TEXT, default="")
    ticket = TicketBody(required=False, allow_null=True, default=None)


class VisitPagination(KeysetPagination):
    """The worklist comes in the order of calling, everything else newest window first."""

    def get_ordering(
        self, request: Request, queryset: "QuerySet[Visit]", view: "APIView | None"
    ) -> tuple[str, ...]:
        if request.query_params.keys() & {"due", "overdue"}:
            return ("closes_on", "opens_on", "number")
        return ("-due_on", "-id")


class VisitViewSet(ScopedViewSet):
    """Calls back to the customer: planned by the regulation, made by headquarters, read by who is judged."""

    rows = Visit.objects.with_names().prefetch_related("answers", "attempts")
    right_to_see = Right.SEE_VISITS
    lookup_field = "number"
    serializer_class = VisitSerializer
    filterset_class = VisitFilter
    pagination_class = VisitPagination

    def visit_to_call(self) -> Visit:
        """Return the call for somebody who may act on it: a dealer sees it and never does (403)."""
        visit: Visit = self.get_object()
        if not permissions.may_call(self.actor):
            raise PermissionDenied
        return visit

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def take(self, request: Request, number: str) -> Response:
        """Take the call for a quarter of an hour; 409 while a colleague has it."""
        return self.answer(take_visit(self.visit_to_call(), actor=self.actor, at=timezone.now()))

    @extend_schema(request=None, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def release(self, request: Request, number: str) -> Response:
        """Give the call back to the queue."""
        return self.answer(release_visit(self.visit_to_call(), actor=self.actor, at=timezone.now()))

    @extend_schema(request=AttemptBody, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def attempt(self, request: Request, number: str) -> Response:
        """Log a try that ended without a talk."""
        visit = self.visit_to_call()
        body = self.checked(AttemptBody)
        return self.answer(record_attempt(visit, actor=self.actor, at=timezone.now(), **body))

    @extend_schema(request=CompleteBody, responses=VisitSerializer)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, number: str) -> Response:
        """Finish the call with what the customer said, once; a ticket is opened in the same step."""
        visit = self.visit_to_call()
        body = self.checked(CompleteBody)
        done = complete_visit(
            visit,
            actor=self.actor,
            at=timezone.now(),
            rating=body["rating"],
            answers=[Answer(**answer) for answer in body["answers"]],
            note=body["note"],
            ticket=NewTicket(**body["ticket"]) if body["ticket"] else None,
        )
        return self.answer(done)


routes: list[tuple[str, Any, str]] = [("visits", VisitViewSet, "visits")]
