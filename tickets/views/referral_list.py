"""The list of referrals with its kept views and its file: what headquarters owes at its head (D9)."""

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from records.exports import excel_response
from records.list_page import AskedList, sort_asked
from records.models import SavedView
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
    saved = SavedView.objects.visible_to(request.user)
    return _asked(request, rows).page(
        "tickets/referrals/list.html",
        name=_("Referrals"),
        page=listing.PAGE,
        row=partial(listing.row, at=at),
        sorts=listing.SORTS,
        groups=listing.views(request, actor=request.user, rows=rows, saved=saved, at=at),
        may_export=permissions.may_export_referrals(request.user),
    )


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (J3)."""
    rows, at = _visible(request), timezone.now()
    require(allowed=permissions.may_export_referrals(request.user))
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Referrals')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(_asked(request, rows).for_file()),
        object_type="referral",
    )


def _asked(request: "ActorRequest", rows: "ReferralQuerySet") -> "AskedList[ReferralQuerySet]":
    """Return what the address asks; what is unanswered comes by when it is due, all else newest first."""
    asks_open = request.GET.get("status") == ReferralStatus.REFERRED or request.GET.get("only", EVER) != EVER
    sort = sort_asked(request, ORDERINGS, "due" if asks_open else "")
    found = ReferralFilter(request.GET, queryset=rows, request=request)
    dress = partial(_sorted, sort=sort)
    return AskedList(request, rows, found, sort, ORDERINGS[sort], dress, everything=f"only={EVER}")


def _visible(request: "ActorRequest") -> "ReferralQuerySet":
    require(allowed=permissions.may_see_referrals(request.user))
    return Referral.objects.visible_to(request.user)


def _sorted(rows: "ReferralQuerySet", sort: str) -> "ReferralQuerySet":
    """By the moment due only those are listed that have one."""
    return (rows.sent() if sort.endswith("due") else rows).with_names()
