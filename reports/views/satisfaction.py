"""The satisfaction report: its page, its paper, its files, its why, the single calls behind a figure."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from records.exports import excel_response
from records.refusals import Refusal
from regulation.calendars import local_day
from reports import behind, files, permissions
from reports.calls import calls_context
from reports.explain import why_score
from reports.forms.satisfaction import PageQuery
from reports.page import page_context
from reports.report import Report
from reports.wording import span_name
from visits.models import Visit

if TYPE_CHECKING:
    from visits.querysets import VisitQuerySet


class AddressNotReadable(Refusal):
    """`faults` names each field of the address that can't be read, and says what is wrong with it."""

    code = "address_not_readable"
    message = _lazy("This address asks for a report that doesn't exist.")

    def __init__(self, faults: list[tuple[str, str]]) -> None:
        self.faults = faults
        super().__init__()


type_view = Callable[..., HttpResponse]


def says_what_is_unreadable(view: type_view) -> type_view:
    """Show on a page of the product what of an address can't be read, with the way back to the report."""

    @wraps(view)
    def answer(request: ActorRequest, **named: str) -> HttpResponse:
        try:
            return view(request, **named)
        except AddressNotReadable as refusal:
            shown = {"said": str(refusal), "faults": refusal.faults}
            return render(request, "reports/unreadable.html", shown, status=refusal.status)

    return answer


@require_GET
@says_what_is_unreadable
def satisfaction(request: ActorRequest) -> HttpResponse:
    """Show how satisfied customers are (J1)."""
    return _page(request, "reports/satisfaction.html")


@require_GET
@says_what_is_unreadable
def print_page(request: ActorRequest) -> HttpResponse:
    """Show the report for paper (J3)."""
    return _page(request, "reports/print.html", theme="light")


def _page(request: ActorRequest, template: str, **more: str) -> HttpResponse:
    at, form = timezone.now(), _query(request)
    report = Report.of(form, _visits(request), local_day(at))
    return render(request, template, page_context(form, report, actor=request.user, at=at) | more)


@require_GET
@says_what_is_unreadable
def calls(request: ActorRequest) -> HttpResponse:
    """Show the single calls behind a figure, worst first (J1)."""
    form = _query(request)
    report = Report.of(form, _visits(request), local_day(timezone.now()))
    turn = {name: request.GET.get(name, "") for name in ("before", "after")}
    return render(request, "reports/calls.html", calls_context(form, report, actor=request.user, turn=turn))


@require_GET
@says_what_is_unreadable
def why(request: ActorRequest) -> HttpResponse:
    """Explain the score: clause, version, ratings, arithmetic (K2)."""
    report = Report.of(_query(request), _visits(request), local_day(timezone.now()))
    shown = {"why": why_score(report, link=request.get_full_path()), "back_url": report.asked.page()}
    return render(request, "reports/why.html#panel" if request.htmx else "reports/why.html", shown)


@require_GET
@says_what_is_unreadable
def export(request: ActorRequest) -> HttpResponse:
    """Give the figures away as an Excel file, grouped as asked; who took it is recorded (J3, C10)."""
    at, form = timezone.now(), _query(request, to_take_away=True)
    report = Report.of(form, _visits(request), local_day(at))
    return excel_response(
        actor=request.user,
        at=at,
        name=_("Satisfaction %(span)s") % {"span": span_name(report.asked.span, report.asked.month)},
        header=files.header(form.grouping),
        rows=files.rows(
            report.groups(form.grouping), form.grouping, report.asked, address=request.build_absolute_uri
        ),
        object_type="satisfaction",
    )


@require_GET
@says_what_is_unreadable
def export_calls(request: ActorRequest) -> HttpResponse:
    """Give the single calls behind a figure away as an Excel file; who took it is recorded (J3, C10)."""
    at, form = timezone.now(), _query(request, to_take_away=True)
    report = Report.of(form, _visits(request), local_day(at))
    return excel_response(
        actor=request.user,
        at=at,
        name=_("Calls %(span)s") % {"span": span_name(report.asked.span, report.asked.month)},
        header=behind.HEADER,
        rows=behind.file_rows(behind.in_order(report.calls(report.asked.shown))),
        object_type="visit",
    )


def _query(request: ActorRequest, *, to_take_away: bool = False) -> PageQuery:
    """Return what the address asks for; refuse who may not, and conditions that can't be read."""
    is_allowed = permissions.may_export if to_take_away else permissions.may_see
    if not is_allowed(request.user):
        raise PermissionDenied
    form = PageQuery(request.GET, actor=request.user)
    if not form.is_valid():
        raise AddressNotReadable(form.faults)
    return form


def _visits(request: ActorRequest) -> "VisitQuerySet":
    return Visit.objects.visible_to(request.user)
