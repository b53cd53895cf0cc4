"""Proposals to the maker: made out of a finding, listed, answered (D15)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from rest_framework.request import Request

from dealers.requests import ActorRequest
from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.pagination import KeysetPagination
from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from reports import permissions, services
from reports.failures_page import figures_of, finding_words
from reports.forms.proposals import AnswerForm, ProposalForm
from reports.models import MakerProposal
from reports.proposal_states import ProposalStatus, verbs_from
from reports.views.failures import asked_report
from reports.views.satisfaction import says_what_is_unreadable

if TYPE_CHECKING:
    from reports.failures_page import FailureReport

TONES = {
    ProposalStatus.PROPOSED.value: "info",
    ProposalStatus.TAKEN_UP.value: "good",
    ProposalStatus.DECLINED.value: "",
}


@require_http_methods(["GET", "POST"])
@once
@says_what_is_unreadable
def propose(request: ActorRequest) -> HttpResponse:
    """Write a proposal about one group of the analysis; its figures go with it as they stand."""
    if not permissions.may_propose(request.user):
        raise PermissionDenied
    report = asked_report(request)
    figures = _figures(report, request.GET.get("of", ""))
    form, status = ProposalForm(request.POST or None, initial=finding_words(figures)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            made = services.propose_to_maker(
                actor=request.user,
                at=timezone.now(),
                query=report.asked.query(),
                figures=figures,
                **form.cleaned_data,
            )
            messages.success(request, _("%(number)s is proposed to the maker") % {"number": made.number})
            return redirect(made)
    shown = {
        "form": form,
        "figures": figures,
        "back_url": report.asked.page(),
        "here": request.get_full_path(),
    }
    return render(request, "reports/propose.html", shown, status=status)


def _figures(report: "FailureReport", key: str) -> dict[str, Any]:
    """Return the figures of the group a person proposes about."""
    whole, _counted, rows = report.rows()
    for row in rows:
        if row.key == key:
            return figures_of(report, row, whole)
    raise Http404


@require_GET
def proposals(request: ActorRequest) -> HttpResponse:
    """List the proposals, the newest first."""
    rows = _visible(request)
    status = request.GET.get("status", "")
    found = rows.filter(status=status) if status in ProposalStatus.values else rows
    pages: Any = KeysetPagination()
    pages.ordering = "-pk"
    listed = pages.paginate_queryset(found.with_names(), Request(request))
    today = local_day(timezone.now())
    shown = {
        "rows": [
            {"proposal": one, "tone": TONES[one.status], "at": short_moment(one.proposed_at, today)}
            for one in listed or []
        ],
        "states": [
            {"label": _("all"), "url": "?", "current": not status},
            *(
                {"label": str(one.label), "url": f"?status={one.value}", "current": status == one.value}
                for one in ProposalStatus
            ),
        ],
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
    }
    return render(request, "reports/proposals.html", shown)


@require_GET
def proposal(request: ActorRequest, number: str) -> HttpResponse:
    """Show one proposal with its figures of the day, and what the maker says."""
    return _page(request, _found(request, number))


@require_POST
@once
def answer(request: ActorRequest, number: str) -> HttpResponse:
    """Write down the maker's answer."""
    found = _found(request, number)
    if not permissions.may_propose(request.user):
        raise PermissionDenied
    form, status = AnswerForm(request.POST, proposal=found), 422
    if form.is_valid():
        found.version = form.cleaned_data.pop("version") or found.version
        try:
            services.answer_proposal(found, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The answer to %(number)s is kept") % {"number": number})
            return redirect(found)
    return _page(request, found, form=form, status=status)


def _page(
    request: ActorRequest, found: MakerProposal, *, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    today = local_day(timezone.now())
    may_answer = permissions.may_propose(request.user) and verbs_from(ProposalStatus(found.status))
    shown = {
        "proposal": found,
        "tone": TONES[found.status],
        "at": short_moment(found.proposed_at, today),
        "answered": short_moment(found.answered_at, today) if found.answered_at else "",
        "form": form
        or (AnswerForm(proposal=found, initial={"version": found.version}) if may_answer else None),
    }
    return render(request, "reports/proposal.html", shown, status=status)


def _found(request: ActorRequest, number: str) -> MakerProposal:
    """Return one proposal: to dealers none exists; headquarters' others are told that it is not theirs."""
    if request.user.is_head_office and not permissions.may_see_failures(request.user):
        raise PermissionDenied
    rows: Any = MakerProposal.objects.visible_to(request.user).with_names()
    found: MakerProposal = get_object_or_404(rows, number=number)
    return found


def _visible(request: ActorRequest) -> Any:  # noqa: ANN401 (a queryset the types can't follow)
    if not permissions.may_see_failures(request.user):
        raise PermissionDenied
    return MakerProposal.objects.visible_to(request.user)
