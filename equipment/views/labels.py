"""Sheets of QR labels, for one unit or for those of a list, and the end of a code that was lost (D1)."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from equipment import permissions
from equipment.filters import ORDERINGS, EquipmentFilter
from equipment.forms import refuse
from equipment.label_forms import CodeReasonForm, LabelsForm
from equipment.labels import LabelGrid, sheets
from equipment.models import Equipment
from equipment.services import print_labels, revoke_code
from equipment.services.codes import LABELS_AT_ONCE
from equipment.views.rows import actor_of, require, visible_unit
from records.idempotency import once
from records.listing import found_rows
from records.refusals import Refusal

if TYPE_CHECKING:
    from equipment.querysets import EquipmentQuerySet

PLACE = "-"


@require_http_methods(["GET", "POST"])
def labels(request: HttpRequest) -> HttpResponse:
    """Choose among the units of a list, then print the sheets: nothing is made by looking."""
    actor = actor_of(request)
    require(allowed=permissions.may_print_labels(actor))
    visible = Equipment.objects.visible_to(actor)
    units = _listed(request, visible)
    form = LabelsForm(
        request.POST or None,
        units=visible.with_names(),
        initial={"units": [unit.serial_number for unit in units], "grid": LabelGrid.G3X8},
    )
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _sheets(request, form)
        except Refusal as refusal:
            refuse(form, refusal)
    context = {"form": form, "units": units, "most": LABELS_AT_ONCE, "is_cut": len(units) == LABELS_AT_ONCE}
    return render(request, "equipment/labels.html", context, status=status)


def _listed(request: HttpRequest, visible: "EquipmentQuerySet") -> list[Equipment]:
    """Return the units that were named, else the first of the list that was filtered so."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("units")
    if named or request.method == "POST":
        rows = visible.filter(serial_number__in=named[:LABELS_AT_ONCE])
    else:
        rows = found_rows(EquipmentFilter(request.GET, queryset=visible, request=request), visible)
    return list(rows.with_names().order_by(*ORDERINGS[""])[:LABELS_AT_ONCE])


def _sheets(request: HttpRequest, form: LabelsForm) -> HttpResponse:
    chosen, grid = list(form.cleaned_data["units"]), form.cleaned_data["grid"]
    made = print_labels(chosen, actor=actor_of(request), at=timezone.now())
    root = request.build_absolute_uri(reverse("customer:unit", args=[PLACE])).removesuffix(f"{PLACE}/")
    context = {"sheets": sheets(made, grid=grid, root=root), "grid": grid, "count": len(made)}
    return render(request, "equipment/label_sheets.html", context)


@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, serial_number: str) -> HttpResponse:
    """Ask why a unit's code ends, and end it: the next label carries another one."""
    unit = visible_unit(request, serial_number)
    require(allowed=permissions.may_reissue_code(actor_of(request), unit))
    form = CodeReasonForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _revoke(request, unit, form)
        except Refusal as refusal:
            refuse(form, refusal)
    return render(request, "equipment/revoke_code.html", {"unit": unit, "form": form}, status=status)


@once
def _revoke(request: HttpRequest, unit: Equipment, form: CodeReasonForm) -> HttpResponse:
    revoke_code(unit, actor=actor_of(request), at=timezone.now(), reason=form.cleaned_data["reason"])
    messages.success(request, _("The old code opens nothing any more. Print a new label."))
    return redirect(unit)
