"""The engineer's pages on a phone: today's jobs, and one job (D7, E8)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.requests import ActorRequest
from dealers.roles import Right
from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from tickets import listing, permissions, step_panel
from tickets.appointments import agreed_of, window_words
from tickets.calendar_page import group_of, grouped
from tickets.choices import AT_THE_BENCH
from tickets.day_rules import DayGroup
from tickets.days.page import day_strip
from tickets.file_section import file_section, files_of
from tickets.forms import FilesForm, PreparationForm
from tickets.models import PreparationItem, ServiceRecord, Ticket, TicketAssignment
from tickets.onsite.device_forms import TripForm
from tickets.preparation_page import is_prepared_for, kit, preparation
from tickets.quotes.page import quote_section
from tickets.referrals.page import may_refer_now, may_show
from tickets.states import TicketStatus, TicketVerb
from tickets.ticket_page import page_context
from tickets.views.requests import require, visible_ticket, visible_tickets
from tickets.window_hints import hours_of
from tickets.window_rules import TripWindow

if TYPE_CHECKING:
    from dealers.models import User
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
    prepared = PreparationItem.objects.visible_to(request.user).in_order()
    parts: list[Any] = [Prefetch("assignments", given), Prefetch("preparation", prepared)]
    listed = mine.prefetch_related(*parts).order_by("opened_at", "pk")[:MOST_SHOWN]
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
        "my_day": day_strip(request.user, at),
        "done": list(done.select_related("ticket__customer").order_by("pk")[:MOST_SHOWN]),
    }
    return render(request, "tickets/jobs.html", shown)


def _card(ticket: Ticket, at: datetime) -> dict[str, Any]:
    given = next(iter(ticket.assignments.all()), None)
    agreed = agreed_of(ticket)
    return {
        "ticket": ticket,
        "agreed": agreed,
        "kit": kit(ticket.preparation.all()),
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
    request: ActorRequest,
    ticket: Ticket,
    *,
    file_form: FilesForm | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
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
        "refusal": refusal,
        **_trip(ticket, request.user),
        **_preparation(ticket, request.user, at),
        "back": _back(request),
    }
    files = files_of(ticket, request.user)
    shown |= file_section(ticket, files, actor=request.user, today=local_day(at), sent=file_form)
    shown |= quote_section(ticket, actor=request.user, today=local_day(at))
    shown |= {
        "may_refer": may_refer_now(ticket, request.user),
        "has_referral": may_show(ticket, request.user),
    }
    return render(request, "tickets/job.html", shown, status=status)


def _preparation(ticket: Ticket, actor: "User", at: datetime) -> dict[str, Any]:
    """Return what must be on hand, with the page: a fetch of its own may fail where there is no signal."""
    if not is_prepared_for(ticket):
        return {}
    return preparation(ticket, actor=actor, at=at) | {
        "preparation_form": PreparationForm(auto_id="id_preparation_%s")
    }


def _trip(ticket: Ticket, actor: "User") -> dict[str, Any]:
    """Return what the thumb presses next: set off, be there, write the record."""
    verbs = permissions.allowed_verbs(actor, ticket)
    rows: Any = ServiceRecord.objects.visible_to(actor).under_way().filter(ticket=ticket)
    under_way: ServiceRecord | None = rows.first() if TicketVerb.ARRIVE in verbs else None
    is_there = under_way is not None and under_way.arrived_at is not None
    return {
        "trip": under_way,
        "trip_form": TripForm(initial={"version": ticket.version}) if TicketVerb.ARRIVE in verbs else None,
        "may_depart": under_way is None and TicketVerb.DEPART in verbs and ticket.kind not in AT_THE_BENCH,
        "may_arrive": not is_there and TicketVerb.ARRIVE in verbs,
        "may_record": TicketVerb.RECORD in verbs,
    }


def _back(request: ActorRequest) -> str:
    return "tickets:jobs" if request.user.may(Right.REPAIR) else "tickets:list"
