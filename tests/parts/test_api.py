"""The API of parts and stock: what is read, the verbs, refusals with their fields (E1, E2, E10)."""

from datetime import date

import pytest

from parts.choices import PlaceKind
from parts.models import PartPrice, StockAct, StockPlace
from parts.services import only_place, side_place, store_of
from records.invariants import broken
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.parts import PartFactory, stocked

pytestmark = pytest.mark.django_db
MOVEMENTS = "/api/v1/movements/"


@pytest.fixture
def post(api):
    """Post a verb as a person; each request is one of its own unless it names a key."""

    def send(who, verb, body, key=""):
        headers = {"Idempotency-Key": key} if key else {}
        return api(who).post(f"{MOVEMENTS}{verb}/", body, format="json", headers=headers)

    return send


def lines(part, quantity=1, **more):
    return {"lines": [{"part": part.code, "quantity": quantity, **more}]}


def test_a_part_goes_its_whole_way_by_the_api(
    api, post, clerk, central, norths_desk, norths_store, van, norths_engineer, unit, numbered, on_hand
):
    """E2, E10: received, sent, received, issued, used, given back; each answer is the posting."""
    engineer, two = norths_engineer.user, {"serial_numbers": ["A1", "A2"]}
    bought = post(
        clerk,
        "receive",
        lines(numbered, 2, **two) | {"place": "CENTRAL", "from_supplier": True, "document": "DN-7"},
    )
    assert bought.status_code == 201
    assert bought["Location"].endswith(f"{MOVEMENTS}{bought.data['id']}/")
    assert bought.data["number"] == f"SM-{bought.data['id']:07d}"
    assert (bought.data["kind"], bought.data["document"], bought.data["posted_by"]) == (
        "receive",
        "DN-7",
        "孙库管",
    )
    assert bought.data["lines"] == [
        {
            "part": numbered.code,
            "quantity": 2,
            "from_place": "SUPPLIER",
            "to_place": "CENTRAL",
            "serial_numbers": ["A1", "A2"],
        }
    ]
    sent = post(
        clerk, "transfer", lines(numbered, 2, **two) | {"place": "CENTRAL", "to": norths_store.code}
    ).data["number"]
    steps = [
        (norths_desk, "receive", {"place": norths_store.code, "document": sent}),
        (norths_desk, "issue", {"place": norths_store.code, "to": van.code}),
        (engineer, "return", {"place": van.code, "to": norths_store.code}),
        (engineer, "issue", {"place": norths_store.code, "to": van.code}),
        (engineer, "use", {"place": van.code, "equipment": unit.serial_number, "document": "S-1"}),
    ]
    for who, verb, ends in steps:
        assert post(who, verb, lines(numbered, 2, **two) | ends).status_code == 201, verb
    assert StockPlace.objects.get(pieces__serial_number="A2").kind == PlaceKind.UNIT
    assert [on_hand(place, numbered) for place in (central, norths_store, van)] == [0, 0, 0]
    assert list(broken("S")) == []
    wrong = post(
        clerk,
        "adjust",
        lines(numbered, 1, serial_numbers=["A3"]) | {"place": "CENTRAL", "is_more": True, "reason": "找到"},
    )
    turned = api(clerk).post(f"{MOVEMENTS}{wrong.data['id']}/reverse/", {"reason": "看错"}, format="json")
    assert (turned.status_code, turned.data["reverses"], on_hand(central, numbered)) == (
        201,
        wrong.data["id"],
        0,
    )


@pytest.mark.parametrize("quantity", [-5, 0, 0.1, 10**9, "NaN", "", None])
def test_only_whole_pieces(post, clerk, central, norths_store, part, quantity):
    """safety.md E4: 400 beside the line."""
    stocked(part, central, 5, actor=clerk)
    answer = post(clerk, "transfer", lines(part, quantity) | {"place": "CENTRAL", "to": norths_store.code})
    assert answer.status_code == 400
    assert "lines" in answer.data["fields"]
    assert StockAct.objects.count() == 1


def test_too_many_and_nothing_are_refused(post, clerk, central, norths_store, part):
    stocked(part, central, 5, actor=clerk)
    ends = {"place": "CENTRAL", "to": norths_store.code}
    short = post(clerk, "transfer", lines(part, 6) | ends)
    assert (short.status_code, short.data["code"]) == (409, "not_enough_stock")
    assert " 5 " in short.data["detail"]
    for wanted in ([], [{"part": part.code, "quantity": 1}] * 201):
        assert post(clerk, "transfer", {"lines": wanted} | ends).status_code == 400
    twice = post(clerk, "transfer", {"lines": [{"part": part.code, "quantity": 1}] * 2} | ends)
    assert twice.data["code"] == "named_twice"


def test_a_repeated_request_moves_once(post, clerk, central, norths_store, part, on_hand):
    """safety.md, 14."""
    stocked(part, central, 5, actor=clerk)
    body = lines(part, 2) | {"place": "CENTRAL", "to": norths_store.code}
    first, again = (post(clerk, "transfer", body, key="k1") for _ in range(2))
    assert (first.status_code, again.status_code, again.data) == (201, 201, first.data)
    assert on_hand(central, part) == 3
    assert (
        post(
            clerk, "transfer", lines(part, 1) | {"place": "CENTRAL", "to": norths_store.code}, key="k1"
        ).status_code
        == 422
    )


