"""Quotes written and sent, for the tests of their services and pages."""

from datetime import UTC, datetime
from decimal import Decimal

from tests.tickets.customers import link_of
from tickets import services
from tickets.models import Quote
from tickets.quotes.rules import QuoteItem

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
ADDRESS = "https://service.example/t/{}/".format


def item(text="更换主油泵", quantity="1", unit_price="4800.00", kind="part", unit="台"):
    return QuoteItem(
        kind=kind, text=text, quantity=Decimal(quantity), unit_price=Decimal(unit_price), unit=unit
    )


LABOUR = item("拆装主油泵", "3.5", "180.00", kind="labour", unit="小时")
ITEMS = (item(), LABOUR)  # 4800.00 + 630.00


def drafted(ticket, actor, *, items=ITEMS, at=NOW, reason="人为损坏，不在保修之列", **facts):
    return services.draft_quote(ticket, actor=actor, at=at, items=items, reason=reason, **facts)


def sent(ticket, actor, *, at=NOW, **facts):
    quote = drafted(ticket, actor, at=at, **facts)
    return services.send_quote(quote, actor=actor, at=at, address=ADDRESS)


def agreed(quote, actor, *, at=NOW):
    return services.agree_to_quote(quote, actor=actor, at=at, answered="phone", said_by="王老板")


def fresh(quote):
    return Quote.objects.with_names().get(pk=quote.pk)


def link_for(quote):
    return link_of(quote.ticket)
