"""Tickets that belong together: linked, or merged where one request was written down twice."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from tickets import permissions
from tickets.choices import OfferAnswer
from tickets.models import Ticket, TicketLink
from tickets.services.appointing import end_appointment
from tickets.services.dispatching import end_assignments
from tickets.services.moving import _move
from tickets.services.notes import LONGEST_WAIT, NoteMissing, checked
from tickets.states import OPEN, TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User


class SameTicket(Refusal):
    code = "same_ticket"
    message = _("This is %(number)s itself. Name the other ticket.")


class AlreadyLinked(Refusal):
    code = "already_linked"
    message = _("%(number)s is linked already. There is nothing to do.")


class MergedElsewhere(Refusal):
    code = "merged_elsewhere"
    message = _("%(number)s is finished. Merge into a ticket that goes on, or link the two.")


class AnotherMachine(Refusal):
    code = "another_machine"
    message = _("%(number)s is about another machine. Link the two: only what was written twice is merged.")


@transaction.atomic
def link_tickets(ticket: Ticket, *, actor: "User", at: datetime, other: Ticket, reason: str) -> TicketLink:
    """Say that two tickets belong together; each page names the other to who may see it."""
    if not permissions.may_link(actor, ticket):
        raise PermissionDenied
    if other.pk == ticket.pk:
        raise SameTicket(number=ticket.number, field="other")
    why = checked(reason, field="reason", limit=LONGEST_WAIT, missing=NoteMissing())
    first, second = sorted((ticket, other), key=lambda one: one.pk)
    link, is_new = TicketLink.objects.get_or_create(
        first=first, second=second, defaults={"reason": why, "made_at": at, "made_by": actor}
    )
    if not is_new:
        raise AlreadyLinked(number=other.number, field="other")
    return link


@transaction.atomic
def merge_ticket(ticket: Ticket, *, actor: "User", at: datetime, other: Ticket, reason: str) -> Ticket:
    """End a ticket that says what another one says: that one goes on, and the two stay linked."""
    if not permissions.may_merge(actor, ticket):
        raise PermissionDenied
    why = checked(reason, field="reason", limit=LONGEST_WAIT, missing=NoteMissing())
    if other.pk == ticket.pk:
        raise SameTicket(number=ticket.number, field="other")
    if other.status not in OPEN:
        raise MergedElsewhere(number=other.number, field="other")
    if ticket.equipment_id is not None and other.equipment_id not in {None, ticket.equipment_id}:
        raise AnotherMachine(number=other.number, field="other")
    first, second = sorted((ticket, other), key=lambda one: one.pk)
    TicketLink.objects.get_or_create(
        first=first, second=second, defaults={"reason": why, "made_at": at, "made_by": actor}
    )
    moved = _move(
        ticket, TicketVerb.MERGE, TicketStatus.CANCELLED, actor=actor, at=at, note=why, merged_into=other
    )
    moved.offers.pending().update(answer=OfferAnswer.WITHDRAWN, answered_at=at)
    end_appointment(moved, TicketVerb.MERGE, at=at, reason=why)
    end_assignments(moved, at=at)
    return moved
