"""What the customer was told of a ticket, by which way, and whether it left: a section of its page (D20)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

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
    """Return what was written to the customer: steps and replies."""
    to_them = Q(template__startswith="customer.") | Q(reply__isnull=False)
    return list(OutboxMessage.objects.of(ticket.number).filter(to_them).select_related("reply__by"))


def stopped_at(ticket: "Ticket") -> datetime | None:
    """Return since when the customer of a ticket fetched `with_page` wants no messages of it (D20)."""
    at: datetime | None = ticket.stopped_at  # type: ignore[attr-defined]  # fetched with it
    return at


def stopped_since(ticket: "Ticket", *, today: date) -> str:
    """Say since when the customer wants no messages; nothing where they do."""
    at = stopped_at(ticket)
    return short_moment(at, today) if at else ""


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
