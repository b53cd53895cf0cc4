"""The list of quotes with its kept views and its file: what is sent and unanswered at its head (C4)."""

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
from tickets.models import Quote
from tickets.quotes import listing
from tickets.quotes.filters import EVER, ORDERINGS, QuoteFilter
from tickets.quotes.states import QuoteStatus
from tickets.views.requests import require

if TYPE_CHECKING:
    from dealers.requests import ActorRequest
    from tickets.quotes.querysets import QuoteQuerySet


@require_GET
def quotes(request: "ActorRequest") -> HttpResponse:
    """List the quotes a person may see, filtered and sorted, one page by key."""
    rows, at = _visible(request), timezone.now()
    if not request.GET:
        return HttpResponseRedirect(f"?status={QuoteStatus.SENT.value}")
    saved = SavedView.objects.visible_to(request.user)
    return _asked(request, rows).page(
        "tickets/quotes/list.html",
        name=_("Quotes"),
        page=listing.PAGE,
        row=partial(listing.row, today=local_day(at)),
        sorts=listing.SORTS,
        groups=listing.views(request, actor=request.user, rows=rows, saved=saved, today=local_day(at)),
        may_export=permissions.may_export_quotes(request.user),
    )


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered list away as an Excel file; who took it is recorded (C10, J3)."""
    rows, at = _visible(request), timezone.now()
    require(allowed=permissions.may_export_quotes(request.user))
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Quotes')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(_asked(request, rows).for_file()),
        object_type="quote",
    )


def _asked(request: "ActorRequest", rows: "QuoteQuerySet") -> "AskedList[QuoteQuerySet]":
    """Return what the address asks; what is unanswered comes by its last day, all else newest first."""
    asks_open = request.GET.get("status") == QuoteStatus.SENT or request.GET.get("only", EVER) != EVER
    sort = sort_asked(request, ORDERINGS, "until" if asks_open else "")
    found = QuoteFilter(request.GET, queryset=rows, request=request)
    dress = partial(_sorted, sort=sort)
    return AskedList(request, rows, found, sort, ORDERINGS[sort], dress, everything=f"only={EVER}")


def _visible(request: "ActorRequest") -> "QuoteQuerySet":
    require(allowed=permissions.may_see_quotes(request.user))
    return Quote.objects.visible_to(request.user)


def _sorted(rows: "QuoteQuerySet", sort: str) -> "QuoteQuerySet":
    """By the last day only those are listed that have one."""
    return (rows.shown_to_customer() if sort.endswith("until") else rows).with_names()
