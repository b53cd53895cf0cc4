"""The calendar of agreed times: a week of one dealer's people, an engineer's own (D5)."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dealers.models import Dealer
from dealers.requests import ActorRequest
from records.listing import without
from regulation.calendars import local_day
from tickets.calendar_page import Asked, week_page
from tickets.day_rules import days_of, monday_of, week_asked
from tickets.querysets import is_engineer_only
from tickets.views.requests import visible_tickets

LONGEST_CODE = 20
A_WEEK = timedelta(days=7)


@require_GET
def calendar(request: ActorRequest) -> HttpResponse:
    """Show who is expected where in a week, who is free, and what has no time yet."""
    visible_tickets(request)
    at = timezone.now()
    today = local_day(at)
    dealer = _dealer(request)
    monday = week_asked(request.GET.get("day", ""), today=today)
    asked = Asked(dealer, request.GET.get("engineer", "")[:LONGEST_CODE], monday)
    shown: dict[str, Any] = {
        "dealer": dealer,
        "dealers": _dealers(request),
        "asked": asked,
        "last_day": days_of(monday)[-1],
        "is_this_week": monday == monday_of(today),
        "is_own": is_engineer_only(request.user),
        "kept": without(request, "day"),
        "before": (monday - A_WEEK).isoformat(),
        "after": (monday + A_WEEK).isoformat(),
    }
    return render(request, "tickets/calendar.html", shown | week_page(asked, actor=request.user, at=at))


def _dealers(request: ActorRequest) -> list[Dealer]:
    """Return whose weeks the person may choose among."""
    if is_engineer_only(request.user):
        return []
    found = list(Dealer.objects.visible_to(request.user).active().order_by("code"))
    return found if request.user.is_head_office or len(found) > 1 else []


def _dealer(request: ActorRequest) -> Dealer | None:
    """Return whose week is asked for: the own dealer's unless another is named; none is headquarters."""
    code = request.GET.get("dealer", "")
    if not code or is_engineer_only(request.user):
        return request.user.dealer
    rows: Any = Dealer.objects.visible_to(request.user)
    found: Dealer = get_object_or_404(rows, code=code)
    return found
