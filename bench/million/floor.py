"""The floor: bare views over the same tables, without session, rights, forms, filters or rail."""

import json
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils import timezone

from records.models import IdempotencyKey, NumberSeries, OutboxMessage
from records.search import holding
from tickets.finding import WORDS
from tickets.models import Ticket, TicketClock, TicketEvent, TicketOffer

ROWS = 51
NEWEST = ("-opened_at", "-pk")


def rows(request: HttpRequest) -> HttpResponse:
    """Render the newest tickets or those due next: all, a dealer's, those with a text or a phone."""
    found: Any = Ticket.objects.select_related("product", "customer", "dealer", "engineer")
    if "phone_hash" in request.GET:
        found = found.filter(contact__phone_hash=request.GET["phone_hash"])
    if "dealer" in request.GET:
        found = found.filter(dealer=request.GET["dealer"])
    if "q" in request.GET:  # by keys first, as ours: fifty rows are joined and not all that were found
        written = Ticket.objects.alias(words=WORDS).filter(holding(request.GET["q"]))
        found = found.filter(pk__in=written.order_by(*NEWEST).values("pk")[:ROWS])
    order = NEWEST
    if "due" in request.GET:
        found, order = found.filter(due_at__isnull=False), ("due_at", "pk")
    return render(request, "bench/rows.html", {"rows": [_row(one) for one in found.order_by(*order)[:ROWS]]})


def _row(ticket: Ticket) -> dict[str, Any]:
    now = timezone.now()
    due = {
        "opens": ticket.opened_at,
        "closes": ticket.due_at,
        "now": now,
        "name": ticket.due_clock,
        "tight": True,
    }
    return {"ticket": ticket, "due": due if ticket.due_at else None}


def page(request: HttpRequest, number: str) -> HttpResponse:
    """Render one ticket with its steps, clocks, records, offers and messages."""
    now = timezone.now()
    ticket = Ticket.objects.select_related(
        "product", "customer", "dealer", "engineer", "equipment__product", "contact", "division", "opened_by"
    ).get(number=number)
    clocks = [
        {
            "opens": one.started_at,
            "closes": one.due_at or now,
            "now": one.met_at or now,
            "done": one.met_at,
            "name": one.get_kind_display(),
        }
        for one in ticket.clocks.all()
    ]
    shown = {
        "ticket": ticket,
        "clocks": clocks,
        "events": ticket.events.select_related("actor", "dealer").order_by("-pk"),
        "records": ticket.records.select_related("engineer"),
        "offers": ticket.offers.select_related("dealer"),
        "messages": OutboxMessage.objects.filter(about=ticket.number),
    }
    return render(request, "bench/page.html", shown)


@transaction.atomic
def opening(request: HttpRequest) -> HttpResponse:
    """Write the rows of a new ticket as they are: number, ticket, steps, clocks, offer, message, key."""
    asked, at = json.loads(request.body), timezone.now()
    IdempotencyKey.objects.create(
        user_id=asked["user"], key=secrets.token_hex(), method="POST", path="/", body_hash="", created_at=at
    )
    series = NumberSeries.objects.select_for_update().get(prefix="F", year=2026)
    series.last += 1
    series.save(update_fields=["last"])
    ticket = Ticket(**asked["ticket"], number=f"F-2026-{series.last:05d}", opened_at=at, moved_at=at)
    ticket.due_at = at + timedelta(hours=2)
    ticket.save(force_insert=True)
    TicketEvent.objects.bulk_create(
        TicketEvent(ticket=ticket, at=at, verb=verb, target=target, source=source, actor_id=asked["user"])
        for verb, source, target in (("open", "", "new"), ("offer", "new", "offered"))
    )
    TicketClock.objects.bulk_create(
        TicketClock(ticket=ticket, kind=kind, minutes=60, basis="working", started_at=at, due_at=at)
        for kind in ("respond", "attend", "fix", "complete")
    )
    TicketOffer.objects.create(
        ticket=ticket, dealer_id=asked["ticket"]["dealer_id"], offered_at=at, due_at=at
    )
    OutboxMessage.objects.create(
        **asked["message"],
        key=secrets.token_hex(),
        code=secrets.token_hex(16),
        about=ticket.number,
        created_at=at,
        next_try_at=at,
    )
    return HttpResponse(status=302, headers={"Location": ticket.get_absolute_url()})


urlpatterns = [
    path("floor/rows/", rows),
    path("floor/tickets/<str:number>/", page),
    path("floor/open/", opening),
    path("", include("aftersales.urls")),
]
