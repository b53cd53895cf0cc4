"""The API of a preparation: what must be on hand before somebody leaves (D6)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.scoped_api import ScopedViewSet
from tickets import services
from tickets.choices import PreparationKind
from tickets.models import PreparationItem
from tickets.preparation_page import preparation
from tickets.quotes.rules import CENT, MOST_QUANTITY
from tickets.services.preparing import LONGEST_NAME


class PreparationItemAnswer(serializers.ModelSerializer[PreparationItem]):
    class Meta:
        model = PreparationItem
        fields = (
            *("kind", "name", "part_number", "quantity", "unit", "is_needed", "is_ready", "source"),
            *("cases", "of_cases", "ready_at"),
        )
        read_only_fields = fields


class PreparationAnswer(serializers.Serializer[Any]):
    """What is listed, and what is missing that must be on hand; cases are earlier ones of model and fault."""

    items = PreparationItemAnswer(many=True)
    missing = serializers.ListField(child=serializers.CharField())


class PreparationItemInput(serializers.Serializer[Any]):
    """An item is named by its name: one of that name is changed, else one is added."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    kind = serializers.ChoiceField(choices=PreparationKind.choices, required=False)
    quantity = serializers.DecimalField(6, 2, min_value=CENT, max_value=MOST_QUANTITY, required=False)
    part_number = serializers.CharField(max_length=40, required=False, allow_blank=True)
    unit = serializers.CharField(max_length=12, required=False, allow_blank=True)
    source = serializers.CharField(max_length=LONGEST_NAME, required=False, allow_blank=True)  # type: ignore[assignment]  # a name of the framework, and ours
    is_needed = serializers.BooleanField(required=False, help_text=_("Must be on hand; else good to have."))
    is_ready = serializers.BooleanField(required=False)


class PreparationActions(ScopedViewSet):
    """The addresses of a ticket's preparation."""

    @extend_schema(methods=["GET"], responses=PreparationAnswer, filters=False)
    @extend_schema(methods=["POST"], request=PreparationItemInput, responses=PreparationAnswer)
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def preparation(self, request: Request, number: str) -> Response:
        """Say what must be on hand, or add and tick an item of it."""
        ticket = self.get_object()
        if request.method == "POST":
            typed = self.checked(PreparationItemInput)
            services.put_item(ticket, actor=self.actor, at=timezone.now(), **typed)
        return self._preparation(ticket)

    @extend_schema(request=None, responses=PreparationAnswer)
    @action(detail=True, methods=["post"], pagination_class=None)
    def prepare(self, request: Request, number: str) -> Response:
        """Add what earlier cases of this model and fault needed; what was ticked or typed stays."""
        ticket = self.get_object()
        services.prepare_ticket(ticket, actor=self.actor, at=timezone.now())
        return self._preparation(ticket)

    def _preparation(self, ticket: Any) -> Response:  # noqa: ANN401 (a row of this view set)
        rows = PreparationItem.objects.visible_to(self.actor).filter(ticket=ticket).in_order()
        lacking = preparation(ticket, actor=self.actor, at=timezone.now())["lacking"]
        return Response(PreparationAnswer({"items": rows, "missing": lacking}).data)
