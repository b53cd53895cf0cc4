"""The failure analysis: its page and its file (D15)."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from equipment.models import Equipment
from records.exports import Linked, excel_response
from regulation.calendars import local_day
from reports import permissions
from reports.failures_page import FailureReport, page_context, report_of, shown_rate
from reports.forms.failures import FailuresQuery
from reports.views.satisfaction import AddressNotReadable, says_what_is_unreadable
from reports.wording import span_name
from tickets.models import Ticket


@require_GET
@says_what_is_unreadable
def failures(request: ActorRequest) -> HttpResponse:
    """Show where units fail, how often, and how sure one can be of it."""
    form = _query(request)
    return render(
        request, "reports/failures.html", page_context(form, _report(request, form), actor=request.user)
    )


@require_GET
@says_what_is_unreadable
def export(request: ActorRequest) -> HttpResponse:
    """Give the groups away as an Excel file, each opening its tickets; who took it is recorded (J3, C10)."""
    if not permissions.may_export(request.user):
        raise PermissionDenied
    report = asked_report(request)
    asked = report.asked
    return excel_response(
        actor=request.user,
        at=timezone.now(),
        name=_("Failures %(span)s") % {"span": span_name(asked.span, asked.month)},
        header=[
            *(_("Code"), asked.grouping.label, _("Failures"), _("Units that failed"), _("Unit-years")),
            *(_("By 100 unit-years"), _("95 % from"), _("95 % to")),
        ],
        rows=_rows(request, report),
        object_type="failures",
    )


def _rows(request: ActorRequest, report: FailureReport) -> Iterator[list[Any]]:
    whole, counted, rows = report.rows()
    asked = report.asked
    for row in rows:
        url = request.build_absolute_uri(asked.tickets(report.today, asked.grouping, row.key))
        years = round(row.rate.unit_days / 365.25, 1)
        shown = Linked(row.counted.failures, url)
        yield [row.key, row.name, shown, row.counted.units, years, *shown_rate(row.rate).values()]
    url = request.build_absolute_uri(asked.tickets(report.today))
    total = Linked(counted.failures, url) if counted.failures else 0
    years = round(whole.unit_days / 365.25, 1)
    yield ["", _("Total"), total, counted.units, years, *shown_rate(whole).values()]


def asked_report(request: ActorRequest) -> FailureReport:
    """Return the analysis that an address asks for, to another page that goes on from it."""
    return _report(request, _query(request))


def _query(request: ActorRequest) -> FailuresQuery:
    """Return what the address asks for; refuse who may not, and conditions that can't be read."""
    if not permissions.may_see_failures(request.user):
        raise PermissionDenied
    form = FailuresQuery(request.GET, actor=request.user)
    if not form.is_valid():
        raise AddressNotReadable(form.faults)
    return form


def _report(request: ActorRequest, form: FailuresQuery) -> FailureReport:
    return report_of(
        form,
        tickets=Ticket.objects.visible_to(request.user),
        units=Equipment.objects.visible_to(request.user),
        today=local_day(timezone.now()),
    )
