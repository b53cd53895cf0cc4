"""Writing to a customer from the ticket, and mails that belong to no ticket yet (D1)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dealers.requests import ActorRequest
from equipment.forms import refuse as put_refusal
from equipment.services import reveal_email as reveal_address
from records.idempotency import once
from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from tickets import permissions, services
from tickets.forms import DropMailForm, PlaceMailForm, ReplyForm
from tickets.models import IncomingMail
from tickets.views.requests import require, visible_ticket
from tickets.views.ticket import ticket_page

if TYPE_CHECKING:
    from datetime import date

    from tickets.models import Ticket

MOST_SHOWN = 50


@require_http_methods(["GET", "POST"])
def reply(request: ActorRequest, number: str) -> HttpResponse:
    """Write to the contact of a ticket by mail; a refusal loses nothing that was typed."""
    ticket = visible_ticket(request, number)
    if request.method == "GET":
        return redirect(f"{ticket.get_absolute_url()}#mails")
    require(allowed=permissions.may_write(request.user, ticket))
    form, status = ReplyForm(request.POST), 422
    if form.is_valid():
        try:
            return _reply(request, ticket, form)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
    return ticket_page(request, ticket, reply_form=form, status=status)


@once
def _reply(request: ActorRequest, ticket: "Ticket", form: ReplyForm) -> HttpResponse:
    services.reply_by_mail(ticket, actor=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("The mail is on its way"))
    return redirect(f"{ticket.get_absolute_url()}#mails")


@require_POST
def reveal_email(request: ActorRequest, number: str) -> HttpResponse:
    """Show the whole address of the contact; that it was shown is recorded (C10)."""
    ticket, at = visible_ticket(request, number), timezone.now()
    contact = ticket.contact
    require(allowed=contact is not None and permissions.may_reveal_phone(request.user, ticket, at))
    if contact is None:  # said above; the type checker can't know
        return HttpResponse(status=404)
    address = reveal_address(contact, actor=request.user, at=at, reason=ticket.number)
    if request.htmx:
        return render(request, "tickets/_email.html", {"ticket": ticket, "email": address})
    return ticket_page(request, ticket, email=address)


@require_GET
def mails(request: ActorRequest) -> HttpResponse:
    """List the mails that could not be placed, the oldest first."""
    return _page(request)


@require_POST
def place(request: ActorRequest, code: str) -> HttpResponse:
    """Open a ticket out of a mail that could not be placed."""
    mail = _waiting(request, code)
    form = PlaceMailForm(request.POST)
    return _decide(request, mail, form, name="place")


@require_POST
def drop(request: ActorRequest, code: str) -> HttpResponse:
    """Let a mail be, with the reason."""
    mail = _waiting(request, code)
    return _decide(request, mail, DropMailForm(request.POST), name="drop")


def _decide(
    request: ActorRequest, mail: IncomingMail, form: PlaceMailForm | DropMailForm, *, name: str
) -> HttpResponse:
    status = 422
    if form.is_valid():
        try:
            return _decided(request, mail, form)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
    return _page(request, sent={mail.code: {name: form}}, status=status)


@once
def _decided(request: ActorRequest, mail: IncomingMail, form: PlaceMailForm | DropMailForm) -> HttpResponse:
    at, typed = timezone.now(), form.cleaned_data
    if isinstance(form, PlaceMailForm):
        ticket = services.place_mail(mail, actor=request.user, at=at, **typed)
        messages.success(request, _("%(number)s is open, to be dispatched") % {"number": ticket.number})
        return redirect(ticket)
    services.drop_mail(mail, actor=request.user, at=at, **typed)
    messages.success(request, _("The mail is let be"))
    return redirect("tickets:mails")


def _waiting(request: ActorRequest, code: str) -> IncomingMail:
    rows: Any = IncomingMail.objects.visible_to(request.user).waiting()
    mail: IncomingMail = get_object_or_404(rows, code=code)
    require(allowed=permissions.may_place_mails(request.user))
    return mail


def _page(
    request: ActorRequest, *, sent: dict[str, dict[str, Any]] | None = None, status: int = 200
) -> HttpResponse:
    require(allowed=permissions.may_place_mails(request.user))
    today = local_day(timezone.now())
    rows = IncomingMail.objects.visible_to(request.user).waiting().in_order()[:MOST_SHOWN]
    shown = [_line(mail, today, (sent or {}).get(mail.code, {})) for mail in rows]
    return render(request, "tickets/mails.html", {"mails": shown}, status=status)


def _line(mail: IncomingMail, today: "date", sent: dict[str, Any]) -> dict[str, Any]:
    said = "\n".join(part for part in (mail.subject, mail.text) if part)
    return {
        "mail": mail,
        "at": short_moment(mail.taken_at, today),
        "place": sent.get("place") or PlaceMailForm(initial={"description": said}, prefix=None),
        "drop": sent.get("drop") or DropMailForm(),
        "can_answer": bool(mail.masked_sender),
    }
