"""The customer's answer to a quote, by their link: a yes needs the code to the phone on file (C4)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records.idempotency import once
from records.refusals import Refusal
from tickets.choices import LinkPurpose
from tickets.customer_forms import DeclineForm
from tickets.services.quote_answers import agree_online, decline_online
from tickets.views.customer_door import is_verified
from tickets.views.customer_frame import customer_page
from tickets.views.customer_ticket import has_phone_on_file, open_link, repair_page

if TYPE_CHECKING:
    from tickets.models import CustomerLink, Quote


def _asked(token: str, number: str, *, at: datetime) -> "tuple[CustomerLink, Quote]":
    """Return the link and the quote of its ticket; a number of another ticket opens nothing."""
    link = open_link(token, purpose=LinkPurpose.PROGRESS, at=at)
    quote = link.ticket.quotes.shown_to_customer().with_names().filter(number=number).first()
    if quote is None:
        raise Http404
    return link, quote


@customer_page
@require_POST
def agree(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Hear that the customer agrees: it is a promise to pay, so who says so shows the code first."""
    at = timezone.now()
    link, quote = _asked(token, number, at=at)
    if has_phone_on_file(link.ticket) and not is_verified(request, link.ticket.equipment):
        said = _("Have a code sent to the phone on file first, and type it: then agree.")
        return repair_page(request, token, link, at=at, said=said, status=403)
    try:
        return _agree(request, token, link, quote=quote, at=at)
    except Refusal as refusal:
        return repair_page(request, token, link, at=at, said=str(refusal), status=refusal.status)


@once
def _agree(
    _request: HttpRequest, token: str, link: "CustomerLink", *, quote: "Quote", at: datetime
) -> HttpResponse:
    agree_online(quote, link=link, at=at)
    return redirect("customer:progress", token)


@customer_page
@require_POST
def decline(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Hear that the customer does not, and why."""
    at, form = timezone.now(), DeclineForm(request.POST)
    link, quote = _asked(token, number, at=at)
    if not form.is_valid():
        return repair_page(request, token, link, at=at, status=422, decline=form)
    try:
        return _decline(request, token, link, quote=quote, at=at, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        return repair_page(request, token, link, at=at, said=str(refusal), status=refusal.status)


@once
def _decline(
    _request: HttpRequest, token: str, link: "CustomerLink", *, quote: "Quote", at: datetime, reason: str
) -> HttpResponse:
    decline_online(quote, link=link, at=at, reason=reason)
    return redirect("customer:progress", token)
