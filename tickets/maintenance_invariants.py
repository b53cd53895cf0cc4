"""What must hold of maintenance and its tickets, asked of the rows themselves (C5)."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, F, OuterRef, Q

from equipment.models import MaintenanceDone
from tickets.choices import TicketKind
from tickets.models import MaintenanceTurn, Ticket
from tickets.states import TicketStatus

OVER: Final = (TicketStatus.RESOLVED, TicketStatus.CLOSED)


def c5() -> Iterator[str]:
    """C5: a turn's ticket is a maintenance of its unit, and what is over or taken up again counts so."""
    astray = MaintenanceTurn.objects.exclude(
        Q(ticket__kind=TicketKind.MAINTENANCE) & Q(ticket__equipment=F("maintenance__equipment"))
    )
    for number in astray.values_list("ticket__number", flat=True):
        yield f"ticket {number} was opened for a maintenance and is none of that unit"
    counted = MaintenanceDone.objects.filter(
        ticket=OuterRef("ticket__number"), maintenance=OuterRef("maintenance")
    )
    same_day = MaintenanceDone.objects.filter(maintenance=OuterRef("maintenance"))
    turns = MaintenanceTurn.objects.filter(ticket__status__in=OVER).filter(
        ~Exists(counted), ~Exists(same_day)
    )
    for number in turns.values_list("ticket__number", flat=True):
        yield f"ticket {number} is over and its maintenance is not on record as done"
    tickets = Ticket.objects.filter(number=OuterRef("ticket"), status__in=OVER)
    standing = MaintenanceDone.objects.standing().exclude(ticket="")
    for number in standing.filter(~Exists(tickets)).values_list("ticket", flat=True).distinct():
        yield f"ticket {number} is not over and its maintenance counts as done"
