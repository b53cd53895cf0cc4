"""The order in which rows are taken: a ticket before what belongs to it (fault 15)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tickets.models import Ticket


def hold(ticket: "Ticket") -> "Ticket":
    """Take a ticket's row until the end of the transaction, and return it as it stands now.

    Each step writes its ticket first, then clocks, quotes and what names people; whoever began with one of
    those would wait for another in a circle.
    """
    return type(ticket).objects.select_for_update(no_key=True).get(pk=ticket.pk)
