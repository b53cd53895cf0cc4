"""API of the satisfaction report (J1)."""

from typing import TYPE_CHECKING, Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from regulation.choices import RuleCode
from regulation.services import load_editions
from reports import permissions
from reports.choices import GroupBy
from reports.figures import Figures
from reports.forms.satisfaction import FiguresQuery
from reports.satisfaction import groups, total
from visits.models import Visit
from visits.scale import Scale

if TYPE_CHECKING:
    from dealers.models import User


class FiguresSerializer(serializers.Serializer[Figures]):
    """The figures of one group of calls."""

    score = serializers.FloatField(
        allow_null=True,
        help_text="Mean rating × points per rating, 0–100 with one decimal; null without answers",
    )
    satisfied_share = serializers.FloatField(
        allow_null=True, help_text="Share of satisfied ratings (4 and 5), 0–1; null without answers"
    )
    answers = serializers.IntegerField(help_text="Completed calls with a rating, by the month they ended")
    planned = serializers.IntegerField(help_text="Calls due in the period, not the cancelled ones")
    not_reached = serializers.IntegerField()
    lapsed = serializers.IntegerField()
    refused = serializers.IntegerField()
    without_rating = serializers.IntegerField(help_text="Completed calls whose customer gave no rating")


class FiguresGroupSerializer(FiguresSerializer):
    """One row of the report."""

    group = serializers.CharField(
        help_text="Dealer code (headquarters: no dealer), product code (none: no model), rule, or month"
    )
    group_name = serializers.CharField()


class SatisfactionSerializer(serializers.Serializer[Any]):
    """The report: one page, with the totals of all its rows."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = FiguresGroupSerializer(many=True)
    totals = FiguresSerializer(help_text="All rows together; the score is that of all their answers")


def _condition(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, **more)


class SatisfactionViewSet(ViewSet):
    """Reads the satisfaction report over the calls that exist for the person (J1, L2)."""

    @extend_schema(
        operation_id="reports_satisfaction",
        parameters=[
            _condition("group_by", "What a row stands for; dealer by default", enum=GroupBy.values),
            _condition("dealer", "Only this dealer's calls, by its code"),
            _condition("product", "Only this model, by its code"),
            _condition("rule", "Only this stage", enum=RuleCode.values),
            _condition("month_from", "First month, as 2026-09; without it, from the beginning"),
            _condition("month_to", "Last month, as 2026-09; without it, to the end"),
        ],
        responses=SatisfactionSerializer,
    )
    def list(self, request: Request) -> Response:
        """Show satisfaction by group; not reached, lapsed and refused are counted apart (J1)."""
        actor: User = request.user  # type: ignore[assignment]  # the stubs can't know
        if not permissions.may_see(actor):
            raise PermissionDenied
        asked = FiguresQuery(request.query_params, actor=actor)
        if not asked.is_valid():
            raise serializers.ValidationError(
                {name: [*map(str, said)] for name, said in asked.errors.items()}
            )
        visits = asked.conditions.narrow(Visit.objects.visible_to(actor))
        rows = groups(visits, asked.grouping, period=asked.period, scale=Scale(load_editions()))
        shown = {
            "next": None,
            "previous": None,
            "results": [{"group": row.key, "group_name": row.name, **_figures(row.figures)} for row in rows],
            "totals": _figures(total(row.figures for row in rows)),
        }
        return Response(shown)


def _figures(figures: Figures) -> dict[str, Any]:
    return dict(FiguresSerializer(figures).data)
