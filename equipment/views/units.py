"""The list of units, the same list as a file, and the page of one unit (C2)."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from dealers.roles import Right
from equipment import maintenance_page, permissions, unit_page, warranty_page
from equipment.filters import ORDERINGS, EquipmentFilter
from equipment.listing import SORTS, export_header, export_row, views
from equipment.maintenance import BookOfMaintenance
from equipment.models import Equipment, UnitCode
from equipment.views.rows import actor_of, require, visible_unit
from equipment.warranty import BookOfWarranty
from records.exports import excel_response
from records.listing import current_own_view, found_rows, rows_to_export, sort_heads, tokens, without
from records.models import SavedView
from records.pagination import KeysetPagination
from regulation.calendars import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from dealers.models import User


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """List the units a person may see, filtered and sorted, one page by key."""
    actor, today = actor_of(request), local_day(timezone.now())
    require(allowed=permissions.may_see(actor))
    visible = Equipment.objects.visible_to(actor)
    found = EquipmentFilter(request.GET, queryset=visible, request=request)
    sort = _sort(request)
    pages: Any = KeysetPagination()
    pages.ordering = ORDERINGS[sort]
    try:
        rows = pages.paginate_queryset(found_rows(found, visible).with_names(), Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark of another sort order: start at the first page
        return HttpResponseRedirect(f"?{without(request, 'cursor')}")
    groups = views(
        request,
        rows=visible,
        saved=SavedView.objects.visible_to(actor),
        today=today,
    )
    context = {
        "rows": rows,
        "today": today,
        "filter": found,
        "tokens": tokens(found, request),
        "heads": sort_heads(request, sort, SORTS),
        "groups": groups,
        "current_view": current_own_view(groups),
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
        "shows_dealer": actor.is_head_office or len(actor.dealer_ids) > 1,
        "may_register": permissions.may_register(actor),
        "may_export": permissions.may_export(actor),
        "may_print_labels": permissions.may_print_labels(actor),
        "may_decide": permissions.may_decide_cases(actor),
        "export_query": request.GET.urlencode(),
    }
    return render(request, "equipment/units.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the filtered list away as an Excel file, phones masked, and record it (C10, J3)."""
    actor, at = actor_of(request), timezone.now()
    require(allowed=permissions.may_export(actor))
    visible = Equipment.objects.visible_to(actor)
    found = EquipmentFilter(request.GET, queryset=visible, request=request)
    rows = rows_to_export(found, visible).with_file().order_by(*ORDERINGS[_sort(request)])
    return excel_response(
        actor=actor,
        at=at,
        name=f"{_('Units')} {local_day(at)}",
        header=export_header(),
        rows=(export_row(unit) for unit in rows.iterator(chunk_size=1000)),
        object_type="equipment",
    )


@require_GET
def detail(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Show a unit's whole life on one page."""
    unit = visible_unit(request, serial_number)
    return render(
        request, "equipment/detail.html", detail_context(unit, actor=actor_of(request), at=timezone.now())
    )


def detail_context(unit: Equipment, *, actor: "User", at: "datetime") -> dict[str, Any]:
    """Return what the page of a unit says; other apps' parts are loaded by their addresses."""
    prefetch_related_objects([unit], "hour_readings", "maintenance__done")
    today, book, care = local_day(at), BookOfWarranty(unit), BookOfMaintenance.read(unit)
    life = unit_page.life(book, today=today)
    reads_installation = permissions.may_read_installation(actor, unit)
    points = list(unit.self_check.all()) if reads_installation else []
    return {
        "unit": unit,
        "today": today,
        "tags": unit_page.tags(book, today=today),
        "figures": unit_page.figures(book, care, today=today),
        "life": life,
        "care_lane": maintenance_page.lane(care, life.scale),
        "maintenance": maintenance_page.rows(care, today=today),
        "maintenance_done": maintenance_page.done_rows(care),
        "may_record_maintenance": permissions.may_record_maintenance(actor, unit),
        "warranty": warranty_page.rows(book, today=today),
        "readings": warranty_page.latest_readings(book),
        "may_note_hours": permissions.may_note_hours(actor, unit),
        "facts": unit_page.facts(unit, today=today),
        "awaits_plan": unit_page.awaits_plan(unit, at=at),
        "failed_points": [point for point in points if not point.passed],
        "points": points,
        "reads_installation": reads_installation,
        "lanes": _lanes(unit, actor),
        "story_url": _address("unit-story", unit.serial_number),
        "new_ticket_url": _address("tickets:new") if actor.may(Right.OPEN_TICKETS) else "",
        "may_install": permissions.may_install(actor, unit),
        "may_print_labels": permissions.may_print_labels(actor),
        "code": UnitCode.objects.visible_to(actor)
        .valid()
        .filter(equipment=unit)
        .select_related("made_by")
        .first(),
        "may_correct_contact": permissions.may_correct_contact(actor, unit.customer),
        "may_reveal": permissions.may_reveal_phones(actor),
    }


def _lanes(unit: Equipment, actor: "User") -> list[dict[str, str]]:
    """Return the addresses of other apps' lanes on the life line, as far as the person may see them."""
    apps = [
        ("visits", Right.SEE_VISITS, _("Calls")),
        ("tickets", Right.SEE_TICKETS, _("Tickets")),
    ]
    lanes = [
        {"app": app, "label": label, "url": _address(f"{app}:life-lane", unit.serial_number)}
        for app, right, label in apps
        if actor.may(right)
    ]
    return [lane for lane in lanes if lane["url"]]


def _address(name: str, *arguments: str) -> str:
    """Return an address of an app to the right, which may not have it."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def _sort(request: HttpRequest) -> str:
    wanted = request.GET.get("sort", "")
    return wanted if wanted in ORDERINGS else ""
