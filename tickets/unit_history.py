"""The tickets of one unit as one person may know them, and which of its repairs are repeats (C2, D13, L2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dateutil.relativedelta import relativedelta

from tickets.choices import REPAIRS
from tickets.models import Ticket
from tickets.states import FINAL, TicketStatus

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment

REPEATED_WITHIN: Final = relativedelta(months=3)


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket of a unit; of one that another dealer serves a person knows day, kind and state alone."""

    ticket: Ticket
    is_mine: bool
    is_repeat: bool = False

    @property
    def is_unfinished(self) -> bool:
        return self.ticket.status not in FINAL


def tickets_of(unit: "Equipment", actor: "User") -> list[Known]:
    """Return all tickets of a visible unit, newest first; what is not the person's to read is marked so."""
    mine = set(Ticket.objects.visible_to(actor).of_unit(unit.pk).values_list("pk", flat=True))
    rows = list(Ticket.objects.of_unit(unit.pk).with_names().order_by("-opened_at", "-pk"))
    repeats = {later.pk for _, later in repeats_among(rows)}
    return [Known(row, row.pk in mine, row.pk in repeats) for row in rows]


def repeats_among(tickets: Iterable[Ticket]) -> list[tuple[Ticket, Ticket]]:
    """Return each repair with the one before it where they lie within three months (D13)."""
    repairs = sorted(
        (one for one in tickets if one.kind in REPAIRS and one.status != TicketStatus.CANCELLED),
        key=lambda one: (one.opened_at, one.pk),
    )
    return [
        (earlier, later)
        for earlier, later in pairwise(repairs)
        if later.opened_at - REPEATED_WITHIN <= earlier.opened_at
    ]


def repairs_before(ticket: Ticket, actor: "User") -> list[Ticket]:
    """Return the unit's visible repairs of the three months before a repair, newest first (D13)."""
    if ticket.equipment_id is None or ticket.kind not in REPAIRS:
        return []
    since = ticket.opened_at - REPEATED_WITHIN
    rows = Ticket.objects.visible_to(actor).repairs_since(
        ticket.equipment_id, since=since, before=ticket.opened_at
    )
    return list(rows.with_names().exclude(pk=ticket.pk).order_by("-opened_at", "-pk"))
