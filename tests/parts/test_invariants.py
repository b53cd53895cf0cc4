"""Each broken row of stock is named by its check; a sound ledger is not (E1, S1-S4)."""

import pytest

from parts.choices import MovementKind, PlaceKind
from parts.models import MovedPiece, Part, StockAct, StockBalance, StockMovement, StockPiece
from parts.services import Ware, only_place, receive_from_supplier, reverse, send
from records.invariants import broken
from tests.factories.parts import AT, PartFactory, stocked

pytestmark = pytest.mark.django_db
OF_STOCK = ("E1", "S1", "S2", "S3", "S4")


@pytest.fixture
def ledger(clerk, central, norths_store, part, numbered, told):
    """A ledger with a numbered part, a way and a reversal."""
    receive_from_supplier([Ware(part, 9), Ware(numbered, 2, ("A1", "A2"))], told=told(clerk))
    sent = send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk))
    reverse(sent, told=told(clerk, reason="发错"))
    return sent


def codes():
    return {code for code, _sentence in broken(*OF_STOCK)}


def test_a_sound_ledger_is_in_order(ledger):
    assert codes() == set()


def test_a_balance_that_the_ledger_does_not_say_is_named(ledger, central, part):
    StockBalance.objects.filter(place=central, part=part).update(on_hand=8)
    assert codes() == {"S1"}


def test_a_balance_without_a_ledger_is_named(ledger, norths_store, part):
    StockBalance.objects.create(place=norths_store, part=part, on_hand=1)
    assert codes() == {"S1"}


def test_a_balance_of_the_world_outside_is_named(ledger, part):
    StockBalance.objects.create(place=only_place(PlaceKind.SUPPLIER), part=part, on_hand=0)
    assert codes() == {"S2"}


def test_a_way_that_leads_nowhere_is_named(ledger, clerk, central, part):
    act = StockAct.objects.create(key="x", kind=MovementKind.USE, at=AT, posted_at=AT, posted_by=clerk)
    StockMovement.objects.create(
        act=act, part=part, quantity=1, source=central, target=only_place(PlaceKind.SUPPLIER)
    )
    StockBalance.objects.filter(place=central, part=part).update(on_hand=8)
    assert codes() == {"S3"}


def test_a_posting_of_nothing_is_named(ledger, clerk):
    StockAct.objects.create(key="x", kind=MovementKind.USE, at=AT, posted_at=AT, posted_by=clerk)
    assert codes() == {"S3"}


def test_a_reversal_that_turns_something_else_round_is_named(clerk, central, norths_store, part, told):
    stocked(part, central, 9, actor=clerk)
    sent = send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk))
    line = sent.movements.get()
    act = StockAct.objects.create(
        key="x", kind=MovementKind.REVERSE, reverses=sent, reason="?", at=AT, posted_at=AT, posted_by=clerk
    )
    StockMovement.objects.create(act=act, part=part, quantity=1, source=line.target, target=central)
    StockBalance.objects.filter(place=central).update(on_hand=8)
    StockBalance.objects.filter(place=line.target).update(on_hand=1)
    assert codes() == {"S3"}


def test_a_piece_that_is_not_where_it_went_is_named(ledger, norths_store):
    StockPiece.objects.filter(serial_number="A1").update(place=norths_store)
    assert codes() == {"S4"}


def test_a_piece_too_many_is_named(ledger, central, numbered):
    extra = StockPiece.objects.create(part=numbered, serial_number="A3", place=central)
    MovedPiece.objects.create(piece=extra, movement=StockMovement.objects.get(part=numbered))
    assert codes() == {"S4"}


def test_a_circle_of_successors_is_named(part):
    """E1: A → B → C → A."""
    second, third = PartFactory(), PartFactory()
    for older, newer in ((part, second), (second, third), (third, part)):
        Part.objects.filter(pk=older.pk).update(successor=newer)
    assert codes() == {"E1"}


def test_the_number_of_statements_does_not_grow(ledger, clerk, central, django_assert_num_queries):
    for size in (1, 20):
        for _number in range(size):
            stocked(PartFactory(), central, 1, actor=clerk)
        with django_assert_num_queries(13):
            list(broken(*OF_STOCK))
