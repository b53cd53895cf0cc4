"""The engineer's way to the machine, and the record written there (D7, E8)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dealers.roles import Right
from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from tickets import permissions, services
from tickets.forms import FaultsForm
from tickets.models import ServiceRecord, Ticket
from tickets.onsite.device_forms import TripForm
from tickets.onsite.forms import LINES, OF_A_DIAGNOSIS, READINGS, RecordForm, Sheet, blank_sheet
from tickets.onsite.page import writing_page
from tickets.states import TicketStatus, TicketVerb
from tickets.views.jobs import job_page
from tickets.views.requests import require, visible_ticket
from tickets.views.verbs import check_version

if TYPE_CHECKING:
    from dealers.requests import ActorRequest

ADD, REMOVE, DRAW = "add-", "remove-", "draw"
SERVICES: Final = {TicketVerb.DEPART: services.depart, TicketVerb.ARRIVE: services.arrive}


class JobGivenAway(Refusal):
    code = "job_given_away"
    status = 409
    message = gettext_lazy(
        "Ticket %(number)s was given to somebody else meanwhile, so nothing was saved."
        " What you wrote stands below: pass it on."
    )


@require_POST
@once
def trip(request: "ActorRequest", number: str, verb: str) -> HttpResponse:
    """Set off, or be there: one press, told with the device's own time."""
    ticket = visible_ticket(request, number)
    form = TripForm(request.POST)
    try:
        check_version(form, ticket)
        form.is_valid()
        services_of: Any = SERVICES[TicketVerb(verb)]
        why = {"reason": form.cleaned_data.get("reason", "")} if verb == TicketVerb.DEPART else {}
        services_of(ticket, actor=request.user, at=timezone.now(), told=form.told, **why)
    except Refusal as refusal:
        return job_page(request, visible_ticket(request, number), refusal=refusal, status=refusal.status)
    if verb == TicketVerb.DEPART:
        messages.success(request, _("%(number)s: on the way") % {"number": number})
        return redirect("tickets:job", number)
    return redirect("tickets:record", number)


@require_http_methods(["GET", "POST"])
@once
def record(request: "ActorRequest", number: str) -> HttpResponse:
    """Ask what was done, how long it took and how it ended; whatever has changed, no text is lost (D7)."""
    ticket = visible_ticket(request, number)
    require(allowed=request.user.may(Right.REPAIR))
    is_mine = permissions.may_record(request.user, ticket)
    under_way = _trip(request, ticket)
    if request.method == "GET":
        if not is_mine or ticket.status != TicketStatus.ASSIGNED:
            return redirect("tickets:job", ticket.number)
        form = RecordForm(ticket=ticket, actor=request.user, record=under_way)
        return writing_page(request, ticket, under_way, sheet=blank_sheet(form, under_way))
    pressed = request.POST.get("press", "")
    if pressed.startswith((ADD, REMOVE, DRAW)):
        return writing_page(request, ticket, under_way, sheet=redrawn(request, ticket, under_way))
    sheet = sent_sheet(request, ticket, under_way)
    try:
        if not is_mine:
            raise JobGivenAway(number=ticket.number)
        check_version(sheet.form, ticket)
        if sheet.is_valid():
            return _record(request, ticket, sheet, at=timezone.now())
        status = 422
    except Refusal as refusal:
        sheet.is_valid()
        put_refusal(sheet.form, refusal)
        status = refusal.status
    return writing_page(request, ticket, under_way, sheet=sheet, status=status)


@require_GET
def faults(request: "ActorRequest", number: str) -> HttpResponse:
    """Draw class, cause and remedy anew below what was chosen: what is typed beside them stays."""
    ticket = visible_ticket(request, number)
    require(allowed=request.user.may(Right.REPAIR))
    rows: Any = ServiceRecord.objects.visible_to(request.user).with_names()
    record = rows.filter(ticket=ticket, number=request.GET.get("record", "")).first()
    chosen = {name: request.GET[name] for name in OF_A_DIAGNOSIS if name in request.GET}
    form = FaultsForm(ticket=ticket, actor=request.user, record=record, chosen=chosen)
    return render(request, "tickets/onsite/_faults.html", {"form": form, "ticket": ticket, "record": record})


def _trip(request: "ActorRequest", ticket: Ticket) -> ServiceRecord | None:
    rows: Any = ServiceRecord.objects.visible_to(request.user).under_way()
    found: ServiceRecord | None = rows.with_names().filter(ticket=ticket).first()
    return found


def _record(request: "ActorRequest", ticket: Ticket, sheet: Sheet, *, at: datetime) -> HttpResponse:
    kept = services.record_service(ticket, actor=request.user, at=at, **sheet.typed())
    return redirect("onsite:sign", kept.number)


def sent_sheet(request: "ActorRequest", ticket: Ticket, kept: ServiceRecord | None) -> Sheet:
    """Return the page as it was sent."""
    form = RecordForm(request.POST, ticket=ticket, actor=request.user, record=kept)
    return Sheet(form, _sent(LINES, request), _sent(READINGS, request))


def _sent(rows: Any, request: "ActorRequest") -> Any:  # noqa: ANN401 (rows of either kind)
    """Return the rows that were sent; a page from before a row was added sends none of its kind."""
    if f"{rows.prefix}-TOTAL_FORMS" in request.POST:
        return rows.sent(request.POST)
    return rows.sent({f"{rows.prefix}-TOTAL_FORMS": "0", f"{rows.prefix}-INITIAL_FORMS": "0"})


def redrawn(request: "ActorRequest", ticket: Ticket, kept: ServiceRecord | None) -> Sheet:
    """Return the page as it was typed, a row more or less: nothing is judged or kept."""
    pressed = request.POST.get("press", "")
    form = RecordForm(request.POST, ticket=ticket, actor=request.user, record=kept)
    drawn = [
        rows.redrawn(
            request.POST, without=_row(pressed, rows.prefix), more=int(pressed == f"{ADD}{rows.prefix}")
        )
        for rows in (LINES, READINGS)
    ]
    return Sheet(form, *drawn)


def _row(pressed: str, prefix: str) -> int | None:
    row = pressed.removeprefix(f"{REMOVE}{prefix}-")
    return int(row) if row.isdecimal() else None
