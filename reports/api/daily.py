"""The API of daily reports: reading a region's days, confirming one (D16)."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.scoped_api import ScopedViewSet
from reports import permissions, services
from reports.daily.figures import FIGURES, figures_of
from reports.daily.filters import DailyReportFilter
from reports.models import DailyReport, DailyReportChange, DailyReportLine
from reports.services.daily_confirming import LONGEST_REMARK

OF_A_TICKET = (
    "ticket",
    "dealer",
    "kind",
    "was_open",
    "entered",
    "left",
    "is_open",
    "is_overdue",
    "is_closed",
)


class DailyReportLineAnswer(serializers.ModelSerializer[DailyReportLine]):
    """How one ticket stood to the day, counted at the dealer that had it last."""

    ticket = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = DailyReportLine
        fields = OF_A_TICKET
        read_only_fields = fields


class DailyReportChangeAnswer(DailyReportLineAnswer):
    """How a ticket stands to a confirmed day by what was told since."""

    class Meta(DailyReportLineAnswer.Meta):
        model = DailyReportChange  # type: ignore[assignment]  # the same fields of another table
        fields = (*OF_A_TICKET, "found_at")  # type: ignore[assignment]  # one more
        read_only_fields = fields  # type: ignore[assignment]  # one more


class DailyReportAnswer(serializers.ModelSerializer[DailyReport]):
    """A region's day; once confirmed it stays as it was."""

    region = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    confirmed_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True)
    figures = serializers.SerializerMethodField(
        help_text=_(
            "By figure: before + came_in + reopened + taken_over − resolved − cancelled − handed_on = open."
        )
    )

    class Meta:
        model = DailyReport
        fields = (
            *("code", "region", "on", "status", "figures", "remark"),
            *("confirmed_at", "confirmed_by", "reckoned_at", "version"),
        )
        read_only_fields = fields

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}})
    def get_figures(self, report: DailyReport) -> dict[str, int]:
        figures = figures_of(report)
        return {code: figures.of(code) for code in FIGURES}


class DailyReportDetail(DailyReportAnswer):
    """A region's day with its tickets, and what was told since it was confirmed."""

    lines = DailyReportLineAnswer(many=True, read_only=True)
    changes = DailyReportChangeAnswer(many=True, read_only=True)

    class Meta(DailyReportAnswer.Meta):
        fields = (*DailyReportAnswer.Meta.fields, "lines", "changes")  # type: ignore[assignment]  # two more
        read_only_fields = fields  # type: ignore[assignment]  # two more


class ConfirmDayInput(serializers.Serializer[Any]):
    remark = serializers.CharField(max_length=LONGEST_REMARK, required=False, allow_blank=True, default="")
    version = serializers.IntegerField(
        min_value=1,
        required=False,
        allow_null=True,
        default=None,
        help_text=_("The version that was looked at: 409 where the figures have changed since."),
    )


class DailyReportViewSet(ScopedViewSet):
    """Daily reports of regions: what came in, what was resolved, confirmed by the region's head (D16)."""

    rows = DailyReport.objects.with_figures()
    lookup_field = "code"
    serializer_class = DailyReportAnswer
    filterset_class = DailyReportFilter
    ordering = ("-on", "-pk")

    def may_see(self) -> bool:
        """Refuse headquarters' others; to dealers no report exists."""
        return permissions.may_see_days(self.actor) or not self.actor.is_head_office

    def get_queryset(self) -> Any:  # noqa: ANN401 (as the base)
        rows = super().get_queryset()
        if self.action == "list":
            return rows
        return rows.prefetch_related("lines__ticket", "lines__dealer", "changes__ticket", "changes__dealer")

    def get_serializer_class(self) -> Any:  # noqa: ANN401 (as the base)
        return DailyReportAnswer if self.action == "list" else DailyReportDetail

    @extend_schema(request=ConfirmDayInput, responses=DailyReportDetail)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, code: str) -> Response:
        """Confirm a day that is over, as its region's head; from then on it stays as it is."""
        report, typed = self.get_object(), self.checked(ConfirmDayInput)
        services.confirm_day(report, actor=self.actor, at=timezone.now(), **typed)
        return self.answer(report)
