"""Questions about tickets, offers, records and events."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.utils import timezone

from dealers.roles import Right
from dealers.scoping import DealerScopedQuerySet
from tickets.choices import TicketChannel
from tickets.states import FINAL, OPEN, TicketStatus

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import ServiceRecord, Ticket, TicketAssignment, TicketEvent, TicketOffer

M = TypeVar("M", bound=models.Model)
ENGINEER_SEES_FOR = timedelta(days=30)


def is_engineer_only(actor: "User") -> bool:
    """Say whether a person sees tickets only through their own assignments."""
    return not actor.is_head_office and actor.may(Right.REPAIR) and not actor.may(Right.SERVE_AS_DESK)


class TicketScopedQuerySet(DealerScopedQuerySet[M]):
    """Rows of a ticket: scoped by the serving dealer, and for an engineer by assignments of the last 30 days.

    An access window is judged at the moment of the access, so this is the one question that reads the clock.
    """

    ticket_path: ClassVar[str] = "ticket__"

    def visible_to(self, actor: "User") -> Self:
        visible = super().visible_to(actor)
        if not is_engineer_only(actor):
            return visible
        since = timezone.now() - ENGINEER_SEES_FOR
        mine = models.Q(**{f"{self.ticket_path}assignments__engineer__user": actor})
        recent = models.Q(**{f"{self.ticket_path}assignments__ended_at__isnull": True}) | models.Q(
            **{f"{self.ticket_path}assignments__ended_at__gte": since}
        )
        return visible.filter(mine & recent).distinct()


class TicketQuerySet(TicketScopedQuerySet["Ticket"]):
    ticket_path = ""

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def closed(self) -> Self:
        return self.filter(status=TicketStatus.CLOSED)

    def not_imported(self) -> Self:
        return self.exclude(channel=TicketChannel.IMPORT)

    def unfinished_of_unit(self, equipment_id: int) -> Self:
        """Return the unit's tickets that are not closed yet: the agent is warned of them."""
        return self.filter(equipment=equipment_id).exclude(status__in=FINAL)

    def with_names(self) -> Self:
        """Fetch what a row shows in one statement."""
        return self.select_related("product", "customer", "dealer", "engineer", "equipment")


class TicketEventQuerySet(TicketScopedQuerySet["TicketEvent"]):
    dealer_path = "ticket__dealer"

    def in_order(self) -> Self:
        return self.order_by("at", "pk")


class TicketOfferQuerySet(TicketScopedQuerySet["TicketOffer"]):
    pass


class TicketAssignmentQuerySet(TicketScopedQuerySet["TicketAssignment"]):
    dealer_path = "ticket__dealer"

    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)


class ServiceRecordQuerySet(TicketScopedQuerySet["ServiceRecord"]):
    dealer_path = "ticket__dealer"
