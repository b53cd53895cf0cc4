"""One step for several tickets: each goes through its own service and is answered for by itself (D5)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.services import dealers_for
from records.refusals import Refusal
from tickets import permissions
from tickets.models import Ticket
from tickets.services.dispatching import offer_ticket

if TYPE_CHECKING:
    from dealers.models import User


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one ticket: done, or refused and why."""

    ticket: Ticket
    refusal: str = ""

    @property
    def is_done(self) -> bool:
        return not self.refusal


class NobodyServesThere(Refusal):
    code = "nobody_serves_there"
    message = _("No dealer that could still be asked serves the place. Choose a dealer.")


NOT_YOURS = _("This step of the ticket is not yours to take.")


def each(tickets: Iterable[Ticket], act: Callable[[Ticket], Any]) -> list[Outcome]:
    """Take a step for each ticket; one that is refused leaves the others as they are (safety.md, D6)."""
    return [_outcome(ticket, act) for ticket in tickets]


def _outcome(ticket: Ticket, act: Callable[[Ticket], Any]) -> Outcome:
    try:
        with transaction.atomic():
            act(ticket)
    except Refusal as refusal:
        return Outcome(ticket, str(refusal))
    except PermissionDenied:
        return Outcome(ticket, str(NOT_YOURS))
    return Outcome(ticket)


def offer_to_next(ticket: Ticket, *, actor: "User", at: datetime) -> Ticket:
    """Ask the dealer that the place leads to, the narrowest first, but none asked in vain (D4)."""
    if not permissions.may_offer(actor, ticket):
        raise PermissionDenied
    asked = set(ticket.offers.declined().values_list("dealer_id", flat=True))
    dealers = [dealer for dealer in dealers_for(ticket.division_id or "") if dealer.pk not in asked]
    if not dealers:
        raise NobodyServesThere
    return offer_ticket(ticket, actor=actor, at=at, dealer=dealers[0])
