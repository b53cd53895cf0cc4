"""The levels of a draft as they are typed, tried on the newest tickets before anything is saved (D3)."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dealers.requests import ActorRequest
from regulation.calendars import local_day
from regulation.forms import LevelForms, sent_levels
from regulation.models import RegulationVersion
from regulation.permissions import may_try_levels
from regulation.services import LevelsNotValid, check_levels
from tickets import level_trial
from tickets.views.requests import require

if TYPE_CHECKING:
    from dealers.models import User


@require_POST
def trial(request: ActorRequest, number: int) -> HttpResponse:
    """Say for each level how many of the newest tickets it would take, and which tickets change level."""
    version = get_object_or_404(RegulationVersion.objects.visible_to(request.user), number=number)
    require(allowed=may_try_levels(request.user))
    levels = LevelForms(sent_levels(request.POST), actor=request.user, stood=[])
    tried = _tried(levels, request.user)
    template = "tickets/level_trial.html#trial" if request.htmx else "tickets/level_trial.html"
    return render(request, template, {"version": version, **tried}, status=422 if "said" in tried else 200)


def _tried(levels: LevelForms, actor: "User") -> dict[str, Any]:
    """Return the figures, or what has to be mended before there can be any."""
    if not levels.is_valid():
        return {"said": _("Some fields can't be read. Save to see which, mend them, then try again.")}
    try:
        rows = check_levels(levels.drafts(), actor=actor)
    except LevelsNotValid as refusal:
        return {"said": str(refusal)}
    return {"trial": level_trial.trial(rows, actor=actor, on=local_day(timezone.now()))}
