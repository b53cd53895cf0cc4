"""Why a maintenance is due, and what was done elsewhere written down or taken back (C5)."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from equipment import permissions
from equipment.maintenance import BookOfMaintenance
from equipment.maintenance_forms import MaintenanceDoneForm, TakingBackForm
from equipment.maintenance_page import find_course, window_of
from equipment.maintenance_words import why_maintenance
from equipment.models import MaintenanceDone
from equipment.services import record_maintenance, withdraw_maintenance
from equipment.views.rows import actor_of, require, visible_unit
from equipment.views.unit_forms import answer_form
from regulation.calendars import local_day

if TYPE_CHECKING:
    from equipment.maintenance import KeptCourse
    from equipment.models import Equipment


@require_GET
def why(request: HttpRequest, serial_number: str, code: str) -> HttpResponse:
    """Explain when a maintenance of a unit is due: plan, facts, arithmetic (K2)."""
    unit, today = visible_unit(request, serial_number), local_day(timezone.now())
    book, kept = _course(unit, code)
    said = why_maintenance(book, kept, on=today, link=request.get_full_path())
    said["window"] = window_of(kept, today=today)
    page = "equipment/why.html#panel" if getattr(request, "htmx", False) else "equipment/why.html"
    return render(request, page, {"why": said, "unit": unit})


@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, serial_number: str, code: str) -> HttpResponse:
    """Ask when a maintenance was done that no ticket of ours was for, and how that is known."""
    unit, at, actor = visible_unit(request, serial_number), timezone.now(), actor_of(request)
    require(allowed=permissions.may_record_maintenance(actor, unit))
    _book, kept = _course(unit, code)
    form = MaintenanceDoneForm(request.POST or None, initial={"done_on": local_day(at)})

    def write_down() -> str:
        row = record_maintenance(kept.maintenance, actor=actor, at=at, **form.done())
        return _("%(what)s written down as done on %(day)s") % {"what": kept.maintenance, "day": row.done_on}

    page, context = "equipment/maintenance_done.html", {"kept": kept}
    return answer_form(request, unit, form=form, act=write_down, page=page, context=context)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, serial_number: str, done: str) -> HttpResponse:
    """Ask why a maintenance was not done after all, and let it count no more."""
    unit, at, actor = visible_unit(request, serial_number), timezone.now(), actor_of(request)
    require(allowed=permissions.may_record_maintenance(actor, unit))
    rows = MaintenanceDone.objects.visible_to(actor).named(unit, *_named(done))
    row = get_object_or_404(rows if request.method == "POST" else rows.standing())
    form = TakingBackForm(request.POST or None)

    def withdraw() -> str:
        withdraw_maintenance(row, actor=actor, at=at, reason=form.cleaned_data["reason"])
        return _("Taken back: it does not count as done")

    page, context = "equipment/maintenance_back.html", {"done": row}
    return answer_form(request, unit, form=form, act=withdraw, page=page, context=context)


def _course(unit: "Equipment", code: str) -> "tuple[BookOfMaintenance, KeptCourse]":
    book = BookOfMaintenance(unit)
    kept = find_course(book, code)
    if kept is None:
        raise Http404
    return book, kept


def _named(mark: str) -> tuple[str, date]:
    """Return the maintenance and the day that an address names; 404 where it names none."""
    code, _tilde, day = mark.rpartition("~")
    try:
        return code, date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
