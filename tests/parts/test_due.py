"""What waits for who keeps a store: parts on their way to it, until they are received (E2, L1)."""

import pytest

from aftersales.home import due_groups
from parts import due
from parts.services import Ware, receive, send
from tests.factories.parts import AT, PartFactory, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(clerk, central, norths_store, part, told):
    other = PartFactory()
    for one in (part, other):
        stocked(one, central, 9, actor=clerk)
    return send([Ware(part, 2), Ware(other, 3)], store=central, to=norths_store, told=told(clerk))


def test_what_is_on_its_way_waits_for_its_own_store_alone(
    sent, clerk, norths_desk, centres_desk, souths_desk, norths_engineer, manager
):
    """Neither who sent it nor another house, nor who keeps no store."""
    (item,) = due.items(norths_desk, AT)
    assert (item.title, item.detail) == ("有配件在途，发往华东一号经销商", "2 种共 5 件")
    assert (item.url, item.due) == ("/parts/move/receive/", AT)
    assert due.waiting(norths_desk, AT).count() == 1
    assert [one.title for one in due.items(centres_desk, AT)] == [item.title]
    for who in (clerk, souths_desk, norths_engineer.user, manager):
        assert due.items(who, AT) == []
        assert due.waiting(who, AT).count() == 0


def test_it_waits_until_the_last_piece_has_come(sent, norths_desk, norths_store, told):
    first, second = sent.movements.order_by("pk")
    receive([Ware(first.part, 2)], store=norths_store, told=told(norths_desk, document=sent.number))
    assert [item.detail for item in due.items(norths_desk, AT)] == ["1 种共 3 件"]
    receive([Ware(second.part, 3)], store=norths_store, told=told(norths_desk, document=sent.number))
    assert due.items(norths_desk, AT) == []


def test_what_is_sent_back_waits_at_the_central_store(clerk, central, norths_desk, norths_store, part, told):
    stocked(part, norths_store, 2, actor=clerk)
    send([Ware(part, 1)], store=norths_store, to=central, told=told(norths_desk))
    assert due.items(norths_desk, AT) == []
    assert [item.title for item in due.items(clerk, AT)] == ["有配件在途，发往中央库"]
    titles = [row["title"] for group in due_groups(clerk, AT) for row in group["rows"]]
    assert "有配件在途，发往中央库" in titles
