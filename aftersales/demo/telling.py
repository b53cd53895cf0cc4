"""Who chose how to be told: two of staff, two customers; and what is still new on everybody's page."""

from datetime import datetime, time, timedelta

from aftersales.demo.cast import Cast
from dealers.choices import NoticeGroup, NoticeWay
from dealers.choosing import Wishes, choose_telling
from equipment.choices import ToldBy
from records import outbox
from records.links import token_hash
from records.models import OutboxMessage
from tickets.choices import LinkPurpose
from tickets.models import CustomerLink, Ticket
from tickets.services.links import new_link
from tickets.services.wishing import choose_way, stop_telling

G, W = NoticeGroup, NoticeWay
NEW_FOR = timedelta(days=2)


def choose_ways(cast: Cast, at: datetime) -> None:
    """Let a dealer hear of offers by SMS too, and an engineer by SMS alone, not before seven."""
    offers: dict[str, frozenset[NoticeWay]] = {
        G.OFFERED: frozenset({W.PAGE, W.SMS}),
        G.ANSWERED: frozenset({W.PAGE}),
    }
    desk = Wishes(ways=offers, mobile="13800001111")
    choose_telling(desk, actor=cast.users["dealer"], at=at)
    engineer = Wishes(
        ways={G.ASSIGNED: frozenset({W.SMS})},
        mobile="13800002222",
        quiet_from=time(22),
        quiet_until=time(7),
    )
    choose_telling(engineer, actor=cast.users["engineer"], at=at)


def let_customers_choose(at: datetime) -> None:
    """Let the customer of one open ticket read English, and another one want no more messages of theirs."""
    told = Ticket.objects.open().filter(equipment__isnull=False, opened_at__lt=at - NEW_FOR)
    english, silent = told.order_by("-pk")[:2]
    choose_way(_link(english, at), at=at, told_by=ToldBy.SMS, language="en")
    stop_telling(_link(silent, at), at=at - timedelta(hours=2))


def _link(ticket: Ticket, at: datetime) -> CustomerLink:
    made_at = at - timedelta(hours=3)
    token = new_link(ticket, purpose=LinkPurpose.PROGRESS, at=made_at, actor=None)
    return CustomerLink.objects.get(token_hash=token_hash(token, purpose=LinkPurpose.PROGRESS))


def read_what_is_old(cast: Cast, at: datetime) -> None:
    """Leave only the last days' news unread, as people who sign in do."""
    for person in cast.users.values():
        known = OutboxMessage.objects.known_to(person)
        outbox.read(known.filter(created_at__lt=at - NEW_FOR), at=at)
