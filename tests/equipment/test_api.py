"""The API of products, customers and units (C1, C3, L2)."""

from datetime import date

import pytest
import time_machine

from equipment.models import Customer, Equipment, SerialNumberCase
from tests.factories.equipment import EquipmentFactory, ProductFactory

UNITS = "/api/v1/equipment/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-15T02:00:00Z", tick=False):
        yield


@pytest.fixture
def body(db):
    ProductFactory(code="LD-50", warranty_months=18)
    return {
        "serial_number": "LD50.2609.0033",
        "product": "LD-50",
        "customer": {"name": "癸物流园", "contact_name": "蒋经理", "phone": "13856781234"},
        "first_place_of_use": "南三市物流园二期",
        "project_name": "二期堆场",
        "planned_installation_on": "2026-01-20",
    }


def test_a_unit_from_delivery_to_warranty(api, norths_desk, body):
    """C1, C3: registered, installed, corrected; each answer is the unit's file."""
    client = api(norths_desk)
    created = client.post(UNITS, body | {"delivered_on": "2026-09-15"}, format="json")
    assert created.status_code == 201
    assert created.data["customer"] == {
        "code": Customer.objects.get().code,
        "name": "癸物流园",
        "contact_name": "蒋经理",
        "phone": "138****1234",
    }
    assert (created.data["dealer"], created.data["delivered_on"]) == ("NORTH", "2026-09-15")
    assert created.data["installed_on"] is created.data["warranty_ends_on"] is None

    unit = f"{UNITS}LD50.2609.0033/"
    points = [
        {"item": "液压系统无渗漏", "passed": True},
        {"item": "回转制动可靠", "passed": False, "note": "已调"},
    ]
    given = {"installed_on": "2026-09-15", "confirmed_by": "蒋经理", "self_check": points}
    silent = given | {"self_check": [points[0], {"item": "回转制动可靠", "passed": False}]}
    told = client.post(f"{unit}install/", silent, format="json")
    assert (told.status_code, list(told.data["fields"])) == (422, ["self_check"])
    installed = client.post(f"{unit}install/", given, format="json")
    assert installed.status_code == 200
    assert installed.data["warranty_ends_on"] == "2028-03-15"
    assert installed.data["self_check"] == [
        {"item": "液压系统无渗漏", "passed": True, "note": ""},
        {"item": "回转制动可靠", "passed": False, "note": "已调"},
    ]
    again = client.post(f"{unit}install/", given, format="json")
    assert (again.status_code, again.data["code"]) == (409, "already_installed")
    early = {"installed_on": "2026-09-14", "reason": "写错"}
    refused = client.post(f"{unit}correct-installation/", early, format="json")
    assert (refused.status_code, list(refused.data["fields"])) == (422, ["installed_on"])


def test_a_correction_moves_both_days(api, norths_desk):
    unit = EquipmentFactory(dealer=norths_desk.dealer, installed=True)
    address = f"{UNITS}{unit.serial_number}/correct-installation/"
    given = {"installed_on": "2026-06-03", "reason": "写错"}
    answer = api(norths_desk).post(address, given, format="json")
    assert (answer.data["installed_on"], answer.data["in_use_from"]) == ("2026-06-03", "2026-06-03")


def test_the_same_key_takes_effect_once(api, norths_desk, body):
    client = api(norths_desk)
    answers = [client.post(UNITS, body, format="json", headers={"Idempotency-Key": "a"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].data == answers[1].data
    assert Equipment.objects.count() == 1


def test_the_same_fields_again_are_the_same_unit(api, norths_desk, body):
    client = api(norths_desk)
    first, second = (client.post(UNITS, body, format="json") for _ in range(2))
    assert first.data == second.data
    other = client.post(UNITS, body | {"project_name": "三期"}, format="json")
    assert (other.status_code, other.data["code"]) == (409, "already_registered")


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "a"}])
def test_a_foreign_number_gives_no_hint_and_its_case_stays(api, souths_desk, north, body, headers):
    """C1, D14: also where the key's own transaction is rolled back."""
    unit = EquipmentFactory(dealer=north, serial_number=body["serial_number"])
    for _ in range(2):
        answer = api(souths_desk).post(UNITS, body, format="json", headers=headers)
        assert (answer.status_code, answer.data["code"]) == (409, "serial_number_under_check")
        text = answer.content.decode()
        for hint in ("NORTH", "华东一号经销商", unit.customer.name, unit.customer.code, unit.contact.name):
            assert hint not in text
    assert SerialNumberCase.objects.count() == 1


