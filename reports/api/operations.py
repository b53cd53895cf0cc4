"""API of the operations report (J2)."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from regulation.calendars import local_day
from regulation.choices import ON_TICKETS
from regulation.services import load_editions
from reports import permissions
from reports.choices import OperationsGroup, Span
from reports.fixes import gap_figures
from reports.forms.operations import OperationsFiguresQuery
from reports.operations import Figures, Operations, Promises, total
from reports.operations_asked import OperationsAsked
from reports.operations_page import OperationsReport
from reports.periods import first_of
from tickets import fix_measures
from tickets.fix_measures import days_of
from tickets.models import Ticket

if TYPE_CHECKING:
    from dealers.models import User


class OperationsFiguresSerializer(serializers.Serializer[Figures]):
    """The figures of one group of tickets, by the period they were opened in."""

    counts = serializers.DictField(
        child=serializers.IntegerField(),
        help_text="By figure; GET /tickets/?figure=… with the same conditions lists the tickets counted",
    )
    in_time = serializers.SerializerMethodField(
        help_text="By time set, plan being inner: of a hundred judged, how many kept it; null where none is"
    )
    first_time = serializers.FloatField(
        allow_null=True, help_text="Of a hundred repairs on site, how many took one trip"
    )

    first_time_fix = serializers.SerializerMethodField(
        help_text="By span of the regulation: of a hundred repairs judged, how many were fixed first time"
    )

    def get_first_time_fix(self, figures: Figures) -> dict[str, float | None]:
        shares = {stand: figures.held(stand) for stand in fix_measures.STANDS}
        return {stand: None if share is None else float(share) for stand, share in shares.items()}

    def get_in_time(self, figures: Figures) -> dict[str, float | None]:
        shares = {kind.value: figures.in_time(kind) for kind in ON_TICKETS}
        return {kind: None if share is None else float(share) for kind, share in shares.items()}


class OperationsGroupSerializer(OperationsFiguresSerializer):
    """One row of the report."""

    group = serializers.CharField(help_text="Dealer, product or province code, or month; none: has none")
    group_name = serializers.CharField()


class PromisesSerializer(serializers.Serializer[Promises]):
    """Promised answers by the moment they were promised for."""

    kept = serializers.IntegerField()
    broken = serializers.IntegerField(help_text="Answered late, or past and not answered yet")
    share = serializers.FloatField(allow_null=True, help_text="Of a hundred judged, how many were kept")
    kept_tickets = serializers.IntegerField(
        help_text="GET /tickets/?figure=promise_kept with promised_from and promised_until lists them"
    )
    broken_tickets = serializers.IntegerField(help_text="GET /tickets/?figure=promise_broken lists them")


class RepairGapsSerializer(serializers.Serializer[Any]):
    """How soon repairs of one unit and fault followed each other."""

    count = serializers.IntegerField()
    median_days = serializers.FloatField(allow_null=True)
    within = serializers.DictField(
        child=serializers.IntegerField(), help_text="How many within the days of each span"
    )


class OperationsSerializer(serializers.Serializer[Any]):
    """The report: one page, with the totals of all its rows and what stands open now."""

    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = OperationsGroupSerializer(many=True)
    totals = OperationsFiguresSerializer()
    promises = PromisesSerializer()
    repair_gaps = RepairGapsSerializer()
    backlog = serializers.DictField(child=serializers.IntegerField(), help_text="Open now, by age in days")


def _condition(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, description=description, **more)


class OperationsViewSet(ViewSet):
    """Reads the operations report over the tickets that exist for the person (J2, L2)."""

    @extend_schema(
        operation_id="reports_operations",
        parameters=[
            _condition("group_by", "What a row stands for; dealer by default", enum=OperationsGroup.values),
            _condition("dealer", "Only this dealer's tickets, by its code; none: headquarters' own"),
            _condition("product", "Only this model, by its code"),
            _condition("region", "Only this province, by its code"),
            _condition(
                "month_from", "First month of the opening, as 2026-09; without it, from the beginning"
            ),
            _condition("month_to", "Last month, as 2026-09; without it, to the end"),
        ],
        responses=OperationsSerializer,
    )
    def list(self, request: Request) -> Response:
        """Show times kept, trips needed, what came back, by group; and the backlog by age (J2)."""
        actor: User = request.user  # type: ignore[assignment]  # the stubs can't know
        if not permissions.may_see_operations(actor):
            raise PermissionDenied
        form = OperationsFiguresQuery(request.query_params, actor=actor)
        if not form.is_valid():
            raise serializers.ValidationError({name: [*map(str, said)] for name, said in form.errors.items()})
        at, editions = timezone.now(), load_editions()
        today = local_day(at)
        asked = OperationsAsked(Span.MONTH, first_of(today), form.where, form.grouping)
        operations = Operations(Ticket.objects.visible_to(actor), form.where, at, editions)
        report = OperationsReport(asked, operations, today, editions.in_force(today), dict(form.dealers))
        rows = report.groups(form.grouping, form.period)
        shown = {
            "next": None,
            "previous": None,
            "results": [{"group": row.key, "group_name": row.name, **_figures(row.figures)} for row in rows],
            "totals": _figures(total(row.figures for row in rows)),
            "promises": PromisesSerializer(operations.promises(form.period)).data,
            "repair_gaps": gap_figures(operations.gaps(form.period), days_of(editions, at)),
            "backlog": operations.backlog(),
        }
        return Response(shown)


def _figures(figures: Figures) -> dict[str, Any]:
    return dict(OperationsFiguresSerializer(figures).data)
