"""The verbs that move stock: what each does, what each refuses, who may (E2, E10, safety.md E4, E5)."""

from contextlib import nullcontext
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from parts.choices import PlaceKind
from parts.models import MovedPiece, StockAct, StockBalance, StockMovement, StockPiece
from parts.services import (
    Ware,
    give_back,
    issue,
    moving,
    only_place,
    posting,
    put_right,
    receive,
    receive_from_supplier,
    reverse,
    send,
    side_place,
    use,
    van_of,
)
from records.invariants import broken
from tests.factories.dealers import ServiceStaffFactory
from tests.factories.parts import PartFactory, stocked

pytestmark = pytest.mark.django_db
OF_STOCK = ("E1", "S1", "S2", "S3", "S4")


@pytest.fixture(autouse=True)
def _the_ledger_is_right_afterwards():
    yield
    assert list(broken(*OF_STOCK)) == []


def moved():
    return [
        (line.act.kind, line.quantity, line.source.kind, line.target.kind)
        for line in StockMovement.objects.select_related("act", "source", "target").order_by("pk")
    ]


def test_a_part_goes_from_the_supplier_into_a_machine(
    clerk, central, norths_store, norths_desk, van, norths_engineer, unit, part, told, on_hand
):
    """E2, E10: each step takes from one place and gives to the next; nothing is lost between."""
    receive_from_supplier([Ware(part, 12)], told=told(clerk, document="DN-7"))
    sent = send([Ware(part, 6)], store=central, to=norths_store, told=told(clerk))
    on_the_way = side_place(PlaceKind.TRANSIT, norths_store.dealer)
    assert (on_hand(central, part), on_hand(on_the_way, part), on_hand(norths_store, part)) == (6, 6, 0)
    receive([Ware(part, 6)], store=norths_store, told=told(norths_desk, document=sent.number))
    issue([Ware(part, 3)], store=norths_store, van=van, told=told(norths_desk))
    use([Ware(part, 2)], place=van, equipment=unit, told=told(norths_engineer.user, document="R-1"))
    give_back([Ware(part, 1)], van=van, store=norths_store, told=told(norths_engineer.user))
    assert [on_hand(place, part) for place in (central, on_the_way, norths_store, van)] == [6, 0, 4, 0]
    assert moved() == [
        ("receive", 12, "supplier", "central"),
        ("transfer", 6, "central", "transit"),
        ("receive", 6, "transit", "dealer"),
        ("issue", 3, "dealer", "van"),
        ("use", 2, "van", "unit"),
        ("return", 1, "van", "dealer"),
    ]
    assert set(StockAct.objects.values_list("document", flat=True)) == {"DN-7", sent.number, "R-1", ""}


@pytest.mark.parametrize("quantity", [-5, 0, 0.1, Decimal("0.1"), 10**9, float("nan"), "3", None, True])
def test_only_whole_pieces_are_moved(clerk, central, norths_store, part, told, quantity):
    """safety.md E4: −5, 0.1, 10⁹, NaN."""
    stocked(part, central, 5, actor=clerk)
    with pytest.raises(posting.QuantityNotPossible):
        send([Ware(part, quantity)], store=central, to=norths_store, told=told(clerk))
    assert StockAct.objects.count() == 1


def test_more_than_is_there_is_refused_with_what_is_there(clerk, central, norths_store, part, told, on_hand):
    """safety.md E4: the refusal says how many there are; nothing of the act is done."""
    other = PartFactory()
    stocked(part, central, 5, actor=clerk)
    stocked(other, central, 5, actor=clerk)
    with pytest.raises(posting.NotEnoughStock, match=f"{part.code}.* 5 .* 6 ") as refused:
        send([Ware(other, 2), Ware(part, 6)], store=central, to=norths_store, told=told(clerk))
    assert refused.value.status == 409
    assert (on_hand(central, part), on_hand(central, other)) == (5, 5)


def test_more_is_given_back_than_was_taken(norths_desk, clerk, norths_store, van, part, told):
    """safety.md E5."""
    stocked(part, van, 1, actor=clerk)
    with pytest.raises(posting.NotEnoughStock):
        give_back([Ware(part, 2)], van=van, store=norths_store, told=told(norths_desk))


def test_the_same_key_moves_once(clerk, central, norths_store, part, told, on_hand):
    stocked(part, central, 5, actor=clerk)
    send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk, key="once"))
    with pytest.raises(posting.PostedBefore), transaction.atomic():
        send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk, key="once"))
    assert on_hand(central, part) == 3


def test_a_part_stands_once_in_an_act_and_nothing_is_no_act(clerk, central, norths_store, part, told):
    with pytest.raises(moving.NamedTwice):
        send([Ware(part, 1), Ware(part, 2)], store=central, to=norths_store, told=told(clerk))
    with pytest.raises(moving.NothingNamed):
        send([], store=central, to=norths_store, told=told(clerk))


