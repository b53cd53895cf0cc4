"""Who asks, and the one unit or case they may see."""

import json
from typing import TYPE_CHECKING, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from equipment import permissions
from equipment.forms import SeenForm, refuse
from equipment.models import Equipment, SerialNumberCase
from records.refusals import MovedByAnother, Refusal

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dealers.models import User


def actor_of(request: "HttpRequest") -> "User":
    """Return who asks; every page asks for a sign-in first."""
    return cast("User", request.user)


def require(*, allowed: bool) -> None:
    """Answer 403 to who sees a row but may not do this with it."""
    if not allowed:
        raise PermissionDenied


def visible_unit(request: "HttpRequest", serial_number: str) -> Equipment:
    """Return the unit, 404 where it is missing or another dealer's, 403 where the role sees no units."""
    actor = actor_of(request)
    unit = get_object_or_404(Equipment.objects.visible_to(actor).with_file(), serial_number=serial_number)
    require(allowed=permissions.may_see(actor))
    return unit


def refused_as_it_stands(
    request: "HttpRequest", unit: Equipment, *, form: SeenForm, refusal: Refusal
) -> Equipment:
    """Put a refusal on its form; where somebody else was first, form and page go on from what stands now."""
    refuse(form, refusal)
    if not isinstance(refusal, MovedByAnother):
        return unit
    fresh = visible_unit(request, unit.serial_number)
    form.go_on_from(fresh)
    return fresh


def corrected_beside(said: str) -> HttpResponse:
    """Answer a correction made beside other work: the panel closes, what shows the unit fetches it anew."""
    news = {"corrected": "", "toast": {"text": said}}
    return HttpResponse(headers={"HX-Trigger": json.dumps(news)})


def visible_claim(request: "HttpRequest", number: str) -> SerialNumberCase:
    """Return a claim that was sent back to the person's dealer: nothing else of a case exists for them."""
    actor = actor_of(request)
    claim = get_object_or_404(SerialNumberCase.objects.known_to(actor), number=number)
    require(allowed=permissions.may_settle_claim(actor, claim))
    return claim


def visible_case(request: "HttpRequest", number: str) -> SerialNumberCase:
    """Return the case to headquarters; to dealers no case exists."""
    actor = actor_of(request)
    case = get_object_or_404(SerialNumberCase.objects.visible_to(actor).with_names(), number=number)
    require(allowed=permissions.may_decide_cases(actor))
    return case
