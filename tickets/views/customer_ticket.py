"""One repair as its customer sees it by a link: how it stands, confirmed, not over, rated (C9, D1, F5)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from records.files.serving import file_response
from records.idempotency import once
from records.phone_numbers import is_mobile
from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from tickets.choices import LinkPurpose
from tickets.customer_forms import DeclineForm, NotOverForm, RatingForm, ToldForm
from tickets.customer_page import due_times, first_name, stands, way
from tickets.models import CustomerLink, CustomerRating, TicketStop
from tickets.quotes.page import asked_of_customer
from tickets.services.customers import confirm_repair, may_be_rated, rate_repair, report_not_over
from tickets.services.links import find_link, is_in_force
from tickets.states import TicketStatus
from tickets.views.customer_door import is_verified
from tickets.views.customer_frame import LinkExpired, customer_page

if TYPE_CHECKING:
    from django import forms

    from equipment.models import Equipment
    from tickets.models import Ticket


def open_link(token: str, *, purpose: LinkPurpose, at: datetime) -> CustomerLink:
    """Return what a link opens; one that has ended has a page of its own (B2, B3)."""
    link = find_link(token, purpose=purpose)
    if link is None:
        raise Http404
    if not is_in_force(link, at=at):
        raise LinkExpired
    return link


def linked_unit(token: str) -> "Equipment":
    """Return the machine of a repair, for the code to its phone on file."""
    unit = open_link(token, purpose=LinkPurpose.PROGRESS, at=timezone.now()).ticket.equipment
    if unit is None:
        raise Http404
    return unit


def has_phone_on_file(ticket: "Ticket") -> bool:
    """Say whether a code can be asked for before the customer promises to pay (B6, C4)."""
    unit = ticket.equipment
    return unit is not None and is_mobile(unit.contact.current.phone or "")


@customer_page
@require_safe
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """Show how a repair stands and what the customer may do now; looking changes nothing (B12)."""
    at = timezone.now()
    return repair_page(request, token, open_link(token, purpose=LinkPurpose.PROGRESS, at=at), at=at)


def repair_page(
    request: HttpRequest,
    token: str,
    link: CustomerLink,
    *,
    at: datetime,
    status: int = 200,
    said: str = "",
    **sent: "forms.Form",
) -> HttpResponse:
    """Render the page of a repair; `said` is why a step was refused, `sent` the form it came with."""
    context = shown_of(link, at=at, is_verified=is_verified(request, link.ticket.equipment)) | {
        "token": token,
        "hotline": settings.HOTLINE,
        "is_new": "new" in request.GET,
        "said": said,
        "not_over_form": sent.get("not_over", NotOverForm()),
        "rating_form": sent.get("rating", RatingForm()),
        "decline_form": sent.get("decline", DeclineForm()),
    }
    return render(request, "tickets/customer/progress.html", context, status=status)


def shown_of(link: CustomerLink, *, at: datetime, is_verified: bool) -> dict[str, Any]:
    """Return what the customer may know of a repair: more once the phone on file has shown its code (B9)."""
    ticket = link.ticket
    rating, stop = CustomerRating.objects.of(ticket), TicketStop.objects.of(ticket)
    return {
        "ticket": ticket,
        "stands": stands(ticket),
        "way": way(ticket, at=at),
        "due": due_times(ticket, at=at),
        "engineer": first_name(ticket.engineer.name) if ticket.engineer else "",
        "is_done": ticket.status == TicketStatus.RESOLVED,
        "is_cancelled": ticket.status == TicketStatus.CANCELLED,
        "asked": asked_of_customer(ticket, at=at),
        "needs_code": has_phone_on_file(ticket) and not is_verified,
        "rating": rating,
        "may_rate": rating is None and may_be_rated(ticket, at=at),
        "may_ask_code": ticket.equipment is not None and not is_verified,
        "contact": ticket.contact if is_verified else None,
        "stopped": short_moment(stop.at, local_day(at)) if stop else "",
        "told_form": _told_form(ticket, is_verified=is_verified),
        "files": [row.file for row in ticket.files.shown_to_customer().in_order().select_related("file")],
    }


def _told_form(ticket: "Ticket", *, is_verified: bool) -> ToldForm | None:
    """Return the choice of ways, to whom may see what is personal of the contact (B6)."""
    if ticket.contact is None or (has_phone_on_file(ticket) and not is_verified):
        return None
    return ToldForm(contact=ticket.contact.current)


@customer_page
@require_safe
def file(request: HttpRequest, token: str, code: str) -> HttpResponseBase:
    """Give away a photo or a voice message that belongs to the repair and is the customer's to see (H10)."""
    ticket = open_link(token, purpose=LinkPurpose.PROGRESS, at=timezone.now()).ticket
    row = ticket.files.shown_to_customer().filter(file__code=code).select_related("file").first()
    if row is None:
        raise Http404
    return file_response(row.file, asked=request.headers.get("Range", ""))


@customer_page
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Hear that the machine works again."""
    at = timezone.now()
    link = open_link(token, purpose=LinkPurpose.PROGRESS, at=at)
    try:
        return _confirm(request, token, link, at=at)
    except Refusal as refusal:
        return repair_page(request, token, link, at=at, said=str(refusal), status=refusal.status)


@once
def _confirm(_request: HttpRequest, token: str, link: CustomerLink, *, at: datetime) -> HttpResponse:
    confirm_repair(link, at=at)
    return redirect("customer:progress", token)


@customer_page
@require_POST
def not_over(request: HttpRequest, token: str) -> HttpResponse:
    """Hear that it does not work yet, and why."""
    at, form = timezone.now(), NotOverForm(request.POST)
    link = open_link(token, purpose=LinkPurpose.PROGRESS, at=at)
    if not form.is_valid():
        return repair_page(request, token, link, at=at, status=422, not_over=form)
    try:
        return _not_over(request, token, link, at=at, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        return repair_page(request, token, link, at=at, said=str(refusal), status=refusal.status)


@once
def _not_over(
    _request: HttpRequest, token: str, link: CustomerLink, *, at: datetime, reason: str
) -> HttpResponse:
    report_not_over(link, at=at, reason=reason)
    return redirect("customer:progress", token)


@customer_page
@require_POST
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the three ratings of a repair."""
    at, form = timezone.now(), RatingForm(request.POST)
    link = open_link(token, purpose=LinkPurpose.PROGRESS, at=at)
    if not form.is_valid():
        return repair_page(request, token, link, at=at, status=422, rating=form)
    try:
        return _rate(request, token, link, at=at, form=form)
    except Refusal as refusal:
        return repair_page(request, token, link, at=at, said=str(refusal), status=refusal.status)


@once
def _rate(
    _request: HttpRequest, token: str, link: CustomerLink, *, at: datetime, form: RatingForm
) -> HttpResponse:
    given = form.cleaned_data
    ratings = {name: int(given[name]) for name in ("content", "process", "attitude")}
    rate_repair(link, at=at, comment=given["comment"], **ratings)
    return redirect("customer:progress", token)
