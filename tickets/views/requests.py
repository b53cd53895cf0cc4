"""Who asks, and the one ticket or unit they may see."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from equipment.models import Equipment
from tickets import permissions
from tickets.models import Ticket
from tickets.ticket_parts import with_parts

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dealers.requests import ActorRequest
    from tickets.querysets import TicketQuerySet


def require(*, allowed: bool) -> None:
    """Answer 403 to who sees a row but may not do this with it."""
    if not allowed:
        raise PermissionDenied


def progress_address(request: "HttpRequest", token: str) -> str:
    """Return where the secret of a customer's link leads, as it can be sent to them."""
    return request.build_absolute_uri(reverse("customer:progress", args=[token]))


def visible_tickets(request: "ActorRequest") -> "TicketQuerySet":
    """Return the tickets that exist for the person; 403 where the role sees none."""
    require(allowed=permissions.may_see(request.user))
    return Ticket.objects.visible_to(request.user)


def visible_ticket(request: "ActorRequest", number: str) -> Ticket:
    """Return a ticket: 404 where it is missing or another dealer's, 403 where the role sees none at all."""
    rows: Any = with_parts(visible_tickets(request).with_page())
    ticket: Ticket = get_object_or_404(rows, number=number)
    return ticket


def visible_unit(request: "ActorRequest", serial_number: str) -> Equipment:
    """Return a unit that exists for the person, whose tickets they may be shown."""
    rows: Any = Equipment.objects.visible_to(request.user).with_names()
    unit: Equipment = get_object_or_404(rows, serial_number=serial_number)
    require(allowed=permissions.may_see(request.user))
    return unit
