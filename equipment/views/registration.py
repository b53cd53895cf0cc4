"""Registering a delivered unit, with each field checked as it is left (C1)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dealers.services import find_division
from equipment import permissions
from equipment.forms import EIGHT, RegistrationForm, refuse
from equipment.models import Customer, Equipment, SerialNumberCase
from equipment.services import (
    SerialNumberElsewhere,
    keep_claim,
    register_corrected,
    register_equipment,
    settle_claim,
)
from equipment.views.rows import actor_of, require, visible_claim
from records.idempotency import once
from records.refusals import Refusal

if TYPE_CHECKING:
    from datetime import datetime

MOST_SUGGESTED = 8
CHECKED = (*EIGHT, "delivered_on", "division")


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Ask for the eight fields on one form; a refusal stands at its field and nothing typed is lost."""
    actor, at = actor_of(request), timezone.now()
    require(allowed=permissions.may_register(actor))
    claim = _claim(request)
    form = RegistrationForm(request.POST or None, actor=actor, at=at, claim=claim)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _register(request, form, claim=claim, at=at)
            except Refusal as refusal:
                refuse(form, refusal)
                status = refusal.status
                if isinstance(refusal, SerialNumberElsewhere):
                    keep_claim(refusal.claim)
    context = {
        "form": form,
        **_about(claim),
        "complete": form.complete,
        "total": len(EIGHT),
        "place_division": _division(form, "first_place_of_use"),
    }
    return render(request, "equipment/register.html", context, status=status)


@once
def _register(
    request: HttpRequest, form: RegistrationForm, *, claim: SerialNumberCase | None, at: "datetime"
) -> HttpResponse:
    actor, registration = actor_of(request), form.registration()
    if claim is None:
        unit = register_equipment(actor=actor, at=at, registration=registration)
    else:
        unit = register_corrected(claim, actor=actor, at=at, registration=registration)
    messages.success(request, _("%(serial_number)s registered") % {"serial_number": unit.serial_number})
    return redirect(unit)


def _claim(request: HttpRequest) -> SerialNumberCase | None:
    """Return the claim that was sent back and is corrected here, if the address names one."""
    number = request.GET.get("claim", "")
    return visible_claim(request, number) if number else None


def _about(claim: SerialNumberCase | None) -> dict[str, Any]:
    """Return what the page says of the claim it corrects, and what its fields hand on to be checked by."""
    return {"claim": claim, "claim_query": f"&claim={claim.number}" if claim else ""}


@require_POST
def drop_claim(request: HttpRequest, number: str) -> HttpResponse:
    """Let a claim that was sent back rest: its unit is registered already, or is none of theirs."""
    claim, at = visible_claim(request, number), timezone.now()

    @once
    def drop(request: HttpRequest) -> HttpResponse:
        settle_claim(claim, actor=actor_of(request), at=at)
        messages.success(request, _("Settled: nothing is left to register"))
        return redirect("equipment:units")

    return drop(request)


@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Check one field that was just left; nothing is written (README of the interface, 7).

    Of numbers that stand with other dealers it says nothing: a registration alone learns that headquarters
    checks them.
    """
    actor, at = actor_of(request), timezone.now()
    require(allowed=permissions.may_register(actor))
    name = request.GET.get("field", "")
    if name not in CHECKED:
        raise Http404
    claim = _claim(request)
    form = RegistrationForm(request.POST, actor=actor, at=at, claim=claim)
    form.is_valid()
    for other in list(form.errors):
        if other != name:
            form.errors.pop(other)
    context = {
        "form": form,
        "bound": form[name],
        "name": name,
        "complete": form.complete,
        "total": len(EIGHT),
        "standing": _standing(request, form, name),
        **_about(claim),
        "division": _division(form, name),
    }
    return render(request, "equipment/register.html#checked", context)


@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """Suggest the customers already known under the letters typed."""
    actor = actor_of(request)
    require(allowed=permissions.may_register(actor))
    typed = request.GET.get("customer_name", "").strip()
    rows = Customer.objects.visible_to(actor).named_like(typed).order_by("name")[:MOST_SUGGESTED]
    names = list(dict.fromkeys(customer.name for customer in rows)) if typed else []
    return render(request, "equipment/register.html#suggestions", {"names": names})


def _standing(request: HttpRequest, form: RegistrationForm, name: str) -> Equipment | None:
    """Return the unit that has the number typed, if the person may see it."""
    if name != "serial_number" or not form.cleaned_data.get(name):
        return None
    rows = Equipment.objects.visible_to(actor_of(request)).with_names()
    return rows.filter(serial_number=form.cleaned_data[name]).first()


def _division(form: RegistrationForm, name: str) -> str:
    """Name the division the typed place begins with."""
    if not form.is_bound or name not in {"first_place_of_use", "division"}:
        return ""
    written = form.cleaned_data.get(name, "")
    division = find_division(written) if written else None
    return f"{division} {division.code}" if division else ""
