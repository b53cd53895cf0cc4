"""API of reports: routes as (prefix, viewset, name), put together by the composition root."""

from typing import Any

from reports.api.daily import DailyReportViewSet
from reports.api.failures import FailuresViewSet
from reports.api.operations import OperationsViewSet
from reports.api.proposals import MakerProposalViewSet
from reports.api.satisfaction import SatisfactionViewSet

routes: list[tuple[str, Any, str]] = [
    ("reports/daily", DailyReportViewSet, "daily-report"),
    ("reports/satisfaction", SatisfactionViewSet, "satisfaction"),
    ("reports/operations", OperationsViewSet, "operations"),
    ("reports/failures", FailuresViewSet, "failures"),
    ("reports/proposals", MakerProposalViewSet, "maker-proposal"),
]
