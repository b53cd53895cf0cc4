"""The editor of a quote: rows added and taken away without losing what was typed, then saved or sent (C4)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import permissions, services
from tickets.forms.rows import RowSet
from tickets.models import Quote, QuoteLine
from tickets.querysets import is_engineer_only
from tickets.quotes.forms import (
    BLANK_ROWS,
    LINES,
    QuoteForm,
    blank_lines,
)
from tickets.quotes.page import charges_of
from tickets.states import QUOTED_IN
from tickets.views.requests import progress_address, require, visible_ticket

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.models import Ticket

DRAW, ADD, REMOVE, SEND = "draw", "add", "remove-", "send"


@require_http_methods(["GET", "POST"])
def write(request: "ActorRequest", number: str) -> HttpResponse:
    """Write what the work will cost; what was pressed says whether rows change, or it is saved or sent."""
    ticket = visible_ticket(request, number)
    require(allowed=permissions.may_quote(request.user, ticket))
    quote = Quote.objects.visible_to(request.user).drafted().filter(ticket=ticket).first()
    pressed = request.POST.get("press", "")
    if request.method == "POST" and (pressed in {DRAW, ADD} or pressed.startswith(REMOVE)):
        return _redraw(request, ticket, quote, pressed=pressed)
    if request.method == "POST":
        return _save(request, ticket, quote)
    if quote is None and ticket.status not in QUOTED_IN:
        return redirect(ticket)
    form = QuoteForm(quote=quote, is_covered=ticket.is_in_warranty)
    return _page(request, ticket, quote, form=form, lines=blank_lines(_latest_lines(request, ticket, quote)))


def _latest_lines(request: "ActorRequest", ticket: "Ticket", quote: Quote | None) -> list[QuoteLine]:
    """Return the lines of the draft, or of the quote sent last: most changes are small."""
    rows = Quote.objects.visible_to(request.user).filter(ticket=ticket).newest_first()
    latest = quote or rows.shown_to_customer().first()
    if latest is None:
        return []
    return list(QuoteLine.objects.visible_to(request.user).filter(quote=latest).in_order())


def _redraw(request: "ActorRequest", ticket: "Ticket", quote: Quote | None, *, pressed: str) -> HttpResponse:
    """Draw the rows anew as they were typed, one more or one less; nothing is kept."""
    row = pressed.removeprefix(REMOVE)
    without = int(row) if row.isdecimal() else None
    lines = LINES.redrawn(request.POST, without=without, more=BLANK_ROWS if pressed == ADD else 0)
    form = QuoteForm(request.POST, quote=quote, is_covered=ticket.is_in_warranty)
    return _page(request, ticket, quote, form=form, lines=lines)


@once
def _save(request: "ActorRequest", ticket: "Ticket", quote: Quote | None) -> HttpResponse:
    form = QuoteForm(request.POST, quote=quote, is_covered=ticket.is_in_warranty)
    lines, status = LINES.sent(request.POST), 422
    if form.is_valid() and lines.is_valid():
        try:
            with transaction.atomic():  # saved and sent, or neither
                return _kept(request, ticket, quote, form=form, lines=lines)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
    return _page(request, ticket, quote, form=form, lines=lines, status=status)


def _kept(
    request: "ActorRequest", ticket: "Ticket", quote: Quote | None, *, form: QuoteForm, lines: RowSet
) -> HttpResponse:
    who: dict[str, Any] = {"actor": request.user, "at": timezone.now()}
    typed = {"note": form.cleaned_data["note"], "reason": form.cleaned_data.get("reason", "")}
    if quote is None and form.cleaned_data["version"]:
        raise _moved_on(request, ticket)
    if quote is None:
        quote = services.draft_quote(ticket, items=lines.items(), **typed, **who)
    else:
        quote.version = form.cleaned_data["version"] or quote.version
        quote = services.change_quote(quote, items=lines.items(), **typed, **who)
    said = _("%(number)s is saved; the customer has not seen it yet")
    if request.POST.get("press") == SEND:
        services.send_quote(quote, address=lambda token: progress_address(request, token), **who)
        said = _("%(number)s is sent: the customer has the link to it")
    messages.success(request, said % {"number": quote.number})
    return redirect(quote)


def _moved_on(request: "ActorRequest", ticket: "Ticket") -> Refusal:
    """Return the refusal of who went on writing what was sent or withdrawn meanwhile."""
    latest = Quote.objects.visible_to(request.user).filter(ticket=ticket).newest_first()[0]
    return services.QuoteMovedByAnother(number=latest.number, status=latest.get_status_display())


def _page(
    request: "ActorRequest",
    ticket: "Ticket",
    quote: Quote | None,
    *,
    form: QuoteForm,
    lines: RowSet,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "ticket": ticket,
        "quote": quote,
        "form": form,
        "lines": lines,
        "is_covered": ticket.is_in_warranty,
        "charges": charges_of(ticket, today=local_day(timezone.now())),
        "back": "tickets:job" if is_engineer_only(request.user) else "tickets:detail",
    }
    return render(request, "tickets/quotes/edit.html", shown, status=status)
