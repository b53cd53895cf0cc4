"""Whom to call: one number shown at a time, contact data mended while on the phone (C6, C10)."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from equipment import permissions
from equipment.choices import ContactRole
from equipment.forms import ContactForm
from equipment.services import check_seen, correct_contact, reveal_phone
from equipment.views.rows import actor_of, corrected_beside, refused_as_it_stands, require, visible_unit
from equipment.views.units import detail_context
from records.idempotency import once
from records.refusals import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from equipment.models import Equipment


@require_POST
def reveal(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Show one whole number and record who saw it."""
    unit, at = visible_unit(request, serial_number), timezone.now()
    actor = actor_of(request)
    phone = reveal_phone(unit.contact, actor=actor, at=at, reason=unit.serial_number)
    if getattr(request, "htmx", False):
        return render(request, "equipment/detail.html#phone", {"unit": unit, "phone": phone})
    context = detail_context(unit, actor=actor, at=at) | {"phone": phone}
    return render(request, "equipment/detail.html", context)


@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Ask for the right name, role and phone; the old contact stays on record."""
    unit, at = visible_unit(request, serial_number), timezone.now()
    require(allowed=permissions.may_correct_contact(actor_of(request), unit.customer))
    form = ContactForm(request.POST or None, contact=unit.contact.current, initial={"version": unit.version})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _correct(request, unit, form=form, at=at)
        except Refusal as refusal:
            unit = refused_as_it_stands(request, unit, form=form, refusal=refusal)
            status = refusal.status
    is_part = getattr(request, "htmx", False)
    page = "equipment/contact.html#contact-panel" if is_part else "equipment/contact.html"
    return render(request, page, {"unit": unit, "form": form}, status=status)


@once
def _correct(request: HttpRequest, unit: "Equipment", *, form: ContactForm, at: "datetime") -> HttpResponse:
    check_seen(unit, form.cleaned_data["version"])
    correct_contact(
        unit.contact.current,
        actor=actor_of(request),
        at=at,
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"],
        role=ContactRole(form.cleaned_data["role"]),
    )
    if getattr(request, "htmx", False):
        return corrected_beside(_("Contact corrected"))
    messages.success(request, _("Contact corrected"))
    back = request.GET.get("back", "")  # the call in which the wrong number was heard
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else unit.get_absolute_url())
