"""The preparation of a trip: looked at, ticked, added to, from the desk or the phone (D6)."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from tickets import permissions, services
from tickets.forms import PreparationForm
from tickets.preparation_page import preparation
from tickets.querysets import is_engineer_only
from tickets.views.requests import require, visible_ticket

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.models import Ticket

ADD, DROP, LIKELY = "add", "drop", "likely"


@require_http_methods(["GET", "POST"])
@once
def prepare(request: "ActorRequest", number: str) -> HttpResponse:
    """Show the list, or change one item of it: each press is one change, with or without a script."""
    ticket = visible_ticket(request, number)
    if request.method == "GET":
        return _shown(request, ticket)
    require(allowed=permissions.may_prepare(request.user, ticket))
    form = PreparationForm(request.POST, auto_id="id_preparation_%s")
    try:
        if request.POST.get("press") != ADD or form.is_valid():
            _change(request, ticket, form)
            if request.htmx:
                return _shown(request, ticket)
            return redirect(
                "tickets:job" if is_engineer_only(request.user) else "tickets:preparation", number
            )
        status = 422
    except Refusal as refusal:
        put_refusal(form, refusal)
        status = refusal.status
    return _shown(request, ticket, form=form, status=status)


def _change(request: "ActorRequest", ticket: "Ticket", form: PreparationForm) -> None:
    """Do what was pressed: a row is named by its key, and is ticked to what the button says."""
    person, at, key = request.user, timezone.now(), request.POST.get("key", "")
    pressed = request.POST.get("press", "")
    if pressed == ADD:
        services.put_item(ticket, actor=person, at=at, **form.cleaned_data)
    elif pressed == LIKELY:
        services.prepare_ticket(ticket, actor=person, at=at)
    elif pressed == DROP:
        services.drop_item(ticket, actor=person, name=key)
    else:
        services.tick_item(ticket, actor=person, at=at, name=key, is_ready=pressed == "ready")


def _shown(
    request: "ActorRequest", ticket: "Ticket", *, form: PreparationForm | None = None, status: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = preparation(ticket, actor=request.user, at=timezone.now())
    shown["preparation_form"] = form or PreparationForm(auto_id="id_preparation_%s")
    page = "tickets/_preparation.html" if request.htmx else "tickets/preparation.html"
    return render(request, page, shown, status=status)
