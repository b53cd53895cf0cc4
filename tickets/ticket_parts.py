"""Which parts a ticket has at all: its page does not ask for those of which there are none."""

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Exists, OuterRef

from tickets.models import IncomingMail, Quote, Referral, TicketFile

if TYPE_CHECKING:
    from django.db.models import Model

    from tickets.models import Ticket
    from tickets.querysets import TicketQuerySet

_PARTS: Final[dict[Any, str]] = {
    IncomingMail: "has_mails",
    Quote: "has_quotes",
    Referral: "has_referrals",
    TicketFile: "has_files",
}
_LOOKED_FOR: Final[dict[str, Any]] = {
    name: Exists(part.objects.filter(ticket=OuterRef("pk"))) for part, name in _PARTS.items()
}


def with_parts(rows: "TicketQuerySet") -> "TicketQuerySet":
    """Fetch with a ticket whether mails, quotes and files belong to it, whoever may see them."""
    return rows.annotate(**_LOOKED_FOR)


def may_have(ticket: "Ticket", part: type["Model"]) -> bool:
    """Say whether there may be rows of a part, of a ticket as it was when it was fetched `with_parts`."""
    return bool(getattr(ticket, _PARTS[part], True))
