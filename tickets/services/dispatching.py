"""Bringing a ticket to who repairs: offered, accepted or refused, given to an engineer (D4, D5, B1)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.services import dealers_for
from records.refusals import MovedByAnother, Refusal
from tickets import permissions
from tickets.choices import AT_THE_BENCH, OfferAnswer
from tickets.models import Ticket, TicketAssignment, TicketOffer
from tickets.services.clocks import answer_due
from tickets.services.engineers import check_engineer, window_ahead
from tickets.services.moving import _begin, _move
from tickets.services.notes import LONGEST_REFUSAL, NoteMissing, checked
from tickets.services.preparing import put_likely
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import Dealer, ServiceStaff, User


class DealerNotServing(Refusal):
    code = "dealer_not_serving"
    message = _("%(dealer)s does not serve any more. Offer the ticket to another dealer.")


class ServedByTerritory(Refusal):
    code = "served_by_territory"
    message = _(
        "Out of warranty a ticket goes to who serves the place: %(dealer)s. Another dealer can be asked once "
        "it has declined."
    )


class AlreadyAssigned(Refusal):
    code = "already_assigned"
    status = 409
    message = _("%(engineer)s has this ticket already. Choose somebody else, or leave it.")


@transaction.atomic
def offer_ticket(ticket: Ticket, *, actor: "User", at: datetime, dealer: "Dealer") -> Ticket:
    """Ask a dealer to serve a ticket that no territory brought to one, or that was refused."""
    if not permissions.may_offer(actor, ticket):
        raise PermissionDenied
    if not dealer.is_active:
        raise DealerNotServing(dealer=dealer.name, field="dealer")
    _check_territory(ticket, dealer)
    return _offer(ticket, dealer, actor=actor, at=at)


def _check_territory(ticket: Ticket, dealer: "Dealer") -> None:
    """Refuse a dealer from elsewhere out of warranty, as long as one of the place has not declined (D4)."""
    if ticket.is_in_warranty:
        return
    theirs = _by_territory(ticket)
    if theirs and not {dealer.pk, dealer.parent_id} & {one.pk for one in theirs}:
        raise ServedByTerritory(dealer=theirs[0].name, field="dealer")


def _offer(ticket: Ticket, dealer: "Dealer", *, actor: "User | None", at: datetime) -> Ticket:
    moved = _move(
        ticket,
        TicketVerb.OFFER,
        TicketStatus.OFFERED,
        actor=actor,
        at=at,
        about=dealer.name,
        dealer=dealer,
    )
    _put_offer(moved, dealer, actor=actor, at=at)
    return moved


def _put_offer(ticket: Ticket, dealer: "Dealer", *, actor: "User | None", at: datetime) -> None:
    due_at = answer_due(ticket, at=at)
    TicketOffer.objects.create(ticket=ticket, dealer=dealer, offered_at=at, offered_by=actor, due_at=due_at)


def begin_offered(ticket: Ticket, dealer: "Dealer | None", *, actor: "User | None", at: datetime) -> Ticket:
    """Put a new ticket on record and ask at once whom a rule names; without one headquarters decides (D4)."""
    begun = _begin(ticket, actor=actor, at=at, offered_to=dealer)
    if dealer is not None:
        _put_offer(begun, dealer, actor=None, at=at)
    return begun


def offer_by_territory(ticket: Ticket, *, at: datetime) -> Ticket:
    """Ask the next dealer whose territory holds the place, the narrowest first; else headquarters decides.

    Who refused this ticket, or let an offer of it pass, is not asked again by itself (D4, D5).
    """
    waiting = _by_territory(ticket)
    return _offer(ticket, waiting[0], actor=None, at=at) if waiting else ticket


def _by_territory(ticket: Ticket) -> "list[Dealer]":
    """Return who serves the place and has not declined, the narrowest territory first.

    A ticket that has not moved since its opening was offered to nobody yet.
    """
    has_moved = ticket.version > 1
    declined = set(ticket.offers.declined().values_list("dealer_id", flat=True) if has_moved else ())
    return [dealer for dealer in dealers_for(ticket.division_id or "") if dealer.pk not in declined]


@transaction.atomic
def accept_ticket(ticket: Ticket, *, actor: "User", at: datetime) -> Ticket:
    """Take a ticket on: the dealer what it was offered, headquarters what it serves itself."""
    if not permissions.may_accept(actor, ticket):
        raise PermissionDenied
    moved = _move(ticket, TicketVerb.ACCEPT, TicketStatus.ACCEPTED, actor=actor, at=at)
    moved.offers.pending().update(answer=OfferAnswer.ACCEPTED, answered_at=at)
    return moved


@transaction.atomic
def refuse_ticket(ticket: Ticket, *, actor: "User", at: datetime, reason: str) -> Ticket:
    """Give an offer back with the reason; the next dealer by rule is asked, else headquarters decides."""
    if not permissions.may_refuse(actor, ticket):
        raise PermissionDenied
    why = checked(reason, field="reason", limit=LONGEST_REFUSAL, missing=NoteMissing())
    moved = _move(ticket, TicketVerb.REFUSE, TicketStatus.NEW, actor=actor, at=at, note=why, dealer=None)
    moved.offers.pending().update(answer=OfferAnswer.REFUSED, answered_at=at, reason=why)
    return offer_by_territory(moved, at=at)


def lapse_offers(at: datetime) -> int:
    """Take back each offer that was not answered in time and ask the next dealer (D4, D5).

    Each in a transaction of its own: one that a dealer answers at this very moment is the dealer's.
    """
    overdue = TicketOffer.objects.overdue(at).order_by("due_at", "pk")
    return sum(_lapse(pk, at=at) for pk in list(overdue.values_list("ticket_id", flat=True)))


def _lapse(ticket_pk: int, *, at: datetime) -> int:
    try:
        with transaction.atomic():
            ticket = Ticket.objects.get(pk=ticket_pk)
            if not ticket.offers.overdue(at).exists():
                return 0
            moved = _move(ticket, TicketVerb.LAPSE, TicketStatus.NEW, actor=None, at=at, dealer=None)
            moved.offers.pending().update(answer=OfferAnswer.LAPSED, answered_at=at)
            offer_by_territory(moved, at=at)
    except MovedByAnother:
        return 0
    return 1


@transaction.atomic
def assign_ticket(ticket: Ticket, *, actor: "User", at: datetime, engineer: "ServiceStaff") -> Ticket:
    """Give a ticket to somebody of who serves it who can be sent; an earlier one is relieved (D5, B1, B3)."""
    if not permissions.may_assign(actor, ticket):
        raise PermissionDenied
    window = window_ahead(ticket.appointments.agreed().first(), at=at)
    check_engineer(ticket, engineer, at=at, window=window)
    if ticket.engineer_id == engineer.pk and ticket.status == TicketStatus.ASSIGNED:
        raise AlreadyAssigned(engineer=engineer.name, field="engineer")
    moved = _move(
        ticket,
        TicketVerb.ASSIGN,
        TicketStatus.ASSIGNED,
        actor=actor,
        at=at,
        about=engineer.name,
        engineer=engineer,
    )
    end_assignments(moved, at=at)
    TicketAssignment.objects.create(ticket=moved, engineer=engineer, assigned_at=at, assigned_by=actor)
    if moved.kind not in AT_THE_BENCH:
        put_likely(moved, actor=actor, at=at)
    return moved


def end_assignments(ticket: Ticket, *, at: datetime) -> None:
    """End who has the ticket now; from here the engineer sees it for 30 days."""
    ticket.assignments.current().update(ended_at=at)
