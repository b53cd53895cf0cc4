"""Saying what is wrong: the fault class of a ticket, at the intake or by whoever diagnoses (D6, D13)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from tickets import permissions
from tickets.services.holding import hold
from tickets.services.moving import _move
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import FaultClass, Ticket


class FaultClassNotPossible(Refusal):
    code = "fault_class_not_possible"
    message = _("“%(fault)s” is out of use, or no fault of this model. Choose another class, or none.")


class SameFaultClass(Refusal):
    code = "same_fault_class"
    message = _("Ticket %(number)s has this fault class already. Choose another one, or leave it.")


@transaction.atomic
def classify_ticket(
    ticket: "Ticket",
    *,
    actor: "User",
    at: datetime,
    fault_class: "FaultClass | None",
    happened_at: datetime | None = None,
) -> "Ticket":
    """Say of which class the fault is, or that it is not known: repeats and preparation go by it (D13)."""
    if not permissions.may_classify(actor, ticket):
        raise PermissionDenied
    if ticket.fault_class_id == (fault_class.pk if fault_class else None):
        raise SameFaultClass(number=ticket.number, field="fault_class")
    check_fault_class(fault_class, ticket.product_id)
    hold(ticket)
    return _move(
        ticket,
        TicketVerb.CLASSIFY,
        TicketStatus(ticket.status),
        actor=actor,
        at=at,
        happened_at=happened_at,
        about=fault_class.code if fault_class else "",
        fault_class=fault_class,
    )


def check_fault_class(fault_class: "FaultClass | None", product_id: int | None) -> None:
    """Refuse a class that is not chosen any more, or is none of the model's."""
    if fault_class is not None and not (fault_class.is_active and fault_class.fits(product_id)):
        raise FaultClassNotPossible(fault=fault_class.name, field="fault_class")
