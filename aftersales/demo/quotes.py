"""What repairs outside the warranty cost in the demonstration, and what customers say to it."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from aftersales.demo import words
from tickets.quotes.rules import QuoteItem
from tickets.services import agree_to_quote, decline_quote, draft_quote, send_quote

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import Quote, Ticket


def ask(ticket: "Ticket", *, actor: "User", at: datetime) -> None:
    """Write a quote and send it; the link in the message opens nothing, for nobody is there to press it."""
    items = [
        QuoteItem(kind=kind, text=text, quantity=Decimal(quantity), unit=unit, unit_price=Decimal(price))
        for kind, text, quantity, unit, price in words.QUOTED
    ]
    quote = draft_quote(
        ticket, actor=actor, at=at, items=items, note=words.QUOTE_NOTE, reason=words.QUOTE_REASON
    )
    send_quote(quote, actor=actor, at=at, address="/t/{}/".format)


def agree(ticket: "Ticket", *, actor: "User", at: datetime) -> None:
    agree_to_quote(_asked(ticket), actor=actor, at=at, answered="phone", said_by=ticket.contact_name)


def decline(ticket: "Ticket", *, actor: "User", at: datetime) -> None:
    who = ticket.contact_name
    decline_quote(_asked(ticket), actor=actor, at=at, answered="phone", said_by=who, reason=words.DECLINED)


def _asked(ticket: "Ticket") -> "Quote":
    return ticket.quotes.sent().with_names().get()
