"""Whose a quote is, what the database refuses of it, and what is found broken (C4, L2, T3)."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from records.invariants import broken
from tests.tickets.quotes import ADDRESS, NOW, drafted, item, sent
from tickets import services
from tickets.models import Quote, QuoteLine, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus


def test_a_quote_is_seen_with_its_ticket(
    ticket_in, norths_desk, souths_desk, norths_engineer, souths_engineer, centres_desk, agent
):
    """L2."""
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    for person, sees in (
        (norths_desk, True),
        (centres_desk, True),
        (norths_engineer.user, True),
        (agent, True),
        (souths_desk, False),
        (souths_engineer.user, False),
    ):
        assert Quote.objects.visible_to(person).filter(pk=quote.pk).exists() is sees
        assert QuoteLine.objects.visible_to(person).exists() is sees


@pytest.mark.parametrize(
    "forged",
    [
        {"status": "paid"},
        {"status": "sent"},
        {"status": "agreed"},
        {"status": "withdrawn"},
        {"decided_at": NOW},
        {"answered": "phone"},
        {"sent_at": NOW},
        {"valid_until": NOW.date()},
    ],
)
def test_the_database_refuses_a_state_without_its_facts(ticket_in, norths_desk, forged):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    with pytest.raises(IntegrityError):
        Quote.objects.filter(pk=quote.pk).update(**forged)


@pytest.mark.parametrize(
    "forged",
    [
        {"amount": Decimal("4800.01")},
        {"amount": Decimal("4799.99")},
        {"quantity": Decimal(2)},
        {"quantity": Decimal(0), "amount": Decimal(0)},
        {"unit_price": Decimal(-4800), "amount": Decimal(-4800)},
        {"kind": "bribe"},
        {"position": 2},
    ],
)
def test_the_database_refuses_a_line_that_does_not_come_out(ticket_in, norths_desk, forged):
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    with pytest.raises(IntegrityError):
        quote.lines.filter(position=1).update(**forged)


def test_the_database_lets_half_a_cent_be_rounded(ticket_in, norths_desk):
    halves = [item(quantity="0.5", unit_price="0.01"), item(quantity="2.5", unit_price="33.33")]
    assert drafted(ticket_in(S.ASSIGNED), norths_desk, items=halves).total == Decimal("83.34")


def test_a_second_open_quote_of_a_state_is_refused_by_the_database(ticket_in, norths_desk):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    with pytest.raises(IntegrityError):
        Quote.objects.create(
            number="QT-2026-09999",
            ticket=quote.ticket,
            ordinal=2,
            status="sent",
            drafted_at=NOW,
            drafted_by=norths_desk,
            sent_at=NOW,
            sent_by=norths_desk,
            valid_until=NOW.date(),
            total=1,
        )


def adding(quote):
    QuoteLine.objects.create(
        quote=quote, position=9, kind="part", text="x", quantity=1, unit_price=1, amount=1
    )


@pytest.mark.parametrize(
    "touch",
    [
        adding,
        lambda quote: quote.lines.filter(position=1).update(text="另一种泵"),
        lambda quote: quote.lines.filter(position=1).delete(),
    ],
)
def test_the_lines_that_a_customer_has_seen_are_nobodys_to_touch(ticket_in, norths_desk, touch):
    """C4: while it is written they change, then the database itself refuses."""
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    with transaction.atomic():
        touch(quote)
        transaction.set_rollback(True)
    services.send_quote(quote, actor=norths_desk, at=NOW, address=ADDRESS)
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        touch(quote)
    assert [line.text for line in quote.lines.in_order()] == ["更换主油泵", "拆装主油泵"]


def test_broken_quotes_are_found(ticket_in, norths_desk):
    """T3, C4: asked of the rows, apart from the services."""
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    Quote.objects.filter(pk=quote.pk).update(total=Decimal("5430.01"))
    Ticket.objects.filter(pk=quote.ticket_id).update(status=S.RESOLVED)
    QuoteLine.objects.filter(position=2).update(amount=Decimal("630.00"), quantity=Decimal("3.50"))
    said = [sentence for _code, sentence in broken("C4")]
    assert len(said) == 2
    assert "5430.01" in said[0]
    assert "resolved" in said[1]


def test_a_line_off_by_less_than_the_database_sees_is_found(ticket_in, norths_desk):
    """Half to even instead of half up is within the constraint and still wrong."""
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk, items=[item(quantity="1.5", unit_price="0.03")])
    quote.lines.update(amount=Decimal("0.04"))
    said = [sentence for _code, sentence in broken("C4")]
    assert [f"{quote.pk}/1" in said[0], "0.04" in said[1]] == [True, True]
