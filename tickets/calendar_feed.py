"""An engineer's agreed times as a calendar file: where and which ticket, nobody's name (D5, C10)."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from records.links import token_hash
from tickets.feed_rules import Agreed, Trip, trips
from tickets.models import TicketAppointment
from tickets.querysets import ENGINEER_SEES_FOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dealers.models import User
    from tickets.models import Ticket

MOST_WINDOWS: Final = 2000
ASK_AGAIN_AFTER: Final = timedelta(hours=1)
PRODUCT: Final = "-//after-sales service//agreed times//"


def calendar_of(engineer: "User", *, at: datetime, absolute: "Callable[[str], str]") -> bytes:
    """Return the file of a person's calendar; it changes only where something agreed did."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Agreed times of %(name)s") % {"name": engineer})
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    since = at - ENGINEER_SEES_FOR
    for ticket, trip in _trips(engineer, since=since):
        if trip.ends_at >= since:
            calendar.add_component(_event(ticket, trip, absolute=absolute))
    file: bytes = calendar.to_ical()
    return file


def _trips(engineer: "User", *, since: datetime) -> "Iterator[tuple[Ticket, Trip]]":
    """Yield the trips of the tickets that the engineer has, each read out of all windows of its ticket."""
    rows = TicketAppointment.objects.visible_to(engineer).filter(ticket__engineer__user=engineer)
    recent = rows.filter(ends_at__gte=since).values("ticket")
    windows = rows.filter(ticket__in=recent).select_related("ticket__product").order_by("ticket", "pk")
    for _pk, group in groupby(windows[:MOST_WINDOWS], key=attrgetter("ticket_id")):
        of_ticket = list(group)
        facts = (Agreed(*(getattr(one, name) for name in Agreed._fields)) for one in of_ticket)
        yield from ((of_ticket[0].ticket, trip) for trip in trips(facts))


def _event(ticket: "Ticket", trip: Trip, *, absolute: "Callable[[str], str]") -> Event:
    """Return one trip, in UTC: no rule of a zone has to be read to know when it is."""
    product = ticket.product.code if ticket.product else ticket.product_text
    event = Event()
    event.add("uid", f"{ticket.number}-{trip.turn}@{_installation()}")
    event.add("sequence", trip.sequence)
    event.add("dtstamp", trip.changed_at.astimezone(UTC))
    event.add("last-modified", trip.changed_at.astimezone(UTC))
    event.add("dtstart", trip.begins_at.astimezone(UTC))
    event.add("dtend", trip.ends_at.astimezone(UTC))
    event.add("summary", " ".join(filter(None, (ticket.number, str(ticket.get_kind_display()), product))))
    event.add("location", ticket.place_text)
    event.add("url", absolute(reverse("tickets:job", args=[ticket.number])))
    event.add("status", "CANCELLED" if trip.is_called_off else "CONFIRMED")
    return event


def _installation() -> str:
    """Name this installation the same for ever, so that two of them never share an event."""
    return token_hash("installation", purpose="calendar-uid")[:16]
