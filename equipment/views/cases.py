"""Serial numbers that two dealers claim, for headquarters alone (C1)."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from equipment import permissions
from equipment.forms import DecisionForm, refuse
from equipment.listing import claim_facts
from equipment.models import SerialNumberCase
from equipment.services import decide_case
from equipment.views.rows import actor_of, require, visible_case
from records.idempotency import once
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from datetime import datetime

MOST_SHOWN = 100


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List the open cases, oldest first, then the latest decided ones."""
    actor = actor_of(request)
    require(allowed=permissions.may_decide_cases(actor))
    rows = SerialNumberCase.objects.visible_to(actor).with_names()
    context = {
        "open_cases": rows.open().order_by("claimed_at", "pk")[:MOST_SHOWN],
        "decided_cases": rows.decided().order_by("-decided_at", "-pk")[:MOST_SHOWN],
        "today": local_day(timezone.now()),
    }
    return render(request, "equipment/cases.html", context)


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show what stands beside what is claimed, and ask for the decision."""
    shown, at = visible_case(request, number), timezone.now()
    form = DecisionForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _decide(request, shown, form=form, at=at)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
    context = {
        "case": shown,
        "form": form,
        "today": local_day(at),
        "claimed": claim_facts(shown),
    }
    return render(request, "equipment/case.html", context, status=status)


@once
def _decide(
    request: HttpRequest, shown: SerialNumberCase, *, form: DecisionForm, at: "datetime"
) -> HttpResponse:
    decide_case(shown, actor=actor_of(request), at=at, decision=form.cleaned_data["decision"])
    messages.success(request, _("Case decided"))
    return redirect("equipment:cases")
