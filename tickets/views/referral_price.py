"""Why a dossier is whole or not, and what headquarters' help costs (D9, I11, K2)."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tickets import permissions, services
from tickets.referrals.charge_page import estimate, why_charge
from tickets.referrals.dossier import parts
from tickets.referrals.dossier_why import why_dossier
from tickets.referrals.page import latest_of, parts_then
from tickets.referrals.states import ReferralStatus
from tickets.views.referrals import visible_referral
from tickets.views.requests import require, visible_ticket

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.models import Referral, Ticket


@require_GET
def charge_why(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain what the help costs whom, or why it costs nothing."""
    referral = visible_referral(request, number)
    if referral.referred_at is None:
        raise Http404
    return _why(request, why_charge(referral, link=request.get_full_path()), referral)


@require_GET
def dossier_why(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain the dossier as it was when headquarters was asked."""
    referral = visible_referral(request, number)
    if referral.referred_at is None:
        raise Http404
    found, at = parts_then(referral, referral.referred_at), referral.referred_at
    return _why(request, why_dossier(found, subject=number, at=at, link=request.get_full_path()), referral)


@require_GET
def dossier_why_now(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain what a ticket's dossier has and lacks now."""
    ticket, at = visible_ticket(request, number), timezone.now()
    latest = latest_of(ticket, request.user)
    draft = latest.diagnosis if latest is not None and latest.status == ReferralStatus.DRAFTED else ""
    found = parts(services.facts_of(ticket, diagnosis=draft), services.needed_on(at))
    return _why(request, why_dossier(found, subject=number, at=at, link=request.get_full_path()), ticket)


def _why(request: "ActorRequest", said: dict[str, Any], of: "Referral | Ticket") -> HttpResponse:
    page = "tickets/referrals/why.html#panel" if request.htmx else "tickets/referrals/why.html"
    return render(request, page, {"why": said, "referral": of})


@require_GET
def cost(request: "ActorRequest", number: str) -> HttpResponse:
    """Say what the answer that is being written will be charged."""
    referral = visible_referral(request, number)
    require(allowed=permissions.may_advise(request.user, referral.ticket))
    given, days = request.GET.get("given", ""), request.GET.get("days", "").strip()
    says = estimate(referral, given=given, days=days) if referral.referred_at else ""
    return render(request, "tickets/referrals/cost.html", {"says": says})
