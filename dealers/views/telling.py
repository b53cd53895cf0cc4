"""How I am told: each person's own choice of ways, mobile, language and quiet hours (D20)."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dealers.choosing import choose_telling, faults_of, quiet_bounds
from dealers.requests import ActorRequest
from dealers.telling_form import TellingForm
from records.idempotency import once
from records.refusals import Refusal

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: ActorRequest) -> HttpResponse:
    """Show what is chosen, and keep what is chosen anew."""
    if request.method != "POST":
        return _page(request, TellingForm(actor=request.user))
    form = TellingForm(request.POST, actor=request.user)
    at = timezone.now()
    if form.is_valid():
        for fault in list(faults_of(form.wishes, actor=request.user, at=at)):
            form.add_error(fault.field, str(fault))
    if form.errors:
        return _page(request, form, status=UNPROCESSABLE)
    try:
        return _choose(request, form, at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, form, status=refusal.status)


@once
def _choose(request: ActorRequest, form: TellingForm, *, at: datetime) -> HttpResponse:
    choose_telling(form.wishes, actor=request.user, at=at)
    messages.success(request, _("From now on you are told as you chose"))
    return redirect("notices:telling")


def _page(request: ActorRequest, form: TellingForm, *, status: int = 200) -> HttpResponse:
    first, last = quiet_bounds(timezone.now())
    shown = {
        "form": form,
        "groups": [form[group.value] for group in form.groups],
        "has_email": bool(request.user.email),
        "quiet_first": f"{first:%H:%M}",
        "quiet_last": f"{last:%H:%M}",
    }
    return render(request, "dealers/telling.html", shown, status=status)