def test_parts_go_to_stores_of_other_houses_by_transit_alone(
    clerk, central, norths_store, souths_store, souths_desk, van, part, told
):
    stocked(part, central, 5, actor=clerk)
    stocked(part, souths_store, 5, actor=clerk)
    for place in (central, van, only_place(PlaceKind.SUPPLIER)):
        with pytest.raises(moving.NotAStore):
            send([Ware(part, 1)], store=central, to=place, told=told(clerk))
    with pytest.raises(posting.NoSuchWay):  # an engineer of another house
        issue([Ware(part, 1)], store=souths_store, van=van, told=told(souths_desk))
    with pytest.raises(posting.NoSuchWay):  # what was sent to North is not received by South
        posting.post(
            posting.Posting(
                kind=posting.MovementKind.RECEIVE,
                key="astray",
                legs=[posting.Leg(part, 1, side_place(PlaceKind.TRANSIT, norths_store.dealer), souths_store)],
                at=told(clerk).at,
                posted_at=told(clerk).at,
            ),
            actor=clerk,
        )


def test_a_superseded_or_withdrawn_part_is_used_up_and_not_bought(
    clerk, central, norths_store, part, told, on_hand
):
    """E1: what is there still goes out."""
    newer = PartFactory()
    stocked(part, central, 2, actor=clerk)
    part.successor = newer
    part.save()
    with pytest.raises(moving.Superseded, match=newer.code):
        receive_from_supplier([Ware(part, 1)], told=told(clerk))
    send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk))
    assert on_hand(central, part) == 0
    newer.is_active = False
    with pytest.raises(moving.NotSupplied):
        receive_from_supplier([Ware(newer, 1)], told=told(clerk))


def test_what_is_put_right_has_a_reason(clerk, central, part, told, on_hand):
    """E8: found more, then fewer; both ways the difference is a movement."""
    with pytest.raises(posting.ReasonNeeded):
        put_right([Ware(part, 1)], place=central, told=told(clerk, reason="  "), is_more=True)
    with pytest.raises(posting.ReasonTooLong):
        put_right([Ware(part, 1)], place=central, told=told(clerk, reason="多" * 301), is_more=True)
    put_right([Ware(part, 3)], place=central, told=told(clerk, reason="货架后找到"), is_more=True)
    put_right([Ware(part, 1)], place=central, told=told(clerk, reason="受潮"), is_more=False)
    assert on_hand(central, part) == 2


def test_a_posting_is_turned_round_once_and_wholly(
    clerk, central, norths_store, norths_desk, part, told, on_hand
):
    stocked(part, central, 5, actor=clerk)
    sent = send([Ware(part, 4)], store=central, to=norths_store, told=told(clerk))
    receive([Ware(part, 1)], store=norths_store, told=told(norths_desk))
    with pytest.raises(posting.NotEnoughStock):  # one has arrived: what goes on can't be turned round
        reverse(sent, told=told(clerk, reason="发错"))
    receive([Ware(part, 3)], store=norths_store, told=told(norths_desk))
    arrived = StockAct.objects.order_by("pk").last()
    with pytest.raises(posting.ReasonNeeded):
        reverse(arrived, told=told(clerk))
    turned = reverse(arrived, told=told(clerk, reason="数错"))
    assert (turned.reverses, on_hand(norths_store, part)) == (arrived, 1)
    with pytest.raises(moving.AlreadyReversed), transaction.atomic():
        reverse(arrived, told=told(clerk, reason="再来"))
    with pytest.raises(moving.ReversalStands):
        reverse(turned, told=told(clerk, reason="再来"))


def test_the_ledger_itself_lets_a_posting_be_turned_round_once(
    clerk, central, norths_store, part, told, on_hand
):
    """S6: under whatever key; and what is refused by the database moves nothing."""
    stocked(part, central, 5, actor=clerk)
    sent = send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk))
    reverse(sent, told=told(clerk, reason="发错"))
    transit = side_place(PlaceKind.TRANSIT, norths_store.dealer)
    again = posting.Posting(
        kind=posting.MovementKind.REVERSE,
        key="another key",
        legs=[posting.Leg(part, 2, central, transit)],
        at=sent.at,
        posted_at=sent.posted_at,
        reason="再来",
        reverses=sent,
    )
    with pytest.raises(IntegrityError):
        posting.post(again, actor=clerk)
    assert (on_hand(central, part), on_hand(transit, part)) == (5, 0)


@pytest.mark.parametrize("kind", ["issue", "transfer"])
def test_nothing_moves_to_where_it_is_or_by_a_way_that_is_none(
    clerk, central, norths_store, part, told, kind
):
    """E2: each kind of movement has its ways."""
    stocked(part, central, 5, actor=clerk)
    for target in (central, norths_store):
        with pytest.raises(posting.NoSuchWay):
            posting.post(
                posting.Posting(
                    kind=posting.MovementKind(kind),
                    key=f"{kind} {target.pk}",
                    legs=[posting.Leg(part, 1, central, target)],
                    at=told(clerk).at,
                    posted_at=told(clerk).at,
                ),
                actor=clerk,
            )


