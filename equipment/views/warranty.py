"""Why a unit is in or out of warranty, and its operating hours written down or taken back (C4, C5)."""

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from equipment import permissions
from equipment.hour_forms import HoursForm, WithdrawalForm
from equipment.models import HourReading
from equipment.services import note_hours, withdraw_hours
from equipment.views.rows import actor_of, require, visible_unit
from equipment.views.unit_forms import answer_form
from equipment.warranty import BookOfWarranty
from equipment.warranty_page import find_kept
from equipment.warranty_words import hours_words, why_warranty
from regulation.calendars import local_day


@require_GET
def why(request: HttpRequest, serial_number: str, cover: str) -> HttpResponse:
    """Explain how long a warranty of a unit lasts: terms, the facts that moved it, arithmetic (K2)."""
    unit, today = visible_unit(request, serial_number), local_day(timezone.now())
    book = BookOfWarranty(unit)
    kept = find_kept(book, cover)
    if kept is None:
        raise Http404
    said = why_warranty(book, kept, on=today, link=request.get_full_path())
    page = "equipment/why.html#panel" if getattr(request, "htmx", False) else "equipment/why.html"
    return render(request, page, {"why": said, "unit": unit})


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Ask what the hour meter of a unit shows."""
    unit, at = visible_unit(request, serial_number), timezone.now()
    require(allowed=permissions.may_note_hours(actor_of(request), unit))
    form = HoursForm(request.POST or None, initial={"read_on": local_day(at)})

    def note() -> str:
        reading = note_hours(unit, actor=actor_of(request), at=at, **form.reading())
        return _("%(hours)s written down") % {"hours": hours_words(reading.hours)}

    context = {"book": BookOfWarranty(unit)}
    return answer_form(request, unit, form=form, act=note, page="equipment/hours.html", context=context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, serial_number: str, reading: str) -> HttpResponse:
    """Ask why a reading is wrong, and take it out of the reckoning."""
    unit, at, actor = visible_unit(request, serial_number), timezone.now(), actor_of(request)
    require(allowed=permissions.may_note_hours(actor, unit))
    rows = HourReading.objects.visible_to(actor).filter(equipment=unit)
    known = rows.order_by(F("withdrawn_at").desc(nulls_first=True))
    row = next((row for row in known if row.mark == reading), None)
    if row is None or (row.withdrawn_at is not None and request.method != "POST"):
        raise Http404
    form = WithdrawalForm(request.POST or None)

    def take_back() -> str:
        withdraw_hours(row, actor=actor, at=at, reason=form.cleaned_data["reason"])
        return _("Reading withdrawn")

    context = {"reading": row}
    return answer_form(
        request, unit, form=form, act=take_back, page="equipment/withdraw.html", context=context
    )
