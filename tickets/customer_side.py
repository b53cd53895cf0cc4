"""What the ticket's page tells of its customer's own page: links, rating (C9, D20)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from records.wording import short_day, short_moment
from regulation.calendars import local_day
from tickets import permissions
from tickets.choices import LinkPurpose
from tickets.models import CustomerLink, Ticket

if TYPE_CHECKING:
    from dealers.models import User


def customer_side(ticket: Ticket, *, actor: "User", at: datetime) -> dict[str, Any] | None:
    """Return the links in force and the rating, to who speaks with the customer."""
    if not permissions.may_send_link(actor, ticket, at):
        return None
    today = local_day(at)
    links = (
        CustomerLink.objects.visible_to(actor).valid(at).filter(ticket=ticket, purpose=LinkPurpose.PROGRESS)
    )
    rating = ticket.rating if hasattr(ticket, "rating") else None
    return {
        "links": [
            {
                "who": _who(link, actor),
                "made": short_moment(link.made_at, today),
                "until": short_day(link.expires_at, today),
            }
            for link in links.select_related("made_by").order_by("-pk")
        ],
        "rating": rating,
        "rated": short_moment(rating.rated_at, today) if rating else "",
    }


def _who(link: CustomerLink, actor: "User") -> str:
    if link.made_by is None:
        return _("the customer, online")
    return str(link.made_by) if permissions.may_name(actor, link.made_by) else _("headquarters")
