"""A maintenance counts as done while its ticket is over (C5)."""

from typing import TYPE_CHECKING, Final

from equipment.services import count_maintenance, uncount_maintenance
from tickets.choices import TicketKind
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from tickets.models import Ticket, TicketEvent

OVER: Final = frozenset({TicketStatus.RESOLVED, TicketStatus.CLOSED})
TAKEN_UP: Final = frozenset({TicketStatus.ASSIGNED, TicketStatus.ACCEPTED})


def follow_maintenance(ticket: "Ticket", event: "TicketEvent") -> None:
    """Count a maintenance as done once its ticket is resolved, no more once that is taken up again (C5)."""
    if ticket.kind != TicketKind.MAINTENANCE or ticket.equipment is None:
        return
    if event.target in OVER and event.source not in OVER:
        lines = ticket.maintenance_turns.values_list("maintenance_id", flat=True)
        count_maintenance(
            ticket.equipment, ticket=ticket.number, lines=list(lines), actor=event.actor, at=event.at
        )
    elif event.source in OVER and event.target in TAKEN_UP:
        uncount_maintenance(
            ticket.equipment, ticket=ticket.number, actor=event.actor, at=event.at, reason=event.note
        )
