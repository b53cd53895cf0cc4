"""Many ask for the last piece at the same moment: exactly as many get one as there are (fault 27)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from parts.models import StockBalance
from parts.services import Ware, give_back, issue, posting, reverse
from parts.services.moving import AlreadyReversed
from parts.services.posting import NotEnoughStock, PostedBefore
from records.invariants import broken
from tests.factories.parts import stocked

CLIENTS = 64
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def all_at_once(act, times=CLIENTS):
    """Let each client act at the same moment; return what came of it, counted by the kind of outcome."""
    gate = Barrier(times)

    def one(number):
        try:
            gate.wait()
            act(number)
        except (NotEnoughStock, PostedBefore, AlreadyReversed) as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(one, range(times)))


@pytest.mark.parametrize("there", [1, 40])
def test_of_64_who_ask_for_the_last_pieces_as_many_get_one_as_there_are(
    clerk, norths_desk, norths_store, van, part, told, on_hand, there
):
    """S1, S2: on_hand=1 and a good part of them: none below zero, none lost."""
    stocked(part, norths_store, there, actor=clerk)
    outcome = all_at_once(
        lambda _number: issue([Ware(part, 1)], store=norths_store, van=van, told=told(norths_desk))
    )
    assert outcome == {"done": there, "not_enough_stock": CLIENTS - there}
    assert (on_hand(norths_store, part), on_hand(van, part)) == (0, there)
    assert list(broken("S")) == []


def test_of_64_with_the_same_key_one_moves(clerk, norths_desk, norths_store, van, part, told, on_hand):
    stocked(part, norths_store, CLIENTS, actor=clerk)
    outcome = all_at_once(
        lambda _number: issue([Ware(part, 1)], store=norths_store, van=van, told=told(norths_desk, key="one"))
    )
    assert outcome == {"done": 1, "posted_before": CLIENTS - 1}
    assert (on_hand(norths_store, part), on_hand(van, part)) == (CLIENTS - 1, 1)


def test_of_64_who_turn_a_posting_round_one_does(clerk, norths_desk, norths_store, van, part, told, on_hand):
    """E2: all looked before any wrote, and there would be enough for all of them."""
    for place in (norths_store, van):
        stocked(part, place, CLIENTS, actor=clerk)
    act = issue([Ware(part, 1)], store=norths_store, van=van, told=told(norths_desk))
    outcome = all_at_once(lambda _number: reverse(act, told=told(clerk, reason="发错")))
    assert outcome == {"done": 1, "already_reversed": CLIENTS - 1}
    assert (on_hand(norths_store, part), on_hand(van, part)) == (CLIENTS, CLIENTS)


def test_the_first_pieces_of_a_place_may_come_at_once(
    clerk, norths_desk, norths_store, van, part, told, on_hand
):
    """Each finds no balance at first: one row comes of it, with all the pieces."""
    stocked(part, norths_store, CLIENTS, actor=clerk)
    outcome = all_at_once(
        lambda _number: issue([Ware(part, 1)], store=norths_store, van=van, told=told(norths_desk))
    )
    assert outcome == {"done": CLIENTS}
    assert on_hand(van, part) == CLIENTS


def test_who_goes_to_and_fro_waits_for_nobody_in_a_ring(clerk, norths_desk, norths_store, van, part, told):
    """Fault 15: half give, half take: whichever way round, rows are held in one order."""
    for place in (norths_store, van):
        stocked(part, place, CLIENTS, actor=clerk)
    one = [Ware(part, 1)]

    def go(number):
        act = issue if number % 2 else give_back
        act(one, store=norths_store, van=van, told=told(norths_desk))

    assert all_at_once(go) == {"done": CLIENTS}
    assert list(broken("S")) == []


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time")
def test_without_the_condition_in_the_statement_it_breaks(
    clerk, norths_desk, norths_store, van, part, told, monkeypatch
):
    """The control: who reads first and writes then gives one piece to many."""

    def read_then_write(place, of, quantity):
        balance = StockBalance.objects.get(place=place, part=of)
        if balance.on_hand < quantity:
            return False
        balance.on_hand -= quantity
        balance.save()
        return True

    stocked(part, norths_store, 40, actor=clerk)
    monkeypatch.setattr(posting, "_take", read_then_write)
    outcome = all_at_once(
        lambda _number: issue([Ware(part, 1)], store=norths_store, van=van, told=told(norths_desk))
    )
    assert outcome["done"] > 40 or list(broken("S1"))
    assert connection.vendor == "postgresql"
