"""A clerk at headquarters, the stores of two houses, an engineer with a van, parts."""

import pytest

from dealers.roles import Role
from equipment.models import Equipment
from parts.choices import PlaceKind
from parts.models import StockBalance
from parts.services import (
    Told,
    Ware,
    issue,
    only_place,
    receive,
    receive_from_supplier,
    send,
    store_of,
    van_of,
)
from tests.factories.dealers import UserFactory
from tests.factories.equipment import EquipmentFactory
from tests.factories.parts import AT, KEYS, PartFactory


@pytest.fixture
def clerk(db):
    return UserFactory(username="clerk", full_name="孙库管", roles=[Role.PARTS_CLERK])


@pytest.fixture
def central(db):
    return only_place(PlaceKind.CENTRAL)


@pytest.fixture
def norths_store(north):
    return store_of(north)


@pytest.fixture
def souths_store(south):
    return store_of(south)


@pytest.fixture
def van(norths_engineer):
    return van_of(norths_engineer)


@pytest.fixture
def part(db):
    return PartFactory()


@pytest.fixture
def numbered(db):
    """A part whose pieces have serial numbers."""
    return PartFactory(is_serial_tracked=True, is_valuable=True)


@pytest.fixture
def unit(north) -> Equipment:
    return EquipmentFactory(dealer=north)


@pytest.fixture
def told():
    """Say who posts; each call is an act of its own unless it names a key."""

    def make(actor, **facts):
        return Told(**{"actor": actor, "key": f"t{next(KEYS)}", "at": AT, "posted_at": AT} | facts)

    return make


@pytest.fixture
def on_hand():
    """Ask how many of a part are at a place."""

    def ask(place, part):
        return (
            StockBalance.objects.filter(place=place, part=part).values_list("on_hand", flat=True).first() or 0
        )

    return ask


@pytest.fixture
def kept(clerk, central, norths_store, norths_desk, van, part, told):
    """Central 6, North 3, the van 1, on the way to North 2."""
    receive_from_supplier([Ware(part, 12)], told=told(clerk, document="DN-7"))
    sent = send([Ware(part, 6)], store=central, to=norths_store, told=told(clerk))
    receive([Ware(part, 4)], store=norths_store, told=told(norths_desk, document=sent.number))
    issue([Ware(part, 1)], store=norths_store, van=van, told=told(norths_desk))
    return sent
