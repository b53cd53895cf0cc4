"""Daily reports of regions: the matrix, one day with its confirmation, its why, the files (D16)."""

from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from equipment.forms import refuse as put_refusal
from records.exports import Linked, excel_response
from records.idempotency import once
from records.listing import found_rows, rows_to_export, tokens, without
from records.refusals import Refusal
from regulation.calendars import local_day
from reports import permissions, services
from reports.daily import listing
from reports.daily.filters import DailyReportFilter
from reports.daily.hours import why_confirmed_by
from reports.daily.page import HEADS, day_page, file_rows, lines_asked
from reports.forms.daily import ConfirmDayForm
from reports.models import DailyReport

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from reports.daily.querysets import DailyReportQuerySet

ASKED: Final = ("figure", "dealer", "kind")
LONGEST: Final = 30


@require_GET
def days(request: "ActorRequest") -> HttpResponse:
    """Show days and regions as a matrix, the newest day first."""
    rows, at = _visible(request), timezone.now()
    found = DailyReportFilter(request.GET, queryset=rows, request=request)
    shown = {
        "filter": found,
        "tokens": tokens(found, request),
        "views": _views(request, found),
        "rest": without(request, "until_day"),
        "is_later": bool(request.GET.get("until_day")),
        "may_export": permissions.may_export(request.user),
        "query": request.GET.urlencode(),
        **listing.matrix(found_rows(found, rows), at=at),
    }
    return render(request, "reports/daily/list.html", shown)


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the reports asked for away as an Excel file; who took it is recorded (J3, C10)."""
    rows, at = _visible(request), timezone.now()
    _may_export(request)
    found = DailyReportFilter(request.GET, queryset=rows, request=request)
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Daily reports')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(rows_to_export(found, rows), at=at),
        object_type="daily report",
    )


@require_GET
def detail(request: "ActorRequest", code: str) -> HttpResponse:
    """Show one region's day: its sum, its tickets, and the confirmation to its head."""
    return _page(request, _found(request, code))


@require_GET
def why(request: "ActorRequest", code: str) -> HttpResponse:
    """Explain by when a day is confirmed (D16, K2)."""
    report = _found(request, code)
    shown = {
        "why": why_confirmed_by(report, at=timezone.now(), link=request.get_full_path()),
        "back_url": report.get_absolute_url(),
        "parent": str(report),
    }
    return render(request, "reports/why.html#panel" if request.htmx else "reports/why.html", shown)


@require_GET
def export_day(request: "ActorRequest", code: str) -> HttpResponse:
    """Give the tickets of a day away as an Excel file, narrowed as on the page."""
    report, at = _found(request, code), timezone.now()
    _may_export(request)
    lines = lines_asked(report, _asked(request), actor=request.user).with_tickets().in_order()
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{report.region.name} {report.on.isoformat()}",
        header=[str(name) for name in HEADS],
        rows=(
            [Linked(row[0], request.build_absolute_uri(row[1])) if row[1] else row[0], *row[2:]]
            for row in file_rows(list(lines), actor=request.user)
        ),
        object_type="daily report",
    )


@require_POST
@once
def confirm(request: "ActorRequest", code: str) -> HttpResponse:
    """Confirm a day; what is refused keeps the remark."""
    report, form, status = _found(request, code), ConfirmDayForm(request.POST), 422
    if not permissions.may_confirm_day(request.user, report):
        raise PermissionDenied
    if form.is_valid():
        try:
            services.confirm_day(report, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The day is confirmed. Figures and list stay as they are."))
            return redirect(report)
    return _page(request, _found(request, code), form=form, status=status)


def _views(request: "ActorRequest", found: DailyReportFilter) -> list[dict[str, Any]]:
    """Return the standing views: all days, those that wait, those that are late, those that are confirmed."""
    asked = request.GET.get("only", "")
    choices = ((value, label) for value, label in found.form.fields["only"].choices if value)
    named = [("", pgettext("messages", "All")), *choices]
    return [
        {"label": label, "url": f"?only={value}" if value else "?", "current": asked == value}
        for value, label in named
    ]


def _page(
    request: "ActorRequest", report: DailyReport, *, form: ConfirmDayForm | None = None, status: int = 200
) -> HttpResponse:
    shown = day_page(report, actor=request.user, at=timezone.now(), asked=_asked(request), form=form)
    shown["may_export"] = permissions.may_export(request.user)
    return render(request, "reports/daily/detail.html", shown, status=status)


def _asked(request: "ActorRequest") -> dict[str, str]:
    return {name: request.GET.get(name, "")[:LONGEST] for name in ASKED}


def _may_export(request: "ActorRequest") -> None:
    if not permissions.may_export(request.user):
        raise PermissionDenied


def _visible(request: "ActorRequest") -> "DailyReportQuerySet":
    if not permissions.may_see_days(request.user):
        raise PermissionDenied
    return DailyReport.objects.visible_to(request.user)


def _found(request: "ActorRequest", code: str) -> DailyReport:
    """Return one day: 404 where it is missing or another region's, 403 to headquarters' others."""
    if request.user.is_head_office and not permissions.may_see_days(request.user):
        raise PermissionDenied
    rows: Any = DailyReport.objects.visible_to(request.user).with_names()
    found: DailyReport = get_object_or_404(rows, code=code)
    return found
