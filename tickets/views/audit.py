"""The list of service records and their audit: one after the other, each with its reason (D8)."""

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from equipment.forms import refuse as put_refusal
from records.exports import excel_response
from records.idempotency import once
from records.list_page import AskedList, sort_asked
from records.models import SavedView
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions, services
from tickets.models import ServiceRecord
from tickets.onsite import listing
from tickets.onsite.audit_forms import AuditForm
from tickets.onsite.explain import why_back
from tickets.onsite.filters import EVER, ORDERINGS, OVERDUE, OWED, RecordFilter
from tickets.onsite.states import RecordStatus
from tickets.views.onsite import visible_record
from tickets.views.requests import require
from tickets.views.signing import record_response

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.onsite.querysets import ServiceRecordQuerySet


@require_GET
def records(request: "ActorRequest") -> HttpResponse:
    """List the records a person may see, filtered and sorted, one page by key."""
    rows, today = _visible(request), local_day(timezone.now())
    if not request.GET:
        first = f"status={RecordStatus.SIGNED.value}"
        return HttpResponseRedirect(
            f"?{first if permissions.may_audit_records(request.user) else f'only={OWED}'}"
        )
    saved = SavedView.objects.visible_to(request.user)
    return _asked(request, rows).page(
        "tickets/onsite/list.html",
        name=_("Service records"),
        page=listing.PAGE,
        row=partial(listing.row, today=today),
        sorts=listing.SORTS,
        groups=listing.views(request, rows=rows, saved=saved, today=today),
        may_export=permissions.may_export(request.user),
    )


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (C10, J3)."""
    rows, at = _visible(request), timezone.now()
    require(allowed=permissions.may_export(request.user))
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Service records')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(_asked(request, rows).for_file()),
        object_type="record",
    )


@require_POST
@once
def audit(request: "ActorRequest", number: str) -> HttpResponse:
    """Put down what a record is found to be, then go on with the next one that waits."""
    record = visible_record(request, number)
    require(allowed=permissions.may_audit(request.user, record))
    form, status = AuditForm(request.POST, record=record), 422
    if form.is_valid():
        record.version = form.cleaned_data["version"] or record.version
        try:
            services.audit_record(
                record,
                actor=request.user,
                at=timezone.now(),
                result=form.cleaned_data["result"],
                reason=form.said,
            )
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            said = _("%(number)s: %(finding)s") % {"number": number, "finding": record.get_status_display()}
            messages.success(request, said)
            return redirect(_next(request) or "onsite:list")
    return record_response(request, record, audit_form=form, status=status)


def _next(request: "ActorRequest") -> ServiceRecord | None:
    """Return the record that has waited longest for the audit, of other people's trips."""
    rows = ServiceRecord.objects.visible_to(request.user).to_audit()
    return rows.exclude(engineer__user=request.user).longest_done_first().first()


@require_GET
def why(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain by which day a record is back (D8, K2)."""
    record = visible_record(request, number)
    said = why_back(record, at=timezone.now(), link=request.get_full_path())
    page = "tickets/onsite/why.html#panel" if request.htmx else "tickets/onsite/why.html"
    return render(request, page, {"why": said, "record": record})


def _visible(request: "ActorRequest") -> "ServiceRecordQuerySet":
    require(allowed=permissions.may_see(request.user))
    return ServiceRecord.objects.visible_to(request.user)


def _sorted(rows: "ServiceRecordQuerySet", sort: str) -> "ServiceRecordQuerySet":
    """By the moment of the work only those are listed of which something was written down."""
    return (rows.told() if sort in {"waiting", "done", "-done"} else rows).with_names()


def _asked(request: "ActorRequest", rows: "ServiceRecordQuerySet") -> "AskedList[ServiceRecordQuerySet]":
    """Return what the address asks; what is to be audited comes by its age, what is owed by its last day."""
    usual = ""
    if request.GET.get("status") == RecordStatus.SIGNED:
        usual = "waiting"
    elif request.GET.get("only") in {OVERDUE, OWED}:
        usual = "back"
    sort = sort_asked(request, ORDERINGS, usual)
    found = RecordFilter(request.GET, queryset=rows, request=request)
    dress = partial(_sorted, sort=sort)
    return AskedList(request, rows, found, sort, ORDERINGS[sort], dress, everything=f"only={EVER}")
