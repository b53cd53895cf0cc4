"""The end of a ticket: solved without a trip, closed, reopened, cancelled."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tickets import permissions
from tickets.choices import OfferAnswer
from tickets.models import Ticket
from tickets.services.appointing import end_appointment
from tickets.services.dispatching import end_assignments
from tickets.services.engineers import can_go
from tickets.services.moving import _move
from tickets.services.notes import NoteMissing, checked
from tickets.services.repair_time import count_time_in_repair
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import CustomerLink

SOLVED: Final = "solved"  # the outcome of what needed no trip


@transaction.atomic
def solve_ticket(ticket: Ticket, *, actor: "User", at: datetime, note: str) -> Ticket:
    """Put right on the phone what needs no trip, and write down how."""
    if not permissions.may_solve(actor, ticket):
        raise PermissionDenied
    how = checked(note, field="note", missing=NoteMissing())
    moved = _move(
        ticket,
        TicketVerb.SOLVE,
        TicketStatus.RESOLVED,
        actor=actor,
        at=at,
        note=how,
        resolved_at=at,
        outcome=SOLVED,
    )
    end_appointment(moved, TicketVerb.SOLVE, at=at, reason=how)
    count_time_in_repair(moved, at=at)
    return moved


@transaction.atomic
def reopen_ticket(ticket: Ticket, *, actor: "User", at: datetime, reason: str) -> Ticket:
    """Take a resolved ticket up again: back to its engineer, or to whoever serves it where it has none.

    An engineer who can't be sent any more is relieved, and the step names them: somebody else has to go (B1).
    """
    if not permissions.may_reopen(actor, ticket):
        raise PermissionDenied
    return take_up_again(ticket, actor=actor, at=at, reason=reason)


def take_up_again(
    ticket: Ticket, *, actor: "User | None", at: datetime, reason: str, link: "CustomerLink | None" = None
) -> Ticket:
    """Reopen a ticket for whom the caller has let: somebody of ours, or the customer by a link."""
    why = checked(reason, field="reason", missing=NoteMissing())
    engineer = ticket.engineer
    goes_again = engineer is not None and can_go(ticket, engineer, at=at)
    moved = _move(
        ticket,
        TicketVerb.REOPEN,
        TicketStatus.ASSIGNED if goes_again else TicketStatus.ACCEPTED,
        actor=actor,
        at=at,
        note=why,
        about=engineer.name if engineer and not goes_again else "",
        link=link,
        engineer=engineer if goes_again else None,
        resolved_at=None,
        outcome="",
    )
    if not goes_again:
        end_assignments(moved, at=at)
    return moved


@transaction.atomic
def close_ticket(ticket: Ticket, *, actor: "User", at: datetime, note: str = "") -> Ticket:
    """Close a resolved ticket; the call after service is planned from `closed_at` (F5)."""
    if not permissions.may_close(actor, ticket):
        raise PermissionDenied
    moved = _move(
        ticket, TicketVerb.CLOSE, TicketStatus.CLOSED, actor=actor, at=at, note=checked(note, field="note")
    )
    end_assignments(moved, at=at)
    return moved


@transaction.atomic
def cancel_ticket(ticket: Ticket, *, actor: "User", at: datetime, reason: str) -> Ticket:
    """End a ticket that nobody needs any more: an open offer is withdrawn, the engineer relieved."""
    if not permissions.may_cancel(actor, ticket):
        raise PermissionDenied
    why = checked(reason, field="reason", missing=NoteMissing())
    moved = _move(ticket, TicketVerb.CANCEL, TicketStatus.CANCELLED, actor=actor, at=at, note=why)
    moved.offers.pending().update(answer=OfferAnswer.WITHDRAWN, answered_at=at)
    end_appointment(moved, TicketVerb.CANCEL, at=at, reason=why)
    end_assignments(moved, at=at)
    return moved
