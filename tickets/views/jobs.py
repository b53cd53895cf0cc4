"""The engineer's pages on a phone: today's jobs, one job, its service record (D7, E8)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from dealers.requests import ActorRequest
from dealers.roles import Right
from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from tickets import listing, permissions, step_panel
from tickets.appointments import agreed_of, window_words
from tickets.calendar_page import group_of, grouped
from tickets.day_rules import DayGroup
from tickets.file_section import file_section, files_of
from tickets.forms import FilesForm, RecordForm
from tickets.models import ServiceRecord, Ticket, TicketAssignment
from tickets.quotes.page import quote_section
from tickets.services import record_service
from tickets.states import TicketStatus, TicketVerb
from tickets.ticket_page import page_context
from tickets.views.requests import require, visible_ticket, visible_tickets
from tickets.views.verbs import check_version
from tickets.window_hints import hours_of
from tickets.window_rules import TripWindow

if TYPE_CHECKING:
    from tickets.models import TicketAppointment

MOST_SHOWN = 50
IN_HAND = (TicketStatus.ASSIGNED, TicketStatus.WAITING)
ON_THE_PHONE = (
    TicketVerb.CONFIRM,
    TicketVerb.APPOINT,
    TicketVerb.CALL_OFF,
    TicketVerb.WAIT,
    TicketVerb.RESUME,
)


@require_GET
def jobs(request: ActorRequest) -> HttpResponse:
    """Show what an engineer has in hand by the days agreed on, and what was recorded today (D18)."""
    rows, at = visible_tickets(request), timezone.now()
    require(allowed=request.user.may(Right.REPAIR))
    mine = rows.filter(engineer__user=request.user, status__in=IN_HAND).with_agreed()
    given = TicketAssignment.objects.visible_to(request.user).current()
    listed = mine.prefetch_related(Prefetch("assignments", given)).order_by("opened_at", "pk")[:MOST_SHOWN]
    cards = sorted((_card(one, at) for one in listed), key=_agreed_first)
    records = ServiceRecord.objects.visible_to(request.user).filter(
        engineer__user=request.user, recorded_at__date=local_day(at)
    )
    done = records.exclude(ticket__status__in=IN_HAND)  # what was not fixed is still in hand
    to_do = [card for card in cards if card["ticket"].status == TicketStatus.ASSIGNED]
    shown = {
        "to_do": to_do,
        "days": grouped(to_do),
        "waiting": [card for card in cards if card["ticket"].status == TicketStatus.WAITING],
        "done": list(done.select_related("ticket__customer").order_by("pk")[:MOST_SHOWN]),
    }
    return render(request, "tickets/jobs.html", shown)


def _card(ticket: Ticket, at: datetime) -> dict[str, Any]:
    given = next(iter(ticket.assignments.all()), None)
    agreed = agreed_of(ticket)
    return {
        "ticket": ticket,
        "agreed": agreed,
        **_when(agreed, at),
        **listing.job_clocks(ticket, given_at=given.assigned_at if given else None, at=at),
    }


def _when(agreed: "TicketAppointment | None", at: datetime) -> dict[str, Any]:
    """Say when an engineer is expected: the hours alone where the heading names the day."""
    group = group_of(agreed, at=at)
    if agreed is None:
        return {"group": group, "when": ""}
    if group in {DayGroup.TODAY, DayGroup.TOMORROW}:
        return {"group": group, "when": hours_of(TripWindow(agreed.begins_at, agreed.ends_at))}
    return {"group": group, "when": window_words(agreed, local_day(at))}


def _agreed_first(card: dict[str, Any]) -> tuple[bool, float]:
    """Sort by the agreed times, then the jobs without one as they came."""
    agreed = card["agreed"]
    return (agreed is None, agreed.begins_at.timestamp() if agreed else 0.0)


@require_GET
def job(request: ActorRequest, number: str) -> HttpResponse:
    """Show one job: what is wrong, where, whom to call, what was done before."""
    return job_page(request, visible_ticket(request, number))


def job_page(
    request: ActorRequest, ticket: Ticket, *, file_form: FilesForm | None = None, status: int = 200
) -> HttpResponse:
    """Render a job for one thumb."""
    at = timezone.now()
    steps = step_panel.whole_steps(ticket, actor=request.user, at=at, only=ON_THE_PHONE)
    given = TicketAssignment.objects.visible_to(request.user).current().filter(ticket=ticket).first()
    clocks = listing.job_clocks(ticket, given_at=given.assigned_at if given else None, at=at)
    shown = page_context(ticket, actor=request.user, at=at) | {
        "opened": short_moment(ticket.opened_at, local_day(at)),
        "clocks": clocks if ticket.status in IN_HAND else None,
        "steps": steps,
        "may_record": TicketVerb.RECORD in permissions.allowed_verbs(request.user, ticket),
        "back": _back(request),
    }
    files = files_of(ticket, request.user)
    shown |= file_section(ticket, files, actor=request.user, today=local_day(at), sent=file_form)
    shown |= quote_section(ticket, actor=request.user, today=local_day(at))
    return render(request, "tickets/job.html", shown, status=status)


class JobGivenAway(Refusal):
    code = "job_given_away"
    status = 409
    message = gettext_lazy(
        "Ticket %(number)s was given to somebody else meanwhile, so nothing was saved."
        " What you wrote stands below: pass it on."
    )


@require_http_methods(["GET", "POST"])
@once
def record(request: ActorRequest, number: str) -> HttpResponse:
    """Ask what was done, how long it took and how it ended; whatever has changed, no text is lost (D7)."""
    ticket = visible_ticket(request, number)
    require(allowed=request.user.may(Right.REPAIR))
    is_mine = permissions.may_record(request.user, ticket)
    if request.method == "GET":
        if not is_mine or ticket.status != TicketStatus.ASSIGNED:
            return redirect("tickets:job", ticket.number)
        return _record_page(request, RecordForm(ticket=ticket, actor=request.user), status=200)
    form = RecordForm(request.POST, ticket=ticket, actor=request.user)
    try:
        if not is_mine:
            raise JobGivenAway(number=ticket.number)
        check_version(form, ticket)
        if form.is_valid():
            return _record(request, form)
        status = 422
    except Refusal as refusal:
        form.is_valid()
        put_refusal(form, refusal)
        status = refusal.status
    return _record_page(request, form, status=status)


def _record(request: ActorRequest, form: RecordForm) -> HttpResponse:
    kept = record_service(form.ticket, actor=request.user, at=timezone.now(), **form.typed())
    messages.success(request, _("%(number)s is saved") % {"number": kept.number})
    return redirect("tickets:jobs")


def _record_page(request: ActorRequest, form: RecordForm, *, status: int) -> HttpResponse:
    shown = {"ticket": form.ticket, "form": form, "back": _back(request)}
    return render(request, "tickets/record.html", shown, status=status)


def _back(request: ActorRequest) -> str:
    return "tickets:jobs" if request.user.may(Right.REPAIR) else "tickets:list"
