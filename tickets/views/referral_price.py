"""What headquarters' help costs: explained, and said while its answer is written (D9, I11, K2)."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tickets import permissions
from tickets.referrals.charge_page import estimate, why_charge
from tickets.views.referrals import visible_referral
from tickets.views.requests import require

if TYPE_CHECKING:
    from dealers.requests import ActorRequest


@require_GET
def charge_why(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain what the help costs whom, or why it costs nothing."""
    referral = visible_referral(request, number)
    if referral.referred_at is None:
        raise Http404
    said = why_charge(referral, link=request.get_full_path())
    page = "tickets/referrals/why.html#panel" if request.htmx else "tickets/referrals/why.html"
    return render(request, page, {"why": said, "referral": referral})


@require_GET
def cost(request: "ActorRequest", number: str) -> HttpResponse:
    """Say what the answer that is being written will be charged."""
    referral = visible_referral(request, number)
    require(allowed=permissions.may_advise(request.user, referral.ticket))
    given, days = request.GET.get("given", ""), request.GET.get("days", "").strip()
    says = estimate(referral, given=given, days=days) if referral.referred_at else ""
    return render(request, "tickets/referrals/cost.html", {"says": says})
