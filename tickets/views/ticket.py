"""The page of one ticket, and one phone number shown to who has to call (D3, D5, C10)."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from dealers.requests import ActorRequest
from equipment.services import reveal_phone as reveal_number
from regulation.calendars import local_day
from regulation.choices import ClockKind
from tickets import explain, permissions, step_panel
from tickets.alert_page import why_alert
from tickets.around import tickets_around
from tickets.clock_explain import why_clock
from tickets.clock_page import ClockBook
from tickets.correspondence import correspondence
from tickets.file_section import file_section, files_of
from tickets.models import TicketAlert
from tickets.quotes.page import quote_section
from tickets.referrals.page import may_refer_now, may_show
from tickets.ticket_page import page_context
from tickets.told_section import stopped_since, told, written_to_customer
from tickets.unit_history import counts_back_to, repeat_of
from tickets.views.requests import require, visible_ticket
from tickets.waiting_page import why_promise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tickets.forms import FilesForm, ReplyForm, StepForm
    from tickets.models import Ticket


@require_GET
def detail(request: ActorRequest, number: str) -> HttpResponse:
    """Show a ticket from intake to closure, and what the person may decide now."""
    return ticket_page(request, visible_ticket(request, number))


def ticket_page(
    request: ActorRequest,
    ticket: "Ticket",
    *,
    forms: "Mapping[str, StepForm] | None" = None,
    status: int = 200,
    phone: str = "",
    email: str = "",
    file_form: "FilesForm | None" = None,
    link: str = "",
    reply_form: "ReplyForm | None" = None,
) -> HttpResponse:
    """Render the page; `forms` are refused ones with what was typed, `phone` and `link` are shown once."""
    at = timezone.now()
    shown = page_context(ticket, actor=request.user, at=at)
    files = files_of(ticket, request.user)
    shown |= file_section(ticket, files, actor=request.user, today=local_day(at), sent=file_form)
    shown |= quote_section(ticket, actor=request.user, today=local_day(at))
    written = written_to_customer(ticket)
    shown |= correspondence(ticket, written, files, actor=request.user, today=local_day(at), sent=reply_form)
    shown |= {
        "told": told(written, today=local_day(at)),
        "stopped_since": stopped_since(ticket, today=local_day(at)),
        "steps": step_panel.steps(ticket, actor=request.user, at=at, sent=forms),
        "too_late": step_panel.too_late(ticket, actor=request.user, sent=forms),
        "may_refer": may_refer_now(ticket, request.user),
        "has_referral": may_show(ticket, request.user),
        "phone": phone,
        "link": link,
        "email": email,
    }
    return render(request, "tickets/detail.html", shown, status=status)


@require_GET
def repeat(request: ActorRequest, number: str) -> HttpResponse:
    """Explain why a ticket is flagged as a repeat repair (D13, K2)."""
    ticket = visible_ticket(request, number)
    around = tickets_around(ticket, request.user, since=counts_back_to(ticket))
    found = repeat_of(ticket, request.user, around=around)
    if found is None:
        raise Http404
    why = explain.why_repeat(found, today=local_day(timezone.now()), link=request.get_full_path())
    page = "tickets/why.html#panel" if request.htmx else "tickets/why.html"
    return render(request, page, {"why": why, "ticket": ticket})


@require_GET
def why(request: ActorRequest, number: str, kind: str) -> HttpResponse:
    """Explain a clock or a promised answer: what set it, what paused it, when it was due (D3, D10, K2)."""
    ticket, at, link = visible_ticket(request, number), timezone.now(), request.get_full_path()
    if kind == ClockKind.PROMISE:
        said = why_promise(ticket, request.user, at=at, link=link)
    else:
        book = ClockBook(ticket, at=at)
        clock = next((clock for clock in book.clocks if clock.kind == kind), None)
        said = why_clock(book, clock, link=link) if clock else None
    if said is None:
        raise Http404
    page = "tickets/why.html#panel" if request.htmx else "tickets/why.html"
    return render(request, page, {"why": said, "ticket": ticket})


@require_GET
def alert_why(request: ActorRequest, number: str, mark: str) -> HttpResponse:
    """Explain why somebody was warned, or told that a time has passed (D3, D10, K2)."""
    ticket = visible_ticket(request, number)
    kind, _dash, step = mark.partition("-")
    rows = TicketAlert.objects.visible_to(request.user).filter(ticket=ticket, kind=kind, step=step)
    alert = rows.with_why().last()
    if alert is None:
        raise Http404
    said = why_alert(alert, at=timezone.now(), link=request.get_full_path())
    page = "tickets/why.html#panel" if request.htmx else "tickets/why.html"
    return render(request, page, {"why": said, "ticket": ticket})


@require_POST
def reveal_phone(request: ActorRequest, number: str) -> HttpResponse:
    """Show the whole number of the contact; that it was shown is recorded (C10)."""
    ticket, at = visible_ticket(request, number), timezone.now()
    contact = ticket.contact
    require(allowed=contact is not None and permissions.may_reveal_phone(request.user, ticket, at))
    if contact is None:  # said above; the type checker can't know
        return HttpResponse(status=404)
    phone = reveal_number(contact, actor=request.user, at=at, reason=ticket.number)
    if request.htmx:
        return render(request, "tickets/_phone.html", {"ticket": ticket, "phone": phone})
    return ticket_page(request, ticket, phone=phone)
