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
from equipment.listing import case_history, claim_table
from equipment.models import SerialNumberCase, SerialNumberCaseEvent
from equipment.services import return_claim, transfer_unit
from equipment.states import CaseStatus, CaseVerb
from equipment.views.rows import actor_of, require, visible_case
from records.idempotency import once
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from datetime import datetime

MOST_SHOWN = 100
TONES = {
    CaseStatus.OPEN: "warn",
    CaseStatus.MISTYPED: "hold",
    CaseStatus.TRANSFERRED: "good",
    CaseStatus.SETTLED: "good",
}


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """List the open cases, oldest first, then the latest decided ones."""
    actor = actor_of(request)
    require(allowed=permissions.may_decide_cases(actor))
    rows = SerialNumberCase.objects.visible_to(actor).with_names()
    context = {
        "open_cases": rows.open().order_by("claimed_at", "pk")[:MOST_SHOWN],
        "decided_cases": rows.decided().order_by("-decided_at", "-pk")[:MOST_SHOWN],
    }
    return render(request, "equipment/cases.html", context)


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show what stands beside what is claimed, ask for the decision, and tell the case's history."""
    shown, at = visible_case(request, number), timezone.now()
    form = DecisionForm(request.POST or None, initial={"version": shown.equipment.version})
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _decide(request, shown, form=form, at=at)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
            shown = visible_case(request, number)
            form.go_on_from(shown.equipment)
    events = SerialNumberCaseEvent.objects.visible_to(actor_of(request)).filter(case=shown)
    context = {
        "case": shown,
        "form": form,
        "claim": claim_table(shown),
        "history": case_history(events, today=local_day(at)),
        "is_open": shown.status == CaseStatus.OPEN,
        "tone": TONES[CaseStatus(shown.status)],
    }
    return render(request, "equipment/case.html", context, status=status)


@once
def _decide(
    request: HttpRequest, shown: SerialNumberCase, *, form: DecisionForm, at: "datetime"
) -> HttpResponse:
    actor, said = actor_of(request), form.cleaned_data
    if said["outcome"] == CaseVerb.TRANSFER:
        transfer_unit(shown, actor=actor, at=at, reason=said["reason"], seen=said["version"])
        messages.success(request, _("Unit handed over: the second dealer has it now"))
    else:
        return_claim(shown, actor=actor, at=at, reason=said["reason"])
        messages.success(request, _("Returned: the second dealer is asked to correct the number"))
    return redirect("equipment:cases")
