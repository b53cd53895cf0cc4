"""API of the failure analysis (D15)."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from equipment.models import Equipment
from regulation.calendars import local_day
from reports import permissions
from reports.choices import FailureGroup, Span
from reports.failure_rules import Rate
from reports.failures import Counted
from reports.failures_page import report_of
from reports.forms.failures import FailuresQuery
from tickets.models import Ticket

if TYPE_CHECKING:
    from dealers.models import User


class FailureRateSerializer(serializers.Serializer[Any]):
    """Failures and how often they come; the interval holds at 95 %."""

    failures = serializers.IntegerField(help_text="GET /tickets/?figure=failed lists the tickets counted")
    units = serializers.IntegerField(help_text="Units that failed")
    unit_days = serializers.IntegerField(help_text="Time in service: of the group's units, else of all")
    rate = serializers.FloatField(allow_null=True, help_text="Failures by 100 unit-years")
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class FailureGroupSerializer(FailureRateSerializer):
    """One row of the analysis."""

    group = serializers.CharField(help_text="Code, part, month of the batch, or age in days from which on")
    group_name = serializers.CharField()


class FailuresSerializer(serializers.Serializer[Any]):
    """The analysis: one page, with the figures of all failures."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = FailureGroupSerializer(many=True)
    totals = FailureRateSerializer()


def _condition(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, **more)


class FailuresViewSet(ViewSet):
    """Reads where units fail, how often, and how sure one can be of it (D15)."""

    @extend_schema(
        operation_id="reports_failures",
        parameters=[
            _condition("group_by", "What a row stands for; product by default", enum=FailureGroup.values),
            _condition("span", "How long a stretch; year by default", enum=Span.values),
            _condition("month", "Month that ends the stretch or lies in it, as 2026-09; this one by default"),
            _condition("product", "Only this model, by its code"),
            _condition("region", "Only this province, by its code"),
            _condition("fault_class", "Only failures of this class, by its code"),
        ],
        responses=FailuresSerializer,
    )
    def list(self, request: Request) -> Response:
        """Show failures, time in service, rates and their intervals, by group (D15)."""
        actor: User = request.user  # type: ignore[assignment]  # the stubs can't know
        if not permissions.may_see_failures(actor):
            raise PermissionDenied
        form = FailuresQuery(request.query_params, actor=actor)
        if not form.is_valid():
            raise serializers.ValidationError({name: [*map(str, said)] for name, said in form.errors.items()})
        report = report_of(
            form,
            tickets=Ticket.objects.visible_to(actor),
            units=Equipment.objects.visible_to(actor),
            today=local_day(timezone.now()),
        )
        whole, counted, rows = report.rows()
        results = [
            {"group": row.key, "group_name": row.name, **_figures(row.counted, row.rate)} for row in rows
        ]
        totals = _figures(counted, whole)
        return Response({"next": None, "previous": None, "results": results, "totals": totals})


def _figures(counted: Counted, rate: Rate) -> dict[str, Any]:
    return {
        "failures": counted.failures,
        "units": counted.units,
        "unit_days": rate.unit_days,
        "rate": rate.value,
        "low": rate.low,
        "high": rate.high,
    }
