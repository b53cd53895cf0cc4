"""The list of referrals with its kept views and its file: what headquarters owes at its head (D9)."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from records.exports import excel_response
from records.listing import current_own_view, found_rows, rows_to_export, sort_heads, tokens, without
from records.models import SavedView
from records.pagination import KeysetPagination
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import Referral
from tickets.referrals import listing
from tickets.referrals.filters import EVER, ORDERINGS, ReferralFilter
from tickets.referrals.states import ReferralStatus
from tickets.views.requests import require

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.referrals.querysets import ReferralQuerySet


@require_GET
def referrals(request: "ActorRequest") -> HttpResponse:
    """List the referrals a person may see, filtered and sorted, one page by key."""
    rows, at = _visible(request), timezone.now()
    if not request.GET:
        return HttpResponseRedirect(f"?status={ReferralStatus.REFERRED.value}")
    found, sort = ReferralFilter(request.GET, queryset=rows, request=request), _sort(request)
    pages: Any = KeysetPagination()
    pages.ordering = ORDERINGS[sort]
    try:
        listed = pages.paginate_queryset(_sorted(found_rows(found, rows), sort), Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark of another sort order: start at the first page
        return HttpResponseRedirect(f"?{without(request, 'cursor')}")
    saved = SavedView.objects.visible_to(request.user)
    groups = listing.views(request, actor=request.user, rows=rows, saved=saved, at=at)
    shown = {
        "rows": [listing.row(referral, at=at) for referral in listed or []],
        "filter": found,
        "tokens": _tokens(found, request),
        "heads": sort_heads(request, sort, listing.SORTS),
        "groups": groups,
        "current_view": current_own_view(groups),
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
        "may_export": permissions.may_export_referrals(request.user),
        "query": without(request, "cursor", "limit"),
    }
    return render(request, "tickets/referrals/list.html", shown)


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (J3)."""
    rows, at = _visible(request), timezone.now()
    require(allowed=permissions.may_export_referrals(request.user))
    found, sort = ReferralFilter(request.GET, queryset=rows, request=request), _sort(request)
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Quotes')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(_sorted(rows_to_export(found, rows), sort).order_by(*ORDERINGS[sort])),
        object_type="referral",
    )


def _visible(request: "ActorRequest") -> "ReferralQuerySet":
    require(allowed=permissions.may_see_referrals(request.user))
    return Referral.objects.visible_to(request.user)


def _sorted(rows: "ReferralQuerySet", sort: str) -> "ReferralQuerySet":
    """By the moment due only those are listed that have one."""
    return (rows.sent() if sort.endswith("due") else rows).with_names()


def _sort(request: "ActorRequest") -> str:
    """Return the order asked for; what is unanswered comes by when it is due, all else newest first."""
    asks_open = request.GET.get("status") == ReferralStatus.REFERRED or request.GET.get("only", EVER) != EVER
    wanted = request.GET.get("sort", "due" if asks_open else "")
    return wanted if wanted in ORDERINGS else ""


def _tokens(found: ReferralFilter, request: "ActorRequest") -> list[dict[str, str]]:
    """Return the conditions in force; who drops the last one means all referrals, not the first view."""
    shown = tokens(found, request)
    return [
        token | {"remove_url": f"?only={EVER}"} if token["remove_url"] == "?" else token for token in shown
    ]
