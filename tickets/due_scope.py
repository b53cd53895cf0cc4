"""Which tickets are due from a person: their step, or brought to their level by an alert (L1, D3)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import models

from dealers.roles import Right, Role
from records.days import first_moment
from tickets.choices import AlertStep
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from dealers.models import User


def due_from(actor: "User", on: date) -> models.Q:
    """Return the condition under which a ticket waits for a person; no right, no ticket."""
    waits = models.Q(pk__in=[])
    today = models.Q(chase_on__lte=on) | models.Q(promised_until__lt=first_moment(on + timedelta(days=1)))
    if actor.is_head_office and (actor.may(Right.OPEN_TICKETS) or actor.may(Right.DISPATCH)):
        waits |= models.Q(status=TicketStatus.NEW) | (models.Q(dealer__isnull=True) & today)
    if actor.is_head_office and actor.may(Right.DISPATCH):
        own = [TicketStatus.ACCEPTED, TicketStatus.RESOLVED]
        waits |= models.Q(dealer__isnull=True, status__in=own)
    if actor.dealer_id is not None and actor.may(Right.SERVE_AS_DESK):
        steps = [TicketStatus.OFFERED, TicketStatus.ACCEPTED, TicketStatus.RESOLVED]
        waits |= models.Q(dealer=actor.dealer_id) & (models.Q(status__in=steps) | today)
    if actor.may(Right.REPAIR):
        waits |= models.Q(engineer__user=actor) & (models.Q(status=TicketStatus.ASSIGNED) | today)
    return waits


def lies_with(actor: "User") -> models.Q:
    """Return when an alert lies at a person's level: desk, centre or manager (D3, D10)."""
    lies = models.Q(pk__in=[])
    at_desk = models.Q(alert__in=[AlertStep.WARN, AlertStep.DESK])
    if actor.dealer_id is not None and actor.may(Right.SERVE_AS_DESK):
        outlets = [pk for pk in actor.dealer_ids if pk != actor.dealer_id]
        lies |= at_desk & models.Q(dealer=actor.dealer_id)
        lies |= models.Q(alert=AlertStep.CENTRE, dealer__in=outlets)
    if actor.is_head_office and actor.has_role(Role.DISPATCHER):
        lies |= at_desk & models.Q(dealer__isnull=True)
    if actor.is_head_office and actor.has_role(Role.SERVICE_MANAGER):
        lies |= models.Q(alert=AlertStep.MANAGER)
    return lies
