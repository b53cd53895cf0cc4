"""What the customer was told of a ticket, by which way, and whether it left: a section of its page (D20)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from records import letters
from records.models import OutboxMessage
from records.states import MessageStatus
from records.wording import short_moment

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
    """Return what was written about a ticket to its customer: what steps told, and our replies by mail."""
    rows = OutboxMessage.objects.of(ticket.number)
    return list((rows.to_customers() | rows.filter(reply__isnull=False)).select_related("reply__by"))


def told(written: "Iterable[OutboxMessage]", *, today: date) -> list[dict[str, Any]]:
    """Return what steps told the customer, oldest first; neither recipient nor text stands in it."""
    return [
        {
            "at": short_moment(row.sent_at or row.created_at, today),
            "what": letters.label_of(row.template),
            "way": row.get_channel_display(),
            "status": MessageStatus(row.status).label,
            "tone": TONES[MessageStatus(row.status)],
        }
        for row in written
        if not hasattr(row, "reply")
    ]
