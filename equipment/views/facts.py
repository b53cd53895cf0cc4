"""A unit's data mended on its page, or beside the ticket that is just being written (C6)."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from equipment import permissions
from equipment.fact_forms import FactsForm
from equipment.services import check_seen, correct_facts
from equipment.views.rows import actor_of, corrected_beside, refused_as_it_stands, require, visible_unit
from records.idempotency import once
from records.refusals import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from equipment.models import Equipment


@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Ask what is right of terminal, project and place; nothing else of the file is touched."""
    unit, at = visible_unit(request, serial_number), timezone.now()
    require(allowed=permissions.may_correct_contact(actor_of(request), unit.customer))
    form = FactsForm(request.POST or None, unit=unit)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _correct(request, unit, form=form, at=at)
        except Refusal as refusal:
            unit = refused_as_it_stands(request, unit, form=form, refusal=refusal)
            status = refusal.status
    page = "equipment/facts.html#facts-panel" if getattr(request, "htmx", False) else "equipment/facts.html"
    return render(request, page, {"unit": unit, "form": form}, status=status)


@once
def _correct(request: HttpRequest, unit: "Equipment", *, form: FactsForm, at: "datetime") -> HttpResponse:
    check_seen(unit, form.cleaned_data["version"])
    correct_facts(unit, actor=actor_of(request), at=at, facts=form.facts())
    if getattr(request, "htmx", False):
        return corrected_beside(_("Data corrected"))
    messages.success(request, _("Data corrected"))
    return redirect(unit)
