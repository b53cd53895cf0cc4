"""One step for the tickets picked in the queue: ask once, do each, say what became of each (D5, D6)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dealers.requests import ActorRequest
from records.idempotency import once
from records.refusals import Refusal
from tickets.bulk import ACTS, MOST, BulkAct
from tickets.models import Ticket
from tickets.services import each
from tickets.views.requests import require, visible_tickets


class TooManyPicked(Refusal):
    code = "too_many_picked"
    message = _("At most %(most)s tickets go through one step. Pick fewer, then go on.")


@require_http_methods(["GET", "POST"])
@once
def bulk(request: ActorRequest) -> HttpResponse:
    """Ask what the step needs, then take it for each; one number that is not theirs refuses them all."""
    rows = visible_tickets(request)
    if request.method == "GET":
        return redirect("tickets:list")
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    require(allowed=act.is_open_to(request.user))
    tickets = _picked(
        request.POST.getlist("pick"),
        list(rows.filter(number__in=request.POST.getlist("pick")).with_page()[: MOST + 1]),
    )
    is_sent = "go" in request.POST
    form = act.form(request.POST if is_sent else None, actor=request.user, tickets=tickets)
    if not is_sent or not form.is_valid():
        return _page(request, act, status=422 if is_sent else 200, tickets=tickets, form=form)
    at = timezone.now()
    outcomes = each(tickets, lambda ticket: form.act(ticket, at))
    done = sum(outcome.is_done for outcome in outcomes)
    return _page(request, act, outcomes=outcomes, done=done, refused=len(outcomes) - done)


def _picked(numbers: list[str], found: list[Ticket]) -> list[Ticket]:
    """Return the tickets in the order they were picked; a foreign or missing number refuses the whole."""
    by_number = {ticket.number: ticket for ticket in found}
    if len(set(numbers)) > MOST:
        raise TooManyPicked(most=MOST)
    if not numbers or set(numbers) - set(by_number):
        raise Http404
    return [by_number[number] for number in dict.fromkeys(numbers)]


def _page(request: ActorRequest, act: BulkAct, *, status: int = 200, **shown: object) -> HttpResponse:
    page = "tickets/bulk.html#bulk-panel" if request.htmx else "tickets/bulk.html"
    name = request.POST["act"]
    return render(request, page, {"act": act, "act_name": name, **shown}, status=status)
