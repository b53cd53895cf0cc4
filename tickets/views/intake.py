"""A new ticket while the customer is on the line: find the unit, write, open (D1, D2, D3, D4)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dealers.models import Division
from dealers.requests import ActorRequest
from equipment.forms import refuse as put_refusal
from equipment.models import Equipment
from records.idempotency import once
from records.refusals import Refusal
from regulation.calendars import local_day
from tickets import intake, permissions
from tickets.forms import IntakeForm
from tickets.models import Ticket
from tickets.querysets import sees_every_ticket
from tickets.services import open_ticket
from tickets.views.requests import require

if TYPE_CHECKING:
    from datetime import datetime

MOST_DIVISIONS = 12


@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Ask for the unit, then for the rest; looking for a unit and choosing one keep what is typed."""
    require(allowed=permissions.may_open(request.user))
    asked = request.POST if request.method == "POST" else request.GET
    unit = _unit(request, asked.get("choose", asked.get("equipment", "")))
    if request.method == "GET":
        form = IntakeForm(initial=_first_values(request, unit), **_about(request, unit))
        return _page(request, form, unit, looked_for=asked.get("q", ""))
    if "find" in asked or "choose" in asked:
        form = IntakeForm(initial=_kept(request, unit), **_about(request, unit))
        return _page(request, form, unit, looked_for=asked.get("q", "") if "find" in asked else "")
    form = IntakeForm(request.POST, **_about(request, unit))
    status = 422
    if form.is_valid():
        try:
            return _open(request, form, at=timezone.now())
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
    return _page(request, form, unit, looked_for=asked.get("q", ""), status=status)


@once
def _open(request: ActorRequest, form: IntakeForm, *, at: "datetime") -> HttpResponse:
    ticket = open_ticket(actor=request.user, at=at, intake=form.intake())
    said = {"number": ticket.number, "dealer": ticket.dealer}
    is_seen = sees_every_ticket(request.user) or (
        Ticket.objects.visible_to(request.user).filter(pk=ticket.pk).exists()
    )
    if not is_seen:
        messages.success(request, _("%(number)s is open; the dealer that serves the place was asked") % said)
        return redirect("tickets:list")
    text = (
        _("%(number)s is open, offered to %(dealer)s")
        if ticket.dealer
        else _("%(number)s is open, to be dispatched")
    )
    messages.success(request, text % said)
    return redirect(ticket)


@require_GET
def search(request: ActorRequest) -> HttpResponse:
    """Show the units a text may mean, with a warning where one has unfinished tickets."""
    require(allowed=permissions.may_open(request.user))
    looked_for = request.GET.get("q", "")
    if not request.htmx:
        return redirect(f"{reverse('tickets:new')}?{request.GET.urlencode()}")
    shown = {"looked_for": looked_for, **_found(request, looked_for)}
    return render(request, "tickets/new.html#matches", shown)


@require_GET
def unit_card(request: ActorRequest) -> HttpResponse:
    """Show the chosen unit anew after its data were corrected; what was typed beside it stays (C6)."""
    require(allowed=permissions.may_open(request.user))
    unit = _unit(request, request.GET.get("equipment", ""))
    if unit is None:
        raise Http404
    card = intake.unit_card(unit, actor=request.user, today=local_day(timezone.now()))
    return render(request, "tickets/new.html#unit-card", {"card": card})


@require_GET
def divisions(request: ActorRequest) -> HttpResponse:
    """Say which division a place lies in, or suggest divisions for the one typed by hand (D4)."""
    require(allowed=permissions.may_open(request.user))
    written = request.GET.get("division", "").strip()
    if "place" in request.GET:
        corrected = Division.objects.filter(pk=written[:6]).first() if written else None
        found = intake.place_found(request.GET["place"], corrected, actor=request.user)
        return render(request, "tickets/new.html#found-place", found)
    rows = Division.objects.named_like(written)[:MOST_DIVISIONS] if len(written) >= intake.SHORTEST else []
    return render(request, "tickets/new.html#divisions", {"divisions": rows})


def _found(request: ActorRequest, looked_for: str) -> dict[str, Any]:
    """Return the units a text may mean, and the unfinished tickets of whoever it names."""
    today = local_day(timezone.now())
    return {
        "matches": intake.matches(looked_for, actor=request.user),
        "open_tickets": intake.open_tickets(looked_for, actor=request.user, today=today),
        "may_serve_any": permissions.may_serve_any(request.user),
    }


def _unit(request: ActorRequest, serial_number: str) -> Equipment | None:
    """Return the unit meant; what is another dealer's does not exist."""
    rows = Equipment.objects.visible_to(request.user).select_related("product", "customer", "contact")
    # of one number there is one at most: `first` would have them put in order
    return next(iter(rows.filter(serial_number=serial_number)), None) if serial_number else None


def _about(request: ActorRequest, unit: Equipment | None) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    return {"actor": request.user, "unit": unit, "previous": asked.get("previous", "")}


def _first_values(request: ActorRequest, unit: Equipment | None) -> dict[str, Any]:
    """Return what a link to this page brings along, and where the unit was registered."""
    brought = {name: request.GET[name] for name in ("kind", "previous") if name in request.GET}
    return {"channel": "hotline", "place": unit.first_place_of_use if unit else ""} | brought


def _kept(request: ActorRequest, unit: Equipment | None) -> dict[str, Any]:
    """Return what was typed so far; a place that was not written by hand follows the unit."""
    typed = {name: value for name, value in request.POST.items() if value}
    if "choose" in request.POST and unit is not None:
        typed |= {"place": unit.first_place_of_use}
        typed.pop("division", None)
    return typed


def _page(
    request: ActorRequest, form: IntakeForm, unit: Equipment | None, *, looked_for: str, status: int = 200
) -> HttpResponse:
    today = local_day(timezone.now())
    place = str(form["place"].value() or "")
    written = str(form["division"].value() or "")
    corrected = Division.objects.filter(pk=written[:6]).first() if written else None
    shown = {
        "form": form,
        "today": today,
        "card": intake.unit_card(unit, actor=request.user, today=today) if unit else None,
        "looked_for": looked_for,
        **_found(request, looked_for),
        **intake.place_found(place, corrected, actor=request.user),
    }
    template = "tickets/new.html#new-ticket" if request.htmx else "tickets/new.html"
    return render(request, template, shown, status=status)