def test_numbered_pieces_are_named_and_found_where_they_went(
    clerk, central, norths_store, norths_desk, van, norths_engineer, unit, numbered, told
):
    """S4: a serial number is in one place, and its way is known."""
    receive_from_supplier([Ware(numbered, 2, ("A1", "A2"))], told=told(clerk))
    for wrong in ((), ("A1",), ("A1", "A1"), ("A1", ""), ("A1", "A2", "A3")):
        with pytest.raises(posting.SerialNumbersNeeded):
            send([Ware(numbered, 2, wrong)], store=central, to=norths_store, told=told(clerk))
    with pytest.raises(posting.PieceElsewhere, match="A9"):
        send([Ware(numbered, 1, ("A9",))], store=central, to=norths_store, told=told(clerk))
    with pytest.raises(posting.PieceElsewhere), transaction.atomic():  # it is here already
        receive_from_supplier([Ware(numbered, 1, ("A1",))], told=told(clerk))
    send([Ware(numbered, 1, ("A2",))], store=central, to=norths_store, told=told(clerk))
    receive([Ware(numbered, 1, ("A2",))], store=norths_store, told=told(norths_desk))
    issue([Ware(numbered, 1, ("A2",))], store=norths_store, van=van, told=told(norths_engineer.user))
    used = use([Ware(numbered, 1, ("A2",))], place=van, equipment=unit, told=told(norths_engineer.user))
    pieces = dict(StockPiece.objects.values_list("serial_number", "place__kind"))
    assert pieces == {"A1": PlaceKind.CENTRAL, "A2": PlaceKind.UNIT}
    assert MovedPiece.objects.filter(piece__serial_number="A2").count() == 5
    reverse(used, told=told(clerk, reason="装错"))
    assert StockPiece.objects.get(serial_number="A2").place == van


def test_pieces_without_numbers_are_not_named(clerk, part, told):
    with pytest.raises(posting.NoSerialNumbers):
        receive_from_supplier([Ware(part, 1, ("A1",))], told=told(clerk))


def test_who_may_move_what(request, central, norths_store, souths_store, van, unit, part, told):
    """L1, L2: keepers their own store, engineers their own van; headquarters' clerk puts right anywhere."""
    clerk, engineer = (request.getfixturevalue(name) for name in ("clerk", "norths_engineer"))
    theirs = van_of(ServiceStaffFactory(dealer=norths_store.dealer))
    for place in (central, norths_store, souths_store, van, theirs):
        stocked(part, place, 50, actor=clerk)
    one = [Ware(part, 1)]
    acts = {
        "buy": lambda by: receive_from_supplier(one, told=by),
        "send from central": lambda by: send(one, store=central, to=norths_store, told=by),
        "send from north": lambda by: send(one, store=norths_store, to=souths_store, told=by),
        "issue": lambda by: issue(one, store=norths_store, van=van, told=by),
        "give back": lambda by: give_back(one, van=van, store=norths_store, told=by),
        "use": lambda by: use(one, place=van, equipment=unit, told=by),
        "use from shelf": lambda by: use(one, place=norths_store, equipment=unit, told=by),
        "use a colleague's": lambda by: use(one, place=theirs, equipment=unit, told=by),
        "put right": lambda by: put_right(one, place=norths_store, told=by, is_more=True),
    }
    may = {
        "clerk": {"buy", "send from central", "put right"},
        "norths_desk": set(acts) - {"buy", "send from central", "put right"},
        "souths_desk": set(),
        "agent": set(),
        "manager": set(),
    }
    people = {request.getfixturevalue(name): allowed for name, allowed in may.items()}
    people |= {engineer.user: {"issue", "give back", "use"}}
    people |= {request.getfixturevalue("souths_engineer").user: set()}
    for who, allowed in people.items():
        for name, act in acts.items():
            with nullcontext() if name in allowed else pytest.raises(PermissionDenied):
                act(told(who, reason="盘点"))


@pytest.mark.parametrize("model", [StockAct, StockMovement, MovedPiece])
def test_the_ledger_is_never_changed(clerk, central, numbered, model):
    """S6, safety.md F7: the database itself refuses it."""
    stocked(numbered, central, 1, actor=clerk, serials=["A1"])
    for change in ("update", "delete"):
        rows, values = model.objects.all(), {"id": 99} if change == "update" else {}
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            rows.update(**values) if values else rows._raw_delete(rows.db)  # noqa: SLF001 (around Django's own care)


def test_a_balance_is_never_below_zero(clerk, central, part):
    """S2: whatever a program tries."""
    stocked(part, central, 1, actor=clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockBalance.objects.update(on_hand=-1)