def test_what_is_not_there_and_what_is_anothers_are_told_alike(
    post, clerk, norths_desk, norths_store, souths_store, van, souths_unit, part
):
    """L2: a foreign place, unit or an unknown code: the same words."""
    stocked(part, norths_store, 5, actor=clerk)
    asked = {
        "issue": [{"place": souths_store.code, "to": van.code}, {"place": "NO-SUCH", "to": van.code}],
        "use": [
            {"place": norths_store.code, "equipment": souths_unit.serial_number},
            {"place": norths_store.code, "equipment": "NO-SUCH"},
        ],
        "transfer": [
            {"place": norths_store.code, "to": souths_store.code},
            {"place": norths_store.code, "to": "NO-SUCH"},
        ],
    }
    for verb, (foreign, missing) in asked.items():
        answers = [post(norths_desk, verb, lines(part) | ends) for ends in (foreign, missing)]
        assert [one.status_code for one in answers] == [422, 422]
        assert len({one.data["code"] for one in answers}) == 1
        named = [souths_store.code, souths_unit.serial_number, "NO-SUCH"]
        said = [one.data["detail"] for one in answers]
        assert len({_without(text, named) for text in said}) == 1, said
    unknown = post(
        norths_desk,
        "issue",
        {"lines": [{"part": "XX", "quantity": 1}], "place": norths_store.code, "to": van.code},
    )
    assert unknown.data["code"] == "no_such_part"


def _without(text, words):
    for word in words:
        text = text.replace(word, "…")
    return text


@pytest.fixture
def souths_unit(south):
    return EquipmentFactory(dealer=south)


def test_a_house_sends_back_to_the_central_store_and_to_its_centre(
    post, clerk, norths_desk, norths_store, centre, part
):
    """E2: the central store can be named by who does not see what is in it."""
    stocked(part, norths_store, 5, actor=clerk)
    for to in (only_place(PlaceKind.CENTRAL), store_of(centre)):
        answer = post(norths_desk, "transfer", lines(part) | {"place": norths_store.code, "to": to.code})
        assert answer.status_code == 201


def test_the_other_end_of_a_movement_is_named_to_its_own_house_alone(
    api, post, clerk, norths_desk, norths_store, centre, centres_desk, part
):
    store = store_of(centre)
    stocked(part, store, 5, actor=clerk)
    post(centres_desk, "transfer", lines(part) | {"place": store.code, "to": norths_store.code})
    act = StockAct.objects.latest("pk")
    ends = {
        who.username: [
            (line["from_place"], line["to_place"])
            for line in api(who).get(f"{MOVEMENTS}{act.pk}/").data["lines"]
        ]
        for who in (clerk, centres_desk, norths_desk)
    }
    way = side_place(PlaceKind.TRANSIT, norths_store.dealer).code
    assert ends == {
        "clerk": [(store.code, way)],
        centres_desk.username: [(store.code, way)],
        norths_desk.username: [("", way)],
    }


def test_the_catalogue_says_what_a_part_costs_today_and_what_the_own_places_have(
    api, clerk, central, norths_desk, norths_store, souths_desk, part
):
    """E1, E2, L2."""
    newer = PartFactory(code="HS-99")
    part.products.add(ProductFactory(code="EX-215"))
    part.successor = newer
    part.save()
    PartPrice.objects.create(part=part, valid_from=date(2026, 1, 1), price="186.00")
    stocked(part, central, 3, actor=clerk)
    stocked(part, norths_store, 2, actor=clerk)
    stocked(part, side_place(PlaceKind.TRANSIT, norths_store.dealer), 6, actor=clerk)
    stocked(part, side_place(PlaceKind.DEFECTIVE, norths_store.dealer), 4, actor=clerk)
    shown = {
        who.username: api(who).get(f"/api/v1/parts/{part.code}/").data
        for who in (clerk, norths_desk, souths_desk)
    }
    counted = {name: (one["available"], one["on_the_way"], one["returned"]) for name, one in shown.items()}
    assert counted == {"clerk": (5, 6, 4), norths_desk.username: (2, 6, 4), souths_desk.username: (0, 0, 0)}
    one = shown["clerk"]
    assert (one["price"], one["products"], one["successor"]) == ("186.00", ["EX-215"], "HS-99")


def test_lists_take_the_same_statements_whatever_there_is(
    api, clerk, central, norths_store, post, django_assert_max_num_queries
):
    for size in (1, 30):
        for _number in range(size):
            part = PartFactory()
            stocked(part, central, 5, actor=clerk)
        for path in ("parts", "places", "balances", "movements"):
            with django_assert_max_num_queries(8):
                answer = api(clerk).get(f"/api/v1/{path}/")
            assert answer.status_code == 200
            assert answer.data["results"]


def test_who_sees_no_stock_reads_none(api, agent, post, central, norths_store, part):
    """L1."""
    for path in ("parts", "places", "balances", "movements"):
        assert api(agent).get(f"/api/v1/{path}/").status_code == 403
    assert (
        post(agent, "transfer", lines(part) | {"place": "CENTRAL", "to": norths_store.code}).status_code
        == 403
    )
