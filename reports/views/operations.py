"""The operations report: its page, its file, its why (J2)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from records.exports import excel_response
from regulation.calendars import local_day
from reports import operations_files, permissions
from reports.fixes_explain import why_fixed
from reports.forms.operations import OperationsQuery
from reports.operations_explain import why_targets
from reports.operations_page import OperationsReport, page_context, report_of
from reports.views.satisfaction import AddressNotReadable, says_what_is_unreadable
from reports.wording import span_name
from tickets.fix_measures import STANDS
from tickets.models import Ticket


@require_GET
@says_what_is_unreadable
def operations(request: ActorRequest) -> HttpResponse:
    """Show how the work goes (J2)."""
    form = _query(request)
    report = _report(request, form)
    shown = page_context(form, report, actor=request.user, at=report.operations.at)
    return render(request, "reports/operations.html", shown)


@require_GET
@says_what_is_unreadable
def why(request: ActorRequest) -> HttpResponse:
    """Explain the share of fixes in time: clause, version, counts, arithmetic (K2)."""
    report = _report(request, _query(request))
    shown = {
        "why": why_targets(report, link=request.get_full_path()),
        "back_url": report.asked.page(),
        "parent": _("Operations"),
        "is_share": True,
    }
    return render(request, "reports/why.html#panel" if request.htmx else "reports/why.html", shown)


@require_GET
@says_what_is_unreadable
def fix_why(request: ActorRequest, stand: str) -> HttpResponse:
    """Explain the share fixed first time of a span: clause, version, repairs counted and not (D6, K2)."""
    report = _report(request, _query(request))
    if stand not in STANDS:
        raise Http404
    shown = {
        "why": why_fixed(report, stand, link=request.get_full_path()),
        "back_url": report.asked.page(),
        "parent": _("Operations"),
        "is_share": True,
    }
    return render(request, "reports/why.html#panel" if request.htmx else "reports/why.html", shown)


@require_GET
@says_what_is_unreadable
def export(request: ActorRequest) -> HttpResponse:
    """Give the figures away as an Excel file, grouped as asked; who took it is recorded (J3, C10)."""
    if not permissions.may_export(request.user):
        raise PermissionDenied
    report = _report(request, _query(request))
    return excel_response(
        actor=request.user,
        at=report.operations.at,
        name=_("Operations %(span)s") % {"span": span_name(report.asked.span, report.asked.month)},
        header=operations_files.header(report),
        rows=operations_files.rows(report, address=request.build_absolute_uri),
        object_type="operations",
    )


def _query(request: ActorRequest) -> OperationsQuery:
    """Return what the address asks for; refuse who may not, and conditions that can't be read."""
    if not permissions.may_see_operations(request.user):
        raise PermissionDenied
    form = OperationsQuery(request.GET, actor=request.user)
    if not form.is_valid():
        raise AddressNotReadable(form.faults)
    return form


def _report(request: ActorRequest, form: OperationsQuery) -> OperationsReport:
    at = timezone.now()
    return report_of(form, Ticket.objects.visible_to(request.user), at=at, today=local_day(at))
