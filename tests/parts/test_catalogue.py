"""The catalogue: codes, prices with dates, chains of successors without circles (E1)."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from parts.choices import PlaceKind
from parts.models import Part, PartPrice, StockAct, StockBalance, StockMovement, StockPiece, StockPlace
from parts.rules import ROUTES, CircleOfSuccessors, chain, leads
from parts.services import side_place, store_of
from tests.factories.parts import PartFactory, stocked


@pytest.mark.parametrize(
    ("after", "found"),
    [({}, [1]), ({1: 2}, [1, 2]), ({1: 2, 2: 3, 9: 1}, [1, 2, 3]), ({2: 1}, [1])],
)
def test_a_chain_of_successors_ends_at_what_is_made_now(after, found):
    assert chain(1, after) == found


@pytest.mark.parametrize(
    ("after", "circle"),
    [({1: 1}, (1, 1)), ({1: 2, 2: 1}, (1, 2, 1)), ({1: 2, 2: 3, 3: 2}, (2, 3, 2))],
)
def test_a_circle_is_named_and_not_walked_for_ever(after, circle):
    with pytest.raises(CircleOfSuccessors) as found:
        chain(1, after)
    assert found.value.args == circle


def test_each_known_way_can_be_turned_round_and_no_other():
    known = {way for ways in ROUTES.values() for way in ways}
    for source in PlaceKind.values:
        for target in PlaceKind.values:
            assert leads("reverse", source, target) == ((target, source) in known)


@pytest.fixture
def save(page, administrator):
    """Change a part in the administration as a person does; return the faults beside the fields."""

    def change(part, **facts):
        given = {
            "code": part.code,
            "name_zh": part.name_zh,
            "part_class": part.part_class_id,
            "unit": part.unit,
            "is_active": "on",
            "prices-TOTAL_FORMS": 0,
            "prices-INITIAL_FORMS": 0,
        }
        answer = page(administrator).post(f"/admin/parts/part/{part.pk}/change/", given | facts)
        return {} if answer.status_code == 302 else answer.context["adminform"].form.errors

    return change


@pytest.mark.django_db
def test_a_circle_of_successors_is_refused_with_its_way(save, part):
    """E1: A → B → C → A, with what to do."""
    second, third = PartFactory(), PartFactory()
    assert save(part, successor=second.pk) == {}
    assert save(second, successor=third.pk) == {}
    way = f"{third.code} → {part.code} → {second.code} → {third.code}"
    assert way in str(save(third, successor=part.pk)["successor"])
    assert save(part, successor=third.pk) == {}


@pytest.mark.django_db
def test_a_code_is_kept_in_capitals_and_once(save, part):
    other = PartFactory(code="EL-07-0012")
    assert "code" in save(part, code=" el-07-0012 ")
    assert save(other, code=" el-07-0013") == {}
    other.refresh_from_db()
    assert other.code == "EL-07-0013"


@pytest.mark.django_db
def test_how_pieces_are_counted_stays_once_they_moved(save, clerk, central, part):
    assert save(part, is_serial_tracked="on") == {}
    assert save(part) == {}
    stocked(part, central, 1, actor=clerk)
    assert "is_serial_tracked" in save(part, is_serial_tracked="on")
    assert save(part, is_valuable="on") == {}


@pytest.mark.django_db
def test_the_price_of_a_day_is_the_last_one_before_it(part):
    """E1: price with dates; a day between has the older one."""
    for day, price in ((date(2026, 1, 1), "186.00"), (date(2026, 9, 1), "198.50")):
        PartPrice.objects.create(part=part, valid_from=day, price=Decimal(price))
    asked = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 8, 31), date(2026, 9, 1)]
    prices = [Part.objects.with_price_on(day).get().price for day in asked]
    assert prices == [None, Decimal("186.00"), Decimal("186.00"), Decimal("198.50")]
    for day, price in zip(asked, prices, strict=True):
        found = PartPrice.objects.in_force(part, on=day)
        assert (found.price if found else None) == price


@pytest.mark.django_db
def test_a_price_is_followed_and_never_changed(part):
    PartPrice.objects.create(part=part, valid_from=date(2026, 1, 1), price=1)
    for wrong in (
        {"valid_from": date(2026, 1, 1), "price": 2},
        {"valid_from": date(2026, 2, 1), "price": -1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PartPrice.objects.create(part=part, **wrong)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PartPrice.objects.update(price=3)


@pytest.mark.django_db
def test_only_what_is_usable_counts_as_available(clerk, central, north, norths_store, van, part):
    """E2: on the way and returned parts are counted apart."""
    for place, pieces in (
        (central, 3),
        (norths_store, 2),
        (van, 1),
        (side_place(PlaceKind.TRANSIT, north), 6),
        (side_place(PlaceKind.DEFECTIVE, north), 4),
        (side_place(PlaceKind.SCRAP, north), 9),
    ):
        stocked(part, place, pieces, actor=clerk)
    found = Part.objects.with_stock(type(central).objects.all()).get()
    assert (found.available, found.on_the_way, found.returned) == (6, 6, 4)


@pytest.mark.django_db
def test_a_house_sees_its_own_places_balances_and_movements(
    clerk, central, north, norths_store, norths_desk, souths_store, souths_desk, centres_desk, part
):
    """L2: a centre its outlets' too, nobody another's; headquarters all."""
    for place in (central, norths_store, souths_store):
        stocked(part, place, 5, actor=clerk)
    for model in (StockPlace, StockBalance, StockMovement, StockAct):
        seen = {
            who.username: model.objects.visible_to(who).count()
            for who in (clerk, norths_desk, souths_desk, centres_desk)
        }
        alls = model.objects.count()
        assert list(seen.values()) == [alls, 1, 1, 1], (model, seen)
    assert StockPiece.objects.visible_to(norths_desk).count() == 0
    norths_desk.is_active = False
    for model in (StockPlace, StockBalance, StockMovement, StockAct):
        assert not model.objects.visible_to(norths_desk).exists(), model
    assert not Part.objects.visible_to(norths_desk).exists()
    assert store_of(north) == norths_store
