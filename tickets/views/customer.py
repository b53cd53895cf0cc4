"""The pages behind the code on a unit: what it is, a fault reported, how its repairs stand (C9, C11, D1)."""

from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from equipment.models import Equipment, ProductGuide, ProductTerms
from equipment.services import find_coded_unit
from records.files.hostile import audit_hostile
from records.files.serving import file_response
from records.idempotency import once
from records.refusals import Refusal
from records.uploads import is_cut_off
from regulation.calendars import local_day
from tickets.choices import LinkPurpose
from tickets.customer_forms import ReportForm
from tickets.customer_page import (
    guides_of,
    maintenance_says,
    open_tickets,
    promises,
    recent_tickets,
    warranty_says,
)
from tickets.services.customers import AlreadyReported, Report, report_fault
from tickets.services.links import new_link
from tickets.views.customer_door import is_verified
from tickets.views.customer_frame import customer_page

if TYPE_CHECKING:
    from datetime import datetime

    from django.http.response import HttpResponseBase


SHOWN_AT: Final = {"contact_phone": "phone", "description": "words", "file": "photos"}


def coded_unit(token: str) -> Equipment:
    """Return the unit that a link stands on; every other link is one that opens nothing."""
    unit = find_coded_unit(token)
    if unit is None:
        raise Http404
    return unit


def frame_of(unit: Equipment, token: str) -> dict[str, Any]:
    return {"unit": unit, "token": token, "hotline": settings.HOTLINE}


@customer_page
@require_safe
def unit(request: HttpRequest, token: str) -> HttpResponse:
    """Show the machine alone: neither its owner nor its dealer (A19, B6)."""
    machine, today = coded_unit(token), local_day(timezone.now())
    terms = ProductTerms.objects.in_force(machine.product, on=today)
    context = frame_of(machine, token) | {
        "warranty": warranty_says(machine, today=today),
        "maintenance": maintenance_says(machine, today=today),
        "terms": terms,
        "promises": promises(terms),
        "guides": guides_of(machine.product, on=today),
        "open_count": len(open_tickets(machine, today=today)),
    }
    return render(request, "tickets/customer/unit.html", context)


@customer_page
@require_safe
def guide(request: HttpRequest, token: str, code: str) -> "HttpResponseBase":
    """Give away a guide of the machine's model that is open today (C9)."""
    machine, today = coded_unit(token), local_day(timezone.now())
    found = ProductGuide.objects.open_to_customers(machine.product, on=today).filter(file__code=code).first()
    if found is None:
        raise Http404
    return file_response(found.file)


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Take a fault report; where one is open already, lead to how it stands (D1, A20)."""
    machine, at = coded_unit(token), timezone.now()
    form = _report_form(request)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _report(request, machine, form=form, at=at)
        except AlreadyReported:
            status = 409
        except Refusal as refusal:
            field = SHOWN_AT.get(refusal.field, refusal.field)
            audit_hostile(refusal, request=request)
            form.add_error(field if field in form.fields else None, str(refusal))
            status = refusal.status
    is_asked = not form["again"].value() and bool(open_tickets(machine, today=local_day(at)))
    page = "tickets/customer/already.html" if is_asked else "tickets/customer/report.html"
    context = frame_of(machine, token) | {"form": form, "tickets": open_tickets(machine, today=local_day(at))}
    return render(request, page, context, status=status)


def _report_form(request: HttpRequest) -> ReportForm:
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, is_cut_off=is_cut_off(request))
    return ReportForm(initial={"again": "again" in request.GET})


@once
def _report(_request: HttpRequest, machine: Equipment, *, form: ReportForm, at: "datetime") -> HttpResponse:
    said = form.cleaned_data
    _ticket, link = report_fault(
        machine,
        at=at,
        report=Report(
            state=said["state"],
            symptoms=tuple(said["symptoms"]),
            words=said["words"],
            phone=said["phone"],
            sent=(*said["photos"], *said["voice"]),
            is_another=said["again"],
        ),
    )
    return redirect(reverse("customer:progress", args=[link]) + "?new=1")


@customer_page
@require_safe
def repairs(request: HttpRequest, token: str) -> HttpResponse:
    """Say how the open repairs stand; all of them, and more of each, to who has the phone on file (B6)."""
    machine, today = coded_unit(token), local_day(timezone.now())
    knows = is_verified(request, machine)
    rows = recent_tickets(machine, today=today) if knows else open_tickets(machine, today=today)
    context = frame_of(machine, token) | {"tickets": rows, "is_verified": knows}
    return render(request, "tickets/customer/repairs.html", context)


@customer_page
@require_POST
def open_repair(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Make a link to one repair of the machine for who has the phone on file."""
    machine, at = coded_unit(token), timezone.now()
    ticket = machine.tickets.filter(number=number).first()
    if ticket is None or not is_verified(request, machine):
        raise Http404
    link = new_link(ticket, purpose=LinkPurpose.PROGRESS, at=at, actor=None)
    return redirect("customer:progress", link)
