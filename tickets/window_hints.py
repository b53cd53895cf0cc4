"""What a desk is told while it agrees on a time: what is free, unusual, in the way of a window (D5)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from records.wording import short_day, weekday
from regulation.calendars import local_day
from regulation.services import version_in_force
from tickets.models import TicketAppointment
from tickets.services import Desk, working_time
from tickets.window_rules import FURTHEST, TripWindow, Unusual, next_free, unusual

if TYPE_CHECKING:
    from regulation.worktime import WorkingTime
    from tickets.models import Ticket


def free_windows(ticket: "Ticket", *, at: datetime, chosen: str = "") -> list[dict[str, Any]]:
    """Return the next free windows of who has the ticket, or of the working hours while nobody has it."""
    hours = working_time(version_in_force(local_day(at)))
    found = next_free(hours, _taken(ticket, at), after=at)
    shown = [(value_of(window), window) for window in found]
    return [
        {"value": value, "is_chosen": value == chosen, "day": _day(window, at), "hours": hours_of(window)}
        for value, window in shown
    ]


def _taken(ticket: "Ticket", at: datetime) -> list[TripWindow]:
    """Return when who has the ticket is expected elsewhere."""
    if ticket.engineer_id is None:
        return []
    rows = TicketAppointment.objects.overlapping(at, at + FURTHEST + timedelta(days=1))
    theirs = rows.filter(ticket__engineer=ticket.engineer_id).exclude(ticket=ticket)
    return [TripWindow(*ends) for ends in theirs.values_list("begins_at", "ends_at")]


def value_of(window: TripWindow) -> str:
    """Write a window as the form sends it."""
    first, last = (timezone.localtime(moment) for moment in window)
    return f"{first:%Y-%m-%d %H:%M}/{last:%H:%M}"


def hours_of(window: TripWindow) -> str:
    """Write the hours of a window: 14:00–16:00."""
    first, last = (timezone.localtime(moment) for moment in window)
    return f"{first:%H:%M}–{last:%H:%M}"


def _day(window: TripWindow, at: datetime) -> str:
    """Name the day of a window: today, tomorrow, else with its weekday, as planning needs it."""
    day, today = local_day(window.begins_at), local_day(at)
    return short_day(day, today) if (day - today).days in {0, 1} else weekday(day)


def hints(ticket: "Ticket", window: TripWindow, *, at: datetime) -> list[dict[str, str]]:
    """Return what speaks against a window before it is agreed: who can't come then, and what is unusual."""
    said = []
    if ticket.engineer is not None:
        desk = Desk(ticket, [ticket.engineer], at=at, window=window)
        said = [desk.said(reason) for reason in desk.why_not(ticket.engineer)]
        said = [
            _("%(name)s can't come then: %(reason)s.") % {"name": ticket.engineer.name, "reason": reason}
            for reason in said
        ]
    hours = working_time(version_in_force(local_day(at)))
    odd = unusual_words(window, hours)
    return [
        *({"tone": "bad", "text": text} for text in said),
        *([{"tone": "warn", "text": odd}] if odd else []),
    ]


def unusual_words(window: TripWindow, hours: "WorkingTime") -> str:
    """Say what is unusual about a window; nothing of one within working hours."""
    said = {
        None: "",
        Unusual.NO_WORKDAY: _("%(day)s is no working day. Agree on it if the customer wants it so."),
        Unusual.OUTSIDE_HOURS: _(
            "This is outside working hours, %(opens)s–%(closes)s. Agree on it if the customer wants it so."
        ),
    }
    return said[unusual(hours, window)] % {
        "day": weekday(window.begins_at),
        "opens": f"{hours.opens:%H:%M}",
        "closes": f"{hours.closes:%H:%M}",
    }
