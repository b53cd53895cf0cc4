"""The API of day plans: reading them, closing a day, a reason given later (D18)."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from tickets import services
from tickets.api.record_inputs import DeviceInput, with_told
from tickets.days.filters import DayPlanFilter
from tickets.days.states import TO_CHOOSE
from tickets.models import DayPlan, DayPlanItem
from tickets.services.notes import LONGEST_WAIT

REASONS = [(reason.value, reason.label) for reason in TO_CHOOSE]


class DayPlanItemAnswer(serializers.ModelSerializer[DayPlanItem]):
    ticket = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)

    class Meta:
        model = DayPlanItem
        fields = (
            *("ticket", "origin", "begins_at", "ends_at", "state", "done_at"),
            *("reason", "words", "carried_to", "explained_at"),
        )
        read_only_fields = fields


class DayPlanAnswer(serializers.ModelSerializer[DayPlan]):
    """An engineer's day with its jobs; they change by what is done, and by closing the day."""

    engineer = serializers.SlugRelatedField[Any](slug_field="code", source="staff", read_only=True)
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    items = DayPlanItemAnswer(many=True, read_only=True)

    class Meta:
        model = DayPlan
        fields = ("code", "engineer", "dealer", "on", "closed_at", "items")
        read_only_fields = fields


class CarryOverInput(serializers.Serializer[Any]):
    ticket = serializers.CharField(max_length=20)
    reason = serializers.ChoiceField(choices=REASONS)
    carried_to = serializers.DateField(help_text=_("The day on which it goes on, later than the plan's."))
    words = serializers.CharField(max_length=LONGEST_WAIT, required=False, allow_blank=True, default="")


class DayCloseInput(DeviceInput):
    carried = CarryOverInput(
        many=True, required=False, default=list, help_text=_("One for each job that is not done.")
    )


class DayExplainInput(serializers.Serializer[Any]):
    ticket = serializers.CharField(max_length=20)
    reason = serializers.ChoiceField(choices=REASONS)
    words = serializers.CharField(max_length=LONGEST_WAIT, required=False, allow_blank=True, default="")


class DayPlanViewSet(ScopedViewSet):
    """Day plans of engineers: what is done by evening, what goes on and why (D18)."""

    rows = DayPlan.objects.select_related("staff", "dealer").prefetch_related("items__ticket")
    right_to_see = Right.SEE_TICKETS
    lookup_field = "code"
    serializer_class = DayPlanAnswer
    filterset_class = DayPlanFilter
    ordering = ("-on", "-pk")

    @extend_schema(request=DayCloseInput, responses=DayPlanAnswer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, code: str) -> Response:
        """Close a day: each open job with its reason and the day on which it goes on."""
        plan, typed = self.get_object(), with_told(self.checked(DayCloseInput))
        typed["carried"] = [services.CarryOver(**one) for one in typed["carried"]]
        services.close_day(plan, actor=self.actor, at=timezone.now(), **typed)
        return self.answer(plan)

    @extend_schema(request=DayExplainInput, responses=DayPlanAnswer)
    @action(detail=True, methods=["post"])
    def explain(self, request: Request, code: str) -> Response:
        """Say later why a job was carried over; what was said in the evening stays."""
        plan, typed = self.get_object(), self.checked(DayExplainInput)
        rows: Any = DayPlanItem.objects.visible_to(self.actor).filter(plan=plan).with_tickets()
        item = get_object_or_404(rows.select_related("plan__staff"), ticket__number=typed.pop("ticket"))
        services.explain_carried(item, actor=self.actor, at=timezone.now(), **typed)
        return self.answer(plan)


routes: list[tuple[str, Any, str]] = [("day-plans", DayPlanViewSet, "day-plan")]
