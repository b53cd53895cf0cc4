"""The customer's page from our side: a link made and shown once, sent by SMS, all of them revoked (D20)."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from records.idempotency import once
from records.refusals import Refusal
from tickets import permissions
from tickets.services.links import make_link, revoke_links, send_link
from tickets.views.requests import progress_address, require, visible_ticket
from tickets.views.ticket import ticket_page

if TYPE_CHECKING:
    from datetime import datetime

    from dealers.requests import ActorRequest
    from tickets.models import Ticket


@require_POST
def customer_link(request: "ActorRequest", number: str) -> HttpResponse:
    """Do what was pressed: show a new link, send one, or end them all."""
    ticket, at = visible_ticket(request, number), timezone.now()
    require(allowed=permissions.may_send_link(request.user, ticket, at))
    pressed = request.POST.get("press", "")
    if pressed == "show":
        token = make_link(ticket, actor=request.user, at=at)
        return ticket_page(request, ticket, link=progress_address(request, token))
    try:
        return _send_or_revoke(request, ticket, at=at, pressed=pressed)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(ticket)


@once
def _send_or_revoke(
    request: "ActorRequest", ticket: "Ticket", *, at: "datetime", pressed: str
) -> HttpResponse:
    if pressed == "send":
        send_link(ticket, actor=request.user, at=at, address=lambda token: progress_address(request, token))
        messages.success(request, _("The link is on its way by SMS"))
    elif pressed == "revoke":
        count = revoke_links(ticket, actor=request.user, at=at)
        said = ngettext("%(n)s link revoked", "%(n)s links revoked", count) % {"n": count}
        messages.success(request, said)
    return redirect(ticket)
