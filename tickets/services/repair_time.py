"""The days of a repair under warranty, added to the warranty of its unit (C4)."""

from datetime import datetime

from equipment.services import count_repair
from regulation.calendars import local_day
from tickets.choices import REPAIRS
from tickets.models import Ticket


def count_time_in_repair(ticket: Ticket, *, at: datetime) -> None:
    """Keep from when until when a unit stood in a repair that its warranty covered."""
    if ticket.equipment is None or not ticket.is_in_warranty or ticket.kind not in REPAIRS:
        return
    count_repair(
        ticket.equipment, number=ticket.number, from_on=local_day(ticket.opened_at), until_on=local_day(at)
    )
