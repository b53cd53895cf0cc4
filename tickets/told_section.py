"""What the customer was told of a ticket, by which way, and whether it left: a section of its page (D20)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from records import letters
from records.models import OutboxMessage
from records.states import MessageStatus
from records.wording import short_moment

if TYPE_CHECKING:
    from tickets.models import Ticket

TONES: Final = {
    MessageStatus.WAITING: "",
    MessageStatus.SENT: "good",
    MessageStatus.PARKED: "bad",
    MessageStatus.DROPPED: "",
}


def told(ticket: "Ticket", *, today: date) -> list[dict[str, Any]]:
    """Return the messages to the customer, oldest first; neither recipient nor text stands in them."""
    rows = OutboxMessage.objects.of(ticket.number).to_customers()
    return [
        {
            "at": short_moment(row.sent_at or row.created_at, today),
            "what": letters.label_of(row.template),
            "way": row.get_channel_display(),
            "status": MessageStatus(row.status).label,
            "tone": TONES[MessageStatus(row.status)],
        }
        for row in rows
    ]
