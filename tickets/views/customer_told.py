"""How a customer is told, from their own links: way and language, whose number, no more messages (D20)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from records.idempotency import once
from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from tickets.choices import LinkPurpose
from tickets.customer_forms import ToldForm
from tickets.models import TicketStop
from tickets.services.confirming import confirm_number
from tickets.services.wishing import choose_way, start_telling, stop_telling
from tickets.views.customer_door import is_verified
from tickets.views.customer_frame import customer_page
from tickets.views.customer_ticket import has_phone_on_file, open_link, repair_page

if TYPE_CHECKING:
    from tickets.models import CustomerLink


@customer_page
@require_POST
def told(request: HttpRequest, token: str) -> HttpResponse:
    """Keep how the contact wants to be told; it holds for later requests, so the code comes first (B6)."""
    at = timezone.now()
    link = open_link(token, purpose=LinkPurpose.PROGRESS, at=at)
    if has_phone_on_file(link.ticket) and not is_verified(request, link.ticket.equipment):
        said = _("Have a code sent to the phone on file first, and type it: then choose.")
        return repair_page(request, token, link, at=at, said=said, status=403)
    contact = link.ticket.contact.current if link.ticket.contact else None
    form = ToldForm(request.POST, contact=contact) if contact else None
    if form is None or not form.is_valid():
        said = _("Press how we tell you, and in which language.")
        return repair_page(request, token, link, at=at, said=said, status=422)
    try:
        return _choose(request, token, link, at=at, form=form)
    except Refusal as refusal:
        return repair_page(request, token, link, at=at, said=str(refusal), status=refusal.status)


@once
def _choose(
    _request: HttpRequest, token: str, link: "CustomerLink", *, at: datetime, form: ToldForm
) -> HttpResponse:
    choose_way(link, at=at, **form.cleaned_data)
    return redirect("customer:progress", token)


@customer_page
@require_POST
def wish(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the messages of a repair, or have them again."""
    at = timezone.now()
    link = open_link(token, purpose=LinkPurpose.PROGRESS, at=at)
    _pressed(request, link, at=at)
    return redirect("customer:progress", token)


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show how it stands with the messages of a ticket, and hear what is pressed; looking changes nothing."""
    at = timezone.now()
    link = open_link(token, purpose=LinkPurpose.STOP, at=at)
    if request.method == "POST":
        _pressed(request, link, at=at)
        return redirect("customer:stop", token)
    stopped = TicketStop.objects.of(link.ticket)
    shown = {
        "token": token,
        "number": link.ticket.number,
        "since": short_moment(stopped.at, local_day(at)) if stopped else "",
        "hotline": settings.HOTLINE,
    }
    return render(request, "tickets/customer/stop.html", shown)


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, token: str) -> HttpResponse:
    """Ask who holds a number that was typed at a machine, and hear that it is theirs (safety.md B)."""
    at = timezone.now()
    link = open_link(token, purpose=LinkPurpose.NUMBER, at=at)
    if request.method == "POST":
        confirm_number(link, at=at)
        return redirect("customer:number", token)
    contact = link.ticket.contact
    shown = {
        "token": token,
        "ticket": link.ticket,
        "phone": contact.kept_phone if contact else "",
        "is_asked": contact is not None and contact.is_unconfirmed,
        "hotline": settings.HOTLINE,
    }
    return render(request, "tickets/customer/number.html", shown)


def _pressed(request: HttpRequest, link: "CustomerLink", *, at: datetime) -> None:
    pressed = request.POST.get("press")
    if pressed == "stop":
        stop_telling(link, at=at)
    elif pressed == "again":
        start_telling(link, at=at)
