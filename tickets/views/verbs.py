"""The steps of a ticket, each at its own address: fetch the visible ticket, call one service, go on (D5)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dealers.requests import ActorRequest
from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from tickets import forms, services
from tickets.models import Ticket
from tickets.querysets import is_engineer_only
from tickets.services.moving import TicketMovedByAnother
from tickets.states import TicketStatus, TicketVerb
from tickets.step_panel import LINK, one_step
from tickets.views.requests import visible_ticket, visible_tickets
from tickets.views.ticket import ticket_page

if TYPE_CHECKING:
    from django.forms import Form

V = TicketVerb


class Step(NamedTuple):
    """What a verb asks for, which service does it, and what is said afterwards."""

    form: type[forms.StepForm]
    service: Callable[..., Any]
    said: Any


STEPS: Final[Mapping[str, Step]] = MappingProxyType(
    {
        V.OFFER: Step(forms.OfferForm, services.offer_ticket, gettext_lazy("%(number)s is offered")),
        V.ACCEPT: Step(forms.AcceptForm, services.accept_ticket, gettext_lazy("%(number)s is accepted")),
        V.REFUSE: Step(
            forms.RefuseForm, services.refuse_ticket, gettext_lazy("%(number)s went back to headquarters")
        ),
        V.ASSIGN: Step(forms.AssignForm, services.assign_ticket, gettext_lazy("%(number)s has its engineer")),
        V.APPOINT: Step(
            forms.AppointForm, services.appoint_ticket, gettext_lazy("%(number)s has an agreed time")
        ),
        V.CONFIRM: Step(
            forms.ConfirmForm, services.confirm_appointment, gettext_lazy("%(number)s is confirmed once more")
        ),
        V.CALL_OFF: Step(
            forms.CallOffForm,
            services.call_off_appointment,
            gettext_lazy("The time of %(number)s is called off"),
        ),
        V.WAIT: Step(forms.WaitForm, services.wait_ticket, gettext_lazy("%(number)s waits")),
        V.CHASE: Step(forms.ChaseForm, services.chase_ticket, gettext_lazy("%(number)s: asked again")),
        V.PROMISE: Step(
            forms.PromiseForm, services.promise_answer, gettext_lazy("%(number)s: an answer is promised")
        ),
        V.ANSWER: Step(forms.AnswerForm, services.give_answer, gettext_lazy("%(number)s is answered")),
        V.RESUME: Step(forms.ResumeForm, services.resume_ticket, gettext_lazy("%(number)s goes on")),
        V.SOLVE: Step(forms.SolveForm, services.solve_ticket, gettext_lazy("%(number)s is solved")),
        V.REOPEN: Step(forms.ReopenForm, services.reopen_ticket, gettext_lazy("%(number)s is open again")),
        V.CLOSE: Step(
            forms.CloseForm,
            services.close_ticket,
            gettext_lazy("%(number)s is closed: the customer will be called"),
        ),
        V.PRIORITIZE: Step(
            forms.PrioritizeForm,
            services.set_priority,
            gettext_lazy("%(number)s has its new priority; its clocks count from the opening"),
        ),
        V.CLASSIFY: Step(
            forms.ClassifyForm, services.classify_ticket, gettext_lazy("%(number)s has its fault class")
        ),
        V.CANCEL: Step(forms.CancelForm, services.cancel_ticket, gettext_lazy("%(number)s is cancelled")),
        V.MERGE: Step(
            forms.MergeForm, services.merge_ticket, gettext_lazy("%(number)s goes on in the other ticket")
        ),
        LINK: Step(forms.LinkForm, services.link_tickets, gettext_lazy("%(number)s is linked")),
    }
)


@require_http_methods(["GET", "POST"])
@once
def step(request: ActorRequest, number: str, verb: str) -> HttpResponse:
    """Take one step; a refusal is shown where it was typed and loses nothing."""
    if out_of_sight := told_where_it_went(request, number):
        return out_of_sight
    ticket = visible_ticket(request, number)
    if request.method == "GET":
        return _asked(request, ticket, verb)
    asked = STEPS[verb]
    form = asked.form(request.POST, ticket=ticket, actor=request.user)
    try:
        check_version(form, ticket)
        if form.is_valid():
            asked.service(ticket, actor=request.user, at=timezone.now(), **form.typed())
            messages.success(request, asked.said % {"number": ticket.number})
            return go_on(request, ticket)
        status = 422
    except Refusal as refusal:
        form.is_valid()
        put_refusal(form, refusal)
        status = refusal.status
    return ticket_page(request, visible_ticket(request, number), forms={verb: form}, status=status)


def _asked(request: ActorRequest, ticket: Ticket, verb: str) -> HttpResponse:
    """Show what a step asks: its form for the page that opens it, else the page with the step open."""
    found = one_step(ticket, verb, actor=request.user, at=timezone.now())
    if not request.htmx:
        return ticket_page(request, ticket, forms={verb: found["form"]}) if found else redirect(ticket)
    part = "tickets/_step.html" if found else "tickets/_step_gone.html"
    return render(request, part, {"step": found, "ticket": ticket}, status=200 if found else 409)


def told_where_it_went(request: ActorRequest, number: str) -> HttpResponse | None:
    """Answer a stale page of a dealer out of whose sight the ticket has gone since: it knew the ticket."""
    if visible_tickets(request).filter(number=number).exists():
        return None
    if not Ticket.objects.all().known_to(request.user).filter(number=number).exists():
        return None
    said = _("%(number)s went back to headquarters; it is no longer yours.") % {"number": number}
    messages.warning(request, said)
    return redirect("tickets:list")


def check_version(form: "Form", ticket: Ticket) -> None:
    """Refuse what was decided on a page that is out of date (safety.md, 6)."""
    seen = form["version"].value()
    if seen and str(seen) != str(ticket.version):
        raise TicketMovedByAnother(number=ticket.number, status=TicketStatus(ticket.status).label)


def go_on(request: ActorRequest, ticket: Ticket) -> HttpResponse:
    """Show the ticket again, as a job to its engineer; a refused one is out of the dealer's sight."""
    if not visible_tickets(request).filter(pk=ticket.pk).exists():
        return redirect("tickets:list")
    if is_engineer_only(request.user):
        return redirect("tickets:job", ticket.number)
    return redirect(ticket)
