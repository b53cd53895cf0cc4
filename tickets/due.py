"""What of tickets is due from a person today (L1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from records.due import DueItem
from records.listing import capped_count
from tickets import permissions
from tickets.models import Ticket
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from dealers.models import User

MOST_SHOWN: Final = 10
# what a ticket waits for: its icon, the words, the button
WAITS_FOR: Final[dict[str, tuple[str, Any, Any]]] = {
    TicketStatus.NEW.value: ("send", gettext_lazy("To be dispatched"), gettext_lazy("Dispatch")),
    TicketStatus.OFFERED.value: ("mail-forward", gettext_lazy("Offered to you"), gettext_lazy("Accept")),
    TicketStatus.ACCEPTED.value: ("user-check", gettext_lazy("Needs an engineer"), gettext_lazy("Assign")),
    TicketStatus.ASSIGNED.value: ("tool", gettext_lazy("Yours to repair"), gettext_lazy("Open job")),
    TicketStatus.RESOLVED.value: (
        "file-check",
        gettext_lazy("Repaired, to be closed"),
        gettext_lazy("Close"),
    ),
}


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for a step of the person, the longest waiting first."""
    if not permissions.may_see(actor):
        return []
    rows = Ticket.objects.visible_to(actor).due_from(actor).with_names().order_by("moved_at", "pk")
    return [_item(ticket) for ticket in rows[:MOST_SHOWN]]


def _item(ticket: Ticket) -> DueItem:
    icon, what, button = WAITS_FOR[ticket.status]
    name = "tickets:job" if ticket.status == TicketStatus.ASSIGNED else "tickets:detail"
    about = [
        what,
        ticket.customer or ticket.contact_name,
        ticket.product or ticket.product_text,
        ticket.place_text,
    ]
    return DueItem(
        icon=icon,
        title=f"{ticket.number} {ticket.description[:60]}",
        detail=" · ".join(str(part) for part in about if part),
        url=reverse(name, args=[ticket.number]),
        button=str(button),
        due=ticket.moved_at,
    )


def badge(actor: "User", at: datetime) -> int:
    """Count what waits for the person as the queue's first view does: up to 100 and no further."""
    if not permissions.may_see(actor):
        return 0
    return capped_count(Ticket.objects.visible_to(actor).due_from(actor))
