"""The people of who serves a ticket: who can go, with their load, and who can't and why (D5, B1)."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from dealers.models import ServiceStaff
from tickets.appointments import agreed_of
from tickets.models import Ticket
from tickets.services import Desk, window_ahead
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from dealers.models import User


class AgainstGoing(NamedTuple):
    """One thing that keeps somebody from being sent: its code, and its words with the clause."""

    code: str
    clause: str
    text: str


class ListedEngineer(NamedTuple):
    """One person of who serves the ticket."""

    person: ServiceStaff
    in_hand: int
    reasons: list[AgainstGoing]
    is_current: bool

    @property
    def can_go(self) -> bool:
        return not self.reasons


def listed_engineers(ticket: Ticket, *, actor: "User", at: datetime) -> list[ListedEngineer]:
    """Return all serving people of who serves the ticket: who can go first, the least loaded before (B1)."""
    rows = ServiceStaff.objects.visible_to(actor).filter(dealer=ticket.dealer_id, is_active=True)
    in_hand = Count("tickets", filter=Q(tickets__status=TicketStatus.ASSIGNED))
    people = list(rows.annotate(in_hand=in_hand).order_by("code"))
    desk = Desk(ticket, people, at=at, window=window_ahead(agreed_of(ticket), at=at))
    listed = [
        ListedEngineer(
            person=person,
            in_hand=getattr(person, "in_hand", 0),
            reasons=[
                AgainstGoing(reason.code, reason.clause, desk.said(reason)) for reason in desk.why_not(person)
            ],
            is_current=person.pk == ticket.engineer_id and ticket.status == TicketStatus.ASSIGNED,
        )
        for person in people
    ]
    return sorted(listed, key=lambda one: (not one.can_go, one.in_hand))
