"""What the customer was told of a ticket, by which way, and whether it left: a section of its page (D20)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Subquery

from records import letters
from records.models import OutboxMessage
from records.states import MessageStatus
from records.wording import short_moment
from tickets.models import TicketStop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tickets.models import Ticket

TONES: Final = {
    MessageStatus.WAITING: "",
    MessageStatus.SENT: "good",
    MessageStatus.PARKED: "bad",
    MessageStatus.DROPPED: "",
    MessageStatus.SKIPPED: "",
}


def written_to_customer(ticket: "Ticket") -> list[OutboxMessage]:
    """Return what was written to the customer: steps and replies, with since when they want no more."""
    rows = OutboxMessage.objects.of(ticket.number)
    stop = TicketStop.objects.in_force().filter(ticket=ticket.pk).values("at")
    to_them = (rows.to_customers() | rows.filter(reply__isnull=False)).annotate(stopped_at=Subquery(stop))
    return list(to_them.select_related("reply__by"))


def stopped_since(written: "list[OutboxMessage]", *, today: date) -> str:
    """Say since when the customer wants no messages; nothing where they do, or none was written."""
    stopped_at = getattr(written[0], "stopped_at", None) if written else None
    return short_moment(stopped_at, today) if stopped_at else ""


def told(written: "Iterable[OutboxMessage]", *, today: date) -> list[dict[str, Any]]:
    """Return what steps told the customer, oldest first; neither recipient nor text stands in it."""
    return [
        {
            "at": short_moment(row.sent_at or row.created_at, today),
            "what": letters.label_of(row.template),
            "way": row.get_channel_display(),
            "status": MessageStatus(row.status).label,
            "tone": TONES[MessageStatus(row.status)],
            "why": row.fault if row.status == MessageStatus.SKIPPED else "",
        }
        for row in written
        if not hasattr(row, "reply")
    ]
