"""A hard case referred to headquarters: put together, referred, read and answered (D9)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from equipment.forms import refuse as put_refusal
from records.idempotency import FIRST_REFUSAL, once
from records.refusals import Refusal
from tickets import permissions, services
from tickets.models import Referral
from tickets.querysets import is_engineer_only
from tickets.referrals.clock import clock_of, why_due
from tickets.referrals.forms import AdviseForm, ReferForm
from tickets.referrals.page import checklist, latest_of, may_refer_now, referral_page, section
from tickets.referrals.states import ReferralStatus
from tickets.views.requests import require, visible_ticket

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.models import Ticket

REFER = "refer"


@require_GET
def for_ticket(request: "ActorRequest", number: str) -> HttpResponse:
    """Give a ticket's page its check-list and headquarters' clock."""
    ticket = visible_ticket(request, number)
    shown = section(ticket, actor=request.user, at=timezone.now())
    page = "tickets/referrals/_section.html" if request.htmx else "tickets/referrals/section.html"
    return render(request, page, shown)


@require_http_methods(["GET", "POST"])
def escalate(request: "ActorRequest", number: str) -> HttpResponse:
    """Put a hard case together and refer it; what was typed is kept as a draft, also where it is refused."""
    ticket = visible_ticket(request, number)
    require(allowed=permissions.may_refer(request.user, ticket))
    if request.method == "GET":
        latest = latest_of(ticket, request.user)
        if latest is not None and latest.status == ReferralStatus.REFERRED:
            return redirect(latest)
        return _asked(request, ticket) if may_refer_now(ticket, request.user) else redirect(ticket)
    form = ReferForm(request.POST, ticket=ticket, draft=None)
    typed = form.typed() if form.is_valid() else None
    answered = _referred(request, ticket, form)
    if typed is not None and answered.status_code >= FIRST_REFUSAL:
        _keep(request, ticket, typed)
    return answered


@once
def _referred(request: "ActorRequest", ticket: "Ticket", form: ReferForm) -> HttpResponse:
    """Save or refer what was typed; a refusal takes back all but the draft, which is kept afterwards."""
    if not form.is_valid():
        return _asked(request, ticket, form=form, status=422)
    who: dict[str, Any] = {"actor": request.user, "at": timezone.now()}
    try:
        if request.POST.get("press") != REFER:
            saved = services.save_referral(ticket, **form.typed(), **who)
            messages.success(request, _("%(number)s is saved") % {"number": saved.number})
            return redirect("tickets:escalate", ticket.number)
        ticket.version = form.cleaned_data["version"] or ticket.version
        referral = services.refer_ticket(ticket, **form.typed(), **who)
    except Refusal as refusal:
        put_refusal(form, refusal)
        return _asked(request, visible_ticket(request, ticket.number), form=form, status=refusal.status)
    messages.success(request, _("%(number)s is with headquarters") % {"number": referral.number})
    return redirect(referral)


def _keep(request: "ActorRequest", ticket: "Ticket", typed: dict[str, Any]) -> None:
    """Keep what was typed of a refused referral, if the ticket takes a draft at all."""
    try:
        services.save_referral(ticket, actor=request.user, at=timezone.now(), **typed)
    except Refusal:
        return


def _asked(
    request: "ActorRequest", ticket: "Ticket", *, form: ReferForm | None = None, status: int = 200
) -> HttpResponse:
    at, latest = timezone.now(), latest_of(ticket, request.user)
    draft = latest if latest is not None and latest.status == ReferralStatus.DRAFTED else None
    form = form or ReferForm(ticket=ticket, draft=draft)
    shown = {
        "ticket": ticket,
        "draft": draft,
        "form": form,
        "back": "tickets:job" if is_engineer_only(request.user) else "tickets:detail",
        **checklist(ticket, actor=request.user, at=at, diagnosis=str(form["diagnosis"].value() or "")),
    }
    return render(request, "tickets/referrals/escalate.html", shown, status=status)


def visible_referral(request: "ActorRequest", number: str) -> Referral:
    """Return a referral: 404 where it is missing or another dealer's, 403 where the role sees none."""
    rows: Any = Referral.objects.visible_to(request.user).with_names()
    referral: Referral = get_object_or_404(rows, number=number)
    require(allowed=permissions.may_see_referrals(request.user))
    return referral


@require_GET
def detail(request: "ActorRequest", number: str) -> HttpResponse:
    """Show what headquarters was asked, with the dossier as it was then, and the answer."""
    return _page(request, visible_referral(request, number))


def _page(
    request: "ActorRequest", referral: Referral, *, form: AdviseForm | None = None, status: int = 200
) -> HttpResponse:
    shown = referral_page(referral, actor=request.user, at=timezone.now())
    shown |= {
        "form": form or AdviseForm(referral=referral),
        "back": "tickets:job" if is_engineer_only(request.user) else "tickets:detail",
    }
    return render(request, "tickets/referrals/detail.html", shown, status=status)


@require_GET
def why(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain until when headquarters answers (D9, K2)."""
    referral = visible_referral(request, number)
    clock = clock_of(referral, at=timezone.now())
    if clock is None:
        raise Http404
    said = why_due(clock, link=request.get_full_path())
    page = "tickets/referrals/why.html#panel" if request.htmx else "tickets/referrals/why.html"
    return render(request, page, {"why": said, "referral": referral})


@require_POST
@once
def advise(request: "ActorRequest", number: str) -> HttpResponse:
    """Answer a hard case."""
    referral = visible_referral(request, number)
    require(allowed=permissions.may_advise(request.user, referral.ticket))
    form, status = AdviseForm(request.POST, referral=referral), 422
    if form.is_valid():
        referral.version = form.cleaned_data["version"] or referral.version
        try:
            services.advise_referral(referral, actor=request.user, at=timezone.now(), **form.typed())
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("%(number)s is answered") % {"number": referral.number})
            return redirect(referral)
    return _page(request, visible_referral(request, number), form=form, status=status)
