"""The queue of tickets, and the same list as a file (D3, C10)."""

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from dealers.requests import ActorRequest
from dealers.roles import Right
from records.exports import excel_response
from records.listing import (
    PLACE_IN_LIST,
    capped_count,
    current_own_view,
    found_rows,
    rows_to_export,
    sort_heads,
    tokens,
    without,
)
from records.models import SavedView
from records.pagination import KeysetPagination
from records.wording import capped
from regulation.calendars import local_day
from tickets import listing, permissions
from tickets.bulk import acts_of
from tickets.filters import DUE, LATE, ORDERINGS, UNFINISHED, TicketFilter
from tickets.querysets import is_engineer_only
from tickets.views.requests import require, visible_tickets

if TYPE_CHECKING:
    from tickets.querysets import TicketQuerySet

WORKERS: Final = (Right.OPEN_TICKETS, Right.DISPATCH, Right.SERVE_AS_DESK, Right.REPAIR)


@require_GET
def tickets(request: ActorRequest) -> HttpResponse:
    """List the tickets a person may see, filtered, sorted and grouped, one page by key."""
    rows, at = visible_tickets(request), timezone.now()
    if not request.GET:
        return _first_view(request)
    found = _asked(request, rows)
    sort, by = _sort(request), _by(request)
    pages: Any = KeysetPagination()
    pages.ordering, pages.dressed = ORDERINGS[sort], rows.with_line()
    try:
        wanted = found_rows(found, rows)
        listed = pages.paginate_queryset(wanted.with_due() if sort == "due" else wanted, Request(request))
    except (NotFound, ValidationError, ValueError):  # a mark of another sort order: start at the first page
        return HttpResponseRedirect(f"?{without(request, 'cursor')}")
    row_groups = listing.groups(listed or [], by=by, at=at)
    if sort == "due" and not pages.get_next_link() and request.GET.get("only") != LATE:
        row_groups += listing.paused_group(found_rows(found, rows), at=at)
    saved = SavedView.objects.visible_to(request.user)
    panes = listing.views(request, actor=request.user, rows=rows, saved=saved, at=at)
    shown: dict[str, Any] = {
        "count": len(listed or []),
        "row_groups": row_groups,
        "by": by,
        "bys": _bys(request, by),
        "filter": found,
        "tokens": _tokens(found, request),
        "heads": sort_heads(request, sort, listing.SORTS),
        "groups": panes,
        "live_url": f"{reverse('tickets:live')}?{without(request, *PLACE_IN_LIST)}",
        "seen_at": at.isoformat(),
        "current_view": current_own_view(panes),
        "next_url": pages.get_next_link(),
        "previous_url": pages.get_previous_link(),
        "shows_dealer": _shows_dealer(request),
        "bulk_acts": acts_of(request.user),
        "may_open": permissions.may_open(request.user),
        "may_import": request.user.may(Right.IMPORT_HISTORY),
        "may_export": permissions.may_export(request.user),
        "query": without(request, "cursor", "limit"),
    }
    return render(request, "tickets/list.html", shown)


@require_GET
def live(request: ActorRequest) -> HttpResponse:
    """Say how the views stand now, and how much of the list has moved since it was drawn: no row jumps."""
    rows, at = visible_tickets(request), timezone.now()
    seen_at = parse_datetime(request.GET.get("seen_at", "")) or at
    found, query = _asked(request, rows), without(request, *PLACE_IN_LIST)
    saved = SavedView.objects.visible_to(request.user)
    shown = {
        "groups": listing.views(request, actor=request.user, rows=rows, saved=saved, at=at),
        "live_url": f"{reverse('tickets:live')}?{query}",
        "seen_at": seen_at.isoformat(),
        "moved": capped(capped_count(found_rows(found, rows).moved_since(seen_at))),
        "query": query,
    }
    return render(request, "tickets/list.html#live-views", shown)


@require_GET
def filters(request: ActorRequest) -> HttpResponse:
    """Show all conditions a list can be narrowed by, filled with those in force (D3)."""
    found = TicketFilter(request.GET, queryset=visible_tickets(request), request=request)
    page = "tickets/filters.html#filter-form" if request.htmx else "tickets/filters.html"
    return render(request, page, {"filter": found, "shows_dealer": _shows_dealer(request)})


@require_GET
def export(request: ActorRequest) -> HttpResponse:
    """Give the filtered list away as an Excel file, phones masked, and record it (C10, J3)."""
    rows, at = visible_tickets(request), timezone.now()
    require(allowed=permissions.may_export(request.user))
    found = TicketFilter(request.GET, queryset=rows, request=request)
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Tickets')} {local_day(at)}",
        header=listing.export_header(),
        rows=listing.export_rows(
            rows_to_export(found, rows).with_names().order_by(*ORDERINGS[_sort(request)])
        ),
        object_type="ticket",
    )


def _asked(request: ActorRequest, rows: "TicketQuerySet") -> TicketFilter:
    """Return the conditions of the address; with all others where one can't be read: its form is drawn."""
    asked = TicketFilter(request.GET, queryset=rows, request=request, is_whole=False)
    return asked if asked.is_valid() else TicketFilter(request.GET, queryset=rows, request=request)


def _shows_dealer(request: ActorRequest) -> bool:
    return request.user.is_head_office or len(request.user.dealer_ids) > 1


def _tokens(found: TicketFilter, request: ActorRequest) -> list[dict[str, str]]:
    """Return the conditions in force; who drops the last one means all tickets, not the first view."""
    shown = tokens(found, request)
    return [
        token | {"remove_url": f"?only={token['remove_url'][1:]}"} if token["remove_url"] == "?" else token
        for token in shown
    ]


def _first_view(request: ActorRequest) -> HttpResponse:
    """Lead to what a person works with: their own steps, an engineer's jobs, or all that is open."""
    if is_engineer_only(request.user):
        return redirect("tickets:jobs")
    only = DUE if any(request.user.may(right) for right in WORKERS) else UNFINISHED
    return HttpResponseRedirect(f"?only={only}")


def _sort(request: ActorRequest) -> str:
    if request.GET.get("by") == listing.BY_DUE:
        return "due"
    wanted = request.GET.get("sort", "")
    return wanted if wanted in ORDERINGS else ""


def _by(request: ActorRequest) -> str:
    """Return what the rows are grouped by: work to do by its step, all else by its day."""
    asked = request.GET.get("by", "")
    if asked in {listing.BY_DUE, listing.BY_STEP, listing.BY_DAY}:
        return asked
    return listing.BY_STEP if request.GET.get("only") in {DUE, UNFINISHED} else listing.BY_DAY


def _bys(request: ActorRequest, by: str) -> list[dict[str, Any]]:
    kept = without(request, "by", "cursor", "sort")
    return [
        {"label": label, "url": f"?{kept}&by={name}", "current": name == by}
        for name, label in (
            (listing.BY_DUE, pgettext("ticket", "Due")),
            (listing.BY_STEP, _("Status")),
            (listing.BY_DAY, _("Day")),
        )
    ]
