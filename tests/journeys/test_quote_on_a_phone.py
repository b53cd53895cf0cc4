"""A quote in a browser: a dealer's desk writes it line by line, the customer agrees on a phone (C4, C9)."""

import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connections

from records.models import OutboxMessage
from records.sealing import unseal
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.journeys.browser import PHONE, Person, chromium
from tests.tickets.customers import digits_sent
from tickets.models import Quote
from tickets.quotes.forms import COLUMNS
from tickets.states import TicketStatus

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
LINES = (("part", "更换主油泵", "1", "台", "4800"), ("labour", "拆装主油泵", "3.5", "小时", "180"))


@pytest.fixture
def come(live_server, monkeypatch):
    """Somebody at a browser of their own."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running beside the rows
    cache.clear()
    with chromium() as browser:
        faults = []
        yield lambda **look: Person(browser, live_server.url, faults, **look)
        connections.close_all()  # beside playwright's loop the test had a connection of its own
        assert not faults, "\n".join(faults)


def test_from_the_first_line_to_the_customers_yes(come, north, norths_desk):
    unit = EquipmentFactory(dealer=north, installed=True)
    ticket = TicketFactory(dealer=north, equipment=unit, status=TicketStatus.ACCEPTED)
    desk = come().sign_in("norths-desk")
    write(desk, ticket)
    quote = Quote.objects.get()
    assert (quote.status, quote.total) == ("sent", Decimal("5430.00"))
    agree(come(viewport=PHONE), quote)
    quote.refresh_from_db()
    assert (quote.status, quote.answered) == ("agreed", "link")
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.ACCEPTED
    desk.open(ticket.get_absolute_url())
    assert "已同意" in desk.told()


def write(desk, ticket):
    """Write two lines, take one away that was too many, and send it."""
    desk.open(f"/tickets/{ticket.number}/quote/")
    for place, line in enumerate(LINES):
        desk.fill(**{f"line-{place}-{name}": value for name, value in zip(COLUMNS, line, strict=True)})
    desk.field("line-1-unit_price").press("Enter")
    desk.find("#quote-lines .ft .num").wait_for()
    assert desk.field("line-0-text").input_value() == "更换主油泵"
    rows = desk.find(".ql").count()
    desk.find("#quote-lines .ft button").click()
    desk.find(f".ql >> nth={rows}").wait_for()
    assert desk.field("line-1-text").input_value() == "拆装主油泵"
    assert "5,430.00" in desk.find("#quote-lines .ft").inner_text()
    desk.find(".ql .icb >> nth=-1").click()
    desk.settle()
    desk.look()
    desk.send("form#quote [name=press][value=send]")


def agree(customer, quote):
    """Follow the link that was sent, read the bill, type the code, agree."""
    customer.open(re.search(r"/t/[^/\s]+/", unseal(last_letter().sealed_text))[0])
    assert "5,430.00" in customer.told()
    customer.send("#quote form[action$='/code/send/'] button")
    customer.fill(digits=digits_sent())
    customer.send("main form:has([name=digits]) button")
    customer.send(f"form[action$='/{quote.number}/agree/'] button")
    assert "您已于" in customer.told()


def last_letter():
    return OutboxMessage.objects.filter(template="customer.quote").get()
