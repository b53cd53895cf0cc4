"""Two people who chose how to be told, and what is still new on everybody's page."""

from datetime import datetime, time, timedelta

from aftersales.demo.cast import Cast
from dealers.choices import NoticeGroup, NoticeWay
from dealers.choosing import Wishes, choose_telling
from records import outbox
from records.models import OutboxMessage

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


def read_what_is_old(cast: Cast, at: datetime) -> None:
    """Leave only the last days' news unread, as people who sign in do."""
    for person in cast.users.values():
        known = OutboxMessage.objects.known_to(person)
        outbox.read(known.filter(created_at__lt=at - NEW_FOR), at=at)