def test_neither_case_nor_width_makes_a_number_another_units(api, norths_desk, souths_desk, body):
    """C1: the second dealer's claim becomes a case, however the plate is typed."""
    mine = api(norths_desk).post(UNITS, body | {"serial_number": "ex215-2611-9999"}, format="json")
    assert mine.data["serial_number"] == "ex215-2611-9999"
    for written in ("EX215-2611-9999", "Ex215-2611-9999", "ＥＸ215－2611－9999"):
        answer = api(souths_desk).post(UNITS, body | {"serial_number": written}, format="json")
        assert (answer.status_code, answer.data["code"]) == (409, "serial_number_under_check")
    assert SerialNumberCase.objects.get().equipment.serial_number == "ex215-2611-9999"
    assert api(norths_desk).get(f"{UNITS}EX215-2611-9999/").data["serial_number"] == "ex215-2611-9999"
    assert len(api(norths_desk).get(f"{UNITS}?q=EX215-2611").data["results"]) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"serial_number": ""}, "serial_number"),
        ({"serial_number": "a/b"}, "serial_number"),
        ({"product": "NO"}, "product"),
        ({"customer": {"name": "甲"}}, "customer"),
        ({"planned_installation_on": "2026-13-01"}, "planned_installation_on"),
        ({"delivered_on": "2026-09-16"}, "delivered_on"),
        ({"dealer": "SOUTH"}, "dealer"),
        ({"division": "亚特兰蒂斯"}, "division"),
    ],
)
def test_each_refusal_names_its_field(api, norths_desk, body, change, field):
    answer = api(norths_desk).post(UNITS, body | change, format="json")
    assert answer.status_code in {400, 422}
    assert field in answer.data["fields"]
    assert not Equipment.objects.exists()


def test_headquarters_names_the_dealer(api, dispatcher, north, body):
    client = api(dispatcher)
    assert client.post(UNITS, body, format="json").data["fields"].keys() == {"dealer"}
    assert client.post(UNITS, body | {"dealer": "NORTH"}, format="json").data["dealer"] == "NORTH"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_is_written_but_through_the_verbs(api, norths_desk, method):
    """D9."""
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    address = f"{UNITS}{unit.serial_number}/"
    assert getattr(api(norths_desk), method)(address, {"dealer": "SOUTH"}, format="json").status_code == 405


def test_a_foreign_unit_is_missing(api, souths_desk, north):
    unit = EquipmentFactory(dealer=north)
    client = api(souths_desk)
    foreign, missing = client.get(f"{UNITS}{unit.serial_number}/"), client.get(f"{UNITS}NO-SUCH/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert client.get(f"/api/v1/customers/{unit.customer.code}/").status_code == 404
    assert client.get(UNITS).data["results"] == client.get("/api/v1/customers/").data["results"] == []


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize(("address", "queries"), [(UNITS, 4), ("/api/v1/customers/", 3)])
def test_lists_ask_the_same_number_of_questions(
    api, norths_desk, django_assert_num_queries, count, address, queries
):
    EquipmentFactory.create_batch(count, dealer=norths_desk.dealer, product=ProductFactory())
    client = api(type(norths_desk).objects.get(pk=norths_desk.pk))
    with django_assert_num_queries(queries):
        answer = client.get(address)
    assert len(answer.data["results"]) == count


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "5678"}, 1),
        ({"installed": "yes"}, 0),
        ({"product": "X-1"}, 1),
        ({"dealer": "NORTH"}, 1),
        ({"delivered_until": "2026-05-31"}, 0),
    ],
)
def test_units_are_filtered(api, norths_desk, query, found):
    EquipmentFactory(dealer=norths_desk.dealer, product__code="X-1")
    assert len(api(norths_desk).get(UNITS, query).data["results"]) == found


def test_a_filter_that_cannot_be_read_says_so(api, norths_desk):
    answer = api(norths_desk).get(UNITS, {"delivered_from": "soon", "product": "NO"})
    assert answer.status_code == 400
    assert set(answer.data["fields"]) == {"delivered_from", "product"}


def test_products_are_open_to_all_who_sign_in(api, norths_engineer):
    ProductFactory(code="LD-50")
    answer = api(norths_engineer.user).get("/api/v1/products/LD-50/")
    assert answer.data["self_check_items"] == ["液压系统无渗漏", "回转制动可靠"]
    assert answer.data["warranty_months"] == 12


def test_an_engineer_sees_no_units(api, norths_engineer):
    assert api(norths_engineer.user).get(UNITS).status_code == 403


def test_days_are_days(api, norths_desk):
    EquipmentFactory(dealer=norths_desk.dealer, delivered_on=date(2026, 6, 1))
    assert api(norths_desk).get(UNITS).data["results"][0]["delivered_on"] == "2026-06-01"
