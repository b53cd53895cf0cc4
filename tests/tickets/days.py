"""Days of an engineer brought to where a test begins, by the services."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.tickets import trips
from tickets import services
from tickets.models import DayPlan, DayPlanItem

ZONE = ZoneInfo("Asia/Shanghai")


def local(day, hour, minute=0):
    """Return a moment of September 2026 by the clock in Shanghai."""
    return datetime(2026, 9, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


MORNING = local(15, 8)


def agreed(ticket, engineer, begins_at, ends_at, at=None):
    """Agree on a window, with the engineer's own hand."""
    given = {"begins_at": begins_at, "ends_at": ends_at, "agreed_with": "王友木", "reason": "改约"}
    return services.appoint_ticket(ticket, actor=engineer.user, at=at or local(14, 17), **given)


def fixed(ticket, engineer, at, **facts):
    ticket.refresh_from_db()
    return trips.written(ticket, engineer, at, **facts)


def plan_of(engineer, day):
    return DayPlan.objects.get(staff=engineer, on=datetime(2026, 9, day, tzinfo=ZONE).date())


def item_of(engineer, day, ticket):
    return DayPlanItem.objects.get(plan=plan_of(engineer, day), ticket=ticket)


def stands(engineer, day):
    """Return how each job of a day stands: ticket, state, reason."""
    rows = DayPlanItem.objects.filter(plan=plan_of(engineer, day)).order_by("pk")
    return list(rows.values_list("ticket__number", "state", "reason"))
