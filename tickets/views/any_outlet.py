"""In warranty any outlet serves any unit: its number checked, its ticket opened by who serves it (D4)."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dealers.requests import ActorRequest
from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from records.wording import short_day
from regulation.calendars import local_day
from tickets import permissions
from tickets.forms.any_outlet import AnyOutletForm
from tickets.services import covered_unit, open_in_warranty
from tickets.views.requests import require

if TYPE_CHECKING:
    from datetime import datetime

    from equipment.models import Equipment


@require_http_methods(["GET", "POST"])
def any_outlet(request: ActorRequest) -> HttpResponse:
    """Check the exact number of a unit that is not one's own; in warranty, open a ticket for it."""
    require(allowed=permissions.may_serve_any(request.user))
    at = timezone.now()
    if request.method == "GET":
        typed = {"serial_number": request.GET.get("q", "")[:40]}
        return _page(request, AnyOutletForm(initial=typed, actor=request.user), at=at)
    try:
        unit = covered_unit(request.POST.get("serial_number", ""), actor=request.user, at=at)
    except Refusal as refusal:
        form = AnyOutletForm(initial=request.POST.dict(), actor=request.user)
        return _page(request, form, at=at, refusal=refusal)
    if "check" in request.POST:
        form = AnyOutletForm(initial=request.POST.dict(), actor=request.user)
        return _page(request, form, at=at, unit=unit)
    form = AnyOutletForm(request.POST, actor=request.user, covered=unit)
    status = 422
    if form.is_valid():
        try:
            return _open(request, form, at=at)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
    return _page(request, form, at=at, unit=unit, status=status)


@once
def _open(request: ActorRequest, form: AnyOutletForm, *, at: "datetime") -> HttpResponse:
    ticket = open_in_warranty(actor=request.user, at=at, intake=form.intake())
    messages.success(
        request, _("%(number)s is open and yours: assign an engineer") % {"number": ticket.number}
    )
    return redirect(ticket)


def _page(
    request: ActorRequest,
    form: AnyOutletForm,
    *,
    at: "datetime",
    unit: "Equipment | None" = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    today = local_day(at)
    shown: dict[str, Any] = {
        "form": form,
        "unit": unit,
        "covered_until": short_day(unit.warranty_ends_on, today) if unit else "",
        "refusal": refusal,
        "hotline": settings.HOTLINE,
    }
    return render(request, "tickets/any_outlet.html", shown, status=refusal.status if refusal else status)
