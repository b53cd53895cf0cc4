"""The ledger of stock: its movements, the same as a file, one paper and its reversal (E2)."""

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from parts import ledger, permissions
from parts.choices import MovementKind
from parts.filters import LEDGER_ORDERINGS, MovementFilter
from parts.models import StockAct, StockMovement
from parts.move_forms import ReverseForm
from parts.services import Told
from parts.services import reverse as turn_round
from parts.views.requests import frame, require
from parts.wording import document_url, moved_row
from records.exports import excel_response
from records.idempotency import once
from records.list_page import AskedList, sort_asked
from records.models import SavedView
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from parts.querysets import StockMovementQuerySet


@require_GET
def movements(request: "ActorRequest") -> HttpResponse:
    """List the movements a person may see, the newest first."""
    require(allowed=permissions.may_see_stock(request.user))
    today = local_day(timezone.now())
    return _asked(request).page(
        "parts/movements.html",
        name=_("Movements of stock"),
        page=ledger.PAGE,
        row=partial(moved_row, actor=request.user),
        sorts=ledger.SORTS,
        groups=ledger.views(request, today=today, saved=SavedView.objects.visible_to(request.user)),
        may_export=permissions.may_export_stock(request.user),
        export_url=reverse("parts:export-movements"),
        **frame(request.user, "movements"),
    )


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered movements away as an Excel file; who took it is recorded (J3)."""
    require(allowed=permissions.may_export_stock(request.user))
    at = timezone.now()
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Movements of stock')} {local_day(at)}",
        header=[str(name) for name in ledger.HEADER],
        rows=ledger.file_rows(_asked(request).for_file(), actor=request.user),
        object_type="stock_movement",
    )


def _asked(request: "ActorRequest") -> "AskedList[StockMovementQuerySet]":
    rows, sort = StockMovement.objects.visible_to(request.user), sort_asked(request, LEDGER_ORDERINGS)
    found = MovementFilter(request.GET, queryset=rows, request=request)
    return AskedList(request, rows, found, sort, LEDGER_ORDERINGS[sort], lambda some: some.with_names())


def _visible(request: "ActorRequest", pk: int) -> StockAct:
    """Return a paper: 404 where it is missing or of other houses alone, 403 where the role sees none."""
    acts: Any = StockAct.objects.visible_to(request.user).with_names()
    found: StockAct = get_object_or_404(acts, pk=pk)
    require(allowed=permissions.may_see_stock(request.user))
    return found


@require_GET
def act(request: "ActorRequest", pk: int) -> HttpResponse:
    """Show a paper with its lines, as it is printed."""
    return _page(request, _visible(request, pk))


def _page(
    request: "ActorRequest", found: StockAct, *, form: ReverseForm | None = None, status: int = 200
) -> HttpResponse:
    lines = StockMovement.objects.visible_to(request.user).filter(act=found).with_names().order_by("pk")
    reversal = getattr(found, "reversed_by", None)
    is_left = reversal is None and found.kind != MovementKind.REVERSE
    shown = {
        "act": found,
        "reversal": reversal,
        "document_url": document_url(found.document, request.user),
        "lines": [
            moved_row(line, actor=request.user)
            | {"serials": [moved.piece.serial_number for moved in line.pieces.all()]}
            for line in lines.prefetch_related("pieces__piece")
        ],
        "may_reverse": is_left and permissions.may_put_right(request.user),
        "form": form or ReverseForm(),
    }
    return render(request, "parts/act.html", shown | frame(request.user, "movements"), status=status)


@require_POST
@once
def reverse_(request: "ActorRequest", pk: int) -> HttpResponse:
    """Turn a movement round, wholly, with the reason."""
    found, form, status = _visible(request, pk), ReverseForm(request.POST), 422
    require(allowed=permissions.may_put_right(request.user))
    if form.is_valid():
        at = timezone.now()
        told = Told(
            actor=request.user, key=uuid.uuid4().hex, at=at, posted_at=at, reason=form.cleaned_data["reason"]
        )
        try:
            made = turn_round(found, told=told)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("%(number)s is reversed") % {"number": found.number})
            return redirect(made)
    return _page(request, _visible(request, pk), form=form, status=status)
