"""Recording an installation with its self-check, and correcting its date (C3)."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from equipment import permissions, services
from equipment.forms import CorrectionForm, InstallationForm, refuse
from equipment.views.rows import actor_of, refused_as_it_stands, require, visible_unit
from records.idempotency import once
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from equipment.models import Equipment


@require_http_methods(["GET", "POST"])
def install(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Ask for the self-check, the day and the customer's confirmation."""
    unit, at = visible_unit(request, serial_number), timezone.now()
    require(allowed=permissions.may_install(actor_of(request), unit))
    if request.method == "GET" and unit.is_installed:
        return redirect(unit)
    form = InstallationForm(request.POST or None, equipment=unit, at=at)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _install(request, unit, form=form, at=at)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
    context = {"unit": unit, "form": form, "today": local_day(at)}
    return render(request, "equipment/install.html", context, status=status)


@once
def _install(
    request: HttpRequest, unit: "Equipment", *, form: InstallationForm, at: "datetime"
) -> HttpResponse:
    services.install_equipment(
        unit,
        actor=actor_of(request),
        at=at,
        installed_on=form.cleaned_data["installed_on"],
        in_use_from=form.cleaned_data["in_use_from"],
        confirmed_by=form.cleaned_data["confirmed_by"],
        self_check=form.self_check(),
    )
    messages.success(request, _("Installation recorded: warranty and calls count from it"))
    return redirect(unit)


@require_http_methods(["GET", "POST"])
def correct_installation(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Ask for the right date and the reason."""
    unit, at = visible_unit(request, serial_number), timezone.now()
    require(allowed=permissions.may_install(actor_of(request), unit))
    seen = {"version": unit.version}
    form = CorrectionForm(request.POST or None, equipment=unit, at=at, initial=seen)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _correct(request, unit, form=form, at=at)
        except Refusal as refusal:
            unit = refused_as_it_stands(request, unit, form=form, refusal=refusal)
            status = refusal.status
    context = {"unit": unit, "form": form, "today": local_day(at)}
    return render(request, "equipment/correct.html", context, status=status)


@once
def _correct(
    request: HttpRequest, unit: "Equipment", *, form: CorrectionForm, at: "datetime"
) -> HttpResponse:
    services.check_seen(unit, form.cleaned_data["version"])
    services.correct_installation(
        unit,
        actor=actor_of(request),
        at=at,
        installed_on=form.cleaned_data["installed_on"],
        in_use_from=form.cleaned_data["in_use_from"],
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, _("Installation corrected: open calls move by themselves"))
    return redirect(unit)
