"""Regions and their days brought to where a test begins."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dealers.models import Region
from dealers.regions import join_region
from reports.daily.figures import figures_of
from reports.models import DailyReport
from reports.services import plan_reports
from tests.factories.tickets import TicketFactory
from tickets.models import Ticket, TicketEvent
from tickets.states import TicketVerb as V

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 9, 15)  # a Tuesday
STATUS_AFTER = {
    V.OPEN: "new",
    V.OFFER: "offered",
    V.ACCEPT: "accepted",
    V.REFUSE: "new",
    V.LAPSE: "new",
    V.SOLVE: "resolved",
    V.REOPEN: "accepted",
    V.CLOSE: "closed",
    V.CANCEL: "cancelled",
}


def local(day, hour, minute=0, second=0):
    """Return a moment of September 2026 by the clock in Shanghai."""
    return datetime(2026, 9, day, hour, minute, second, tzinfo=ZONE).astimezone(UTC)


def region_of(code, *dealers, head=None, since=DAY - timedelta(days=7), name="华东分区"):
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name_zh": name, "name_en": code.title(), "head": head}
    )
    for dealer in dealers:
        join_region(dealer, region, since=since, at=datetime.combine(since, datetime.min.time(), tzinfo=ZONE))
    return region


def told(opened_at, *steps, kind="repair", **facts):
    """Put a ticket on record by its opening and its steps: (verb, moment, dealer)."""
    dealer = steps[0][2] if steps else None
    ticket = TicketFactory(dealer=dealer, kind=kind, opened_at=opened_at, **facts)
    say(ticket, *steps)
    return ticket


def say(ticket, *steps):
    """Write steps of a ticket as they are told, in this order, whenever they happened."""
    target = ticket.events.order_by("pk").values_list("target", flat=True).last()
    serves, moved_at = ticket.dealer, ticket.opened_at
    for verb, at, dealer in steps:
        source, target = target, STATUS_AFTER[verb]
        TicketEvent.objects.create(
            ticket=ticket, at=at, verb=verb, source=source, target=target, dealer=dealer
        )
        serves, moved_at = (None if verb in {V.REFUSE, V.LAPSE} else dealer), max(moved_at, at)
    closed_at = moved_at if target == "closed" else None
    facts = {"status": target, "dealer": serves, "moved_at": moved_at, "closed_at": closed_at}
    if target in {"cancelled", "closed"}:
        facts |= {"next_alert_at": None, "alert": ""}
    Ticket.objects.filter(pk=ticket.pk).update(**facts)
    ticket.refresh_from_db()


def report_of(region, on=DAY):
    return DailyReport.objects.with_figures().get(region=region, on=on)


def figures(region, on=DAY):
    """Return the figures of a region's day that are not nothing."""
    found = figures_of(report_of(region, on))
    assert found.adds_up
    return {code: n for code, n in found.counts.items() if n}


def planned(region, at, on=DAY):
    plan_reports(at)
    return figures(region, on)
