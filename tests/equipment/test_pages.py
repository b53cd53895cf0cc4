"""The pages of units: lists, forms that lose nothing, and nothing of another dealer (C1, C2, L2)."""

import io
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from equipment.models import Equipment, SerialNumberCase
from records.models import AuditEntry, SavedView
from tests.factories.equipment import CustomerContactFactory, EquipmentFactory, ProductFactory

NOW = "2026-09-15T02:00:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def typed(db):
    ProductFactory(code="LD-50")
    return {
        "product": "LD-50",
        "serial_number": "LD50.2609.0033",
        "customer_name": "癸物流园",
        "contact_name": "蒋经理",
        "phone": "13856781234",
        "first_place_of_use": "南三市物流园二期",
        "project_name": "二期堆场",
        "planned_installation_on": "2026-09-20",
        "delivered_on": "2026-09-15",
        "division": "",
        "idempotency_key": "k1",
    }


def body(response):
    return response.content.decode()


# ── the list ──


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_the_same_number_of_questions(page, norths_desk, django_assert_num_queries, count):
    product = ProductFactory()
    EquipmentFactory.create_batch(count, dealer=norths_desk.dealer, product=product)
    client = page(norths_desk)
    with django_assert_num_queries(9):
        response = client.get("/equipment/")
    assert body(response).count("<tr data-row") == count


def test_the_list_pages_by_key_without_counting(page, dispatcher, settings, django_assert_max_num_queries):
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "PAGE_SIZE": 2}
    product = ProductFactory()
    units = EquipmentFactory.create_batch(3, product=product)
    client = page(dispatcher)
    first = client.get("/equipment/", {"limit": 2, "sort": "serial_number"})
    assert units[0].serial_number in body(first)
    assert units[2].serial_number not in body(first)
    second = client.get(first.context["next_url"])
    assert units[2].serial_number in body(second)
    assert units[1].serial_number in body(client.get(second.context["previous_url"]))


def test_a_mark_of_another_order_starts_at_the_first_page(page, dispatcher):
    EquipmentFactory()
    for cursor in ("nonsense", "cD1hYmM=", "cD0yMDI2"):
        response = page(dispatcher).get("/equipment/", {"cursor": cursor, "sort": "planned"}, follow=True)
        assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": "RD280"}, True),
        ({"q": "丙矿业"}, True),
        ({"q": "王经"}, True),
        ({"q": "5678"}, True),
        ({"q": "13812345678"}, True),
        ({"q": "９９９９"}, False),
        ({"q": "13999999999"}, False),
        ({"product": "RD-280"}, True),
        ({"product": "LD-50"}, False),
        ({"dealer": "NORTH"}, True),
        ({"installed": "no"}, True),
        ({"installed": "late"}, True),
        ({"installed": "yes"}, False),
        ({"delivered_from": "2026-06-01", "delivered_until": "2026-06-01"}, True),
        ({"delivered_from": "2026-06-02"}, False),
        ({"installed_from": "2026-01-01"}, False),
    ],
)
def test_units_are_found_by(page, dispatcher, north, query, is_found):
    """C2, C10: by number, names, and phones by their keyed hashes."""
    ProductFactory(code="LD-50")
    unit = EquipmentFactory(
        serial_number="RD280-1", dealer=north, customer__name="丙矿业公司", product__code="RD-280"
    )
    found = f">{unit.serial_number}</a>" in body(page(dispatcher).get("/equipment/", query))
    assert found is is_found


def test_a_unit_of_a_customer_with_many_contacts_stands_once(page, dispatcher):
    unit = EquipmentFactory()
    CustomerContactFactory(customer=unit.customer, name="王工")
    assert body(page(dispatcher).get("/equipment/", {"q": "王"})).count("<tr data-row") == 1


def test_filters_find_nothing_of_another_dealer(page, souths_desk, north):
    """D2: neither by serial, customer, dealer nor phone."""
    unit = EquipmentFactory(dealer=north, serial_number="RD280-1")
    for query in ({"q": "RD280"}, {"q": "5678"}, {"dealer": "NORTH"}, {"customer": unit.customer.code}):
        response = page(souths_desk).get("/equipment/", query)
        assert f">{unit.serial_number}</a>" not in body(response)
        assert unit.customer.name not in body(response)


@pytest.mark.parametrize(
    "query",
    [{"dealer": "NOPE"}, {"product": "NOPE"}, {"installed": "perhaps"}, {"delivered_from": "yesterday"}],
)
def test_a_condition_that_can_not_be_read_shows_nothing_and_says_so(page, dispatcher, query):
    """Not everything: neither on the page nor, unasked, as a file of all units (J3)."""
    unit, client = EquipmentFactory(), page(dispatcher)
    response = client.get("/equipment/", query)
    assert unit.serial_number not in body(response)
    ((name, errors),) = response.context["filter"].form.errors.items()
    assert escape(errors[0]) in body(response)
    assert str(response.context["filter"].form[name].label) in body(response)
    assert client.get("/equipment/export/", query).status_code == 422
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_own_views_of_the_list_stand_beside_it(page, norths_desk, souths_desk):
    SavedView.objects.create(user=norths_desk, page="equipment:units", name="本月待装", query="installed=no")
    assert "本月待装" in body(page(norths_desk).get("/equipment/", {"installed": "no"}))
    assert "本月待装" not in body(page(souths_desk).get("/equipment/"))


def test_the_list_as_a_file_masks_phones_and_is_recorded(page, norths_desk, agent, south):
    """C10, I8: own rows alone, phones masked, formulas as text, an audit row with the count."""
    EquipmentFactory(dealer=norths_desk.dealer, serial_number="=1+1")
    EquipmentFactory(dealer=south)
    response = page(norths_desk).get("/equipment/export/")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=2))
    assert len(rows) == 1
    assert (rows[0][0].value, rows[0][0].data_type, rows[0][5].value) == ("=1+1", "s", "138****5678")
    assert AuditEntry.objects.get(verb="export").reason.startswith("1 rows")
    assert page(agent).get("/equipment/export/").status_code == 403


def test_a_file_is_capped(page, norths_desk, settings):
    settings.EXPORT_MAX_ROWS = 1
    EquipmentFactory.create_batch(2, dealer=norths_desk.dealer)
    assert page(norths_desk).get("/equipment/export/").status_code == 422


# ── registration ──


def test_a_unit_is_registered_on_one_form(page, norths_desk, typed):
    """C1."""
    response = page(norths_desk).post("/equipment/register/", typed)
    unit = Equipment.objects.get()
    assert response.status_code == 302
    assert response.url == unit.get_absolute_url() == "/equipment/units/LD50.2609.0033/"
    assert (unit.customer.name, unit.registered_by) == ("癸物流园", norths_desk)


def test_a_number_typed_in_another_case_is_the_same_unit(page, norths_desk, typed):
    """C1: in the form, in its address and in the address of a new ticket for it."""
    client = page(norths_desk)
    response = client.post("/equipment/register/", typed | {"serial_number": "ld50.2609.0033"})
    assert response.url == "/equipment/units/ld50.2609.0033/"
    again = client.post("/equipment/register/", typed | {"project_name": "x", "idempotency_key": "k2"})
    assert again.status_code == 409
    assert client.get("/equipment/units/LD50.2609.0033/").context["unit"] == Equipment.objects.get()
    assert "ld50.2609.0033" in body(client.get("/tickets/new/?equipment=LD50.2609.0033"))


def test_a_double_click_registers_once(page, norths_desk, typed):
    client = page(norths_desk)
    first, second = (client.post("/equipment/register/", typed) for _ in range(2))
    assert first.url == second.url
    assert Equipment.objects.count() == 1


def test_errors_stand_at_their_fields_and_keep_what_was_typed(page, norths_desk, typed):
    response = page(norths_desk).post(
        "/equipment/register/", typed | {"phone": "13856", "planned_installation_on": ""}
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"phone", "planned_installation_on"}
    for text in ("LD50.2609.0033", "癸物流园", "蒋经理", "13856", "南三市物流园二期", "二期堆场"):
        assert f'value="{text}"' in body(response)
    assert response.context["complete"] == 6


def test_a_refusal_of_the_service_stands_at_its_field(page, norths_desk, typed):
    EquipmentFactory(dealer=norths_desk.dealer, serial_number="LD50.2609.0033", customer__name="别的客户")
    response = page(norths_desk).post("/equipment/register/", typed)
    assert response.status_code == 409
    assert "别的客户" in response.context["form"].errors["serial_number"][0]


def test_a_foreign_number_opens_a_case_that_outlives_the_refusal(page, souths_desk, north, typed):
    """C1, D14: nothing of the other dealer in the answer; the case outlives the form's transaction."""
    unit = EquipmentFactory(dealer=north, serial_number="LD50.2609.0033")
    client = page(souths_desk)
    for _ in range(2):
        response = client.post("/equipment/register/", typed)
        assert response.status_code == 409
        for hint in (
            "NORTH",
            "华东一号经销商",
            unit.customer.name,
            unit.contact.name,
            unit.first_place_of_use,
        ):
            assert hint not in body(response)
        assert 'value="癸物流园"' in body(response)
    assert SerialNumberCase.objects.get().claimed_by == souths_desk


def test_headquarters_chooses_the_dealer(page, dispatcher, north, typed):
    client = page(dispatcher)
    assert client.post("/equipment/register/", typed).status_code == 422
    client.post("/equipment/register/", typed | {"dealer": "NORTH", "idempotency_key": "k2"})
    assert Equipment.objects.get().dealer == north


def test_a_field_is_checked_as_it_is_left(page, norths_desk, typed):
    client = page(norths_desk)
    wrong = body(client.post("/equipment/register/check/?field=phone", typed | {"phone": "138"}))
    assert 'aria-invalid="true"' in wrong
    assert 'id="complete"' in wrong
    right = body(client.post("/equipment/register/check/?field=phone", typed))
    assert "aria-invalid" not in right
    assert not Equipment.objects.exists()


def test_the_check_shows_own_numbers_and_hides_foreign_ones(page, norths_desk, souths_desk, north, typed):
    EquipmentFactory(dealer=north, serial_number="LD50.2609.0033")
    address = "/equipment/register/check/?field=serial_number"
    assert "/equipment/units/LD50.2609.0033/" in body(page(norths_desk).post(address, typed))
    assert "/equipment/units/" not in body(page(souths_desk).post(address, typed))
    assert page(souths_desk).post("/equipment/register/check/?field=dealer", typed).status_code == 404


def test_customers_are_suggested_from_ones_own(page, norths_desk, souths_desk, north):
    EquipmentFactory(dealer=north, customer__name="丙矿业公司")
    address = "/equipment/register/customers/?customer_name=矿业"
    assert "丙矿业公司" in body(page(norths_desk).get(address))
    assert "丙矿业公司" not in body(page(souths_desk).get(address))


@pytest.mark.parametrize("address", ["/equipment/register/", "/equipment/register/customers/"])
def test_agents_do_not_register(page, agent, address):
    assert page(agent).get(address).status_code == 403


# ── a unit ──


def test_a_units_page_shows_its_life(page, norths_desk, django_assert_num_queries):
    """C2: owner, warranty, self-check; the phone masked; constant in questions."""
    unit = EquipmentFactory(dealer=norths_desk.dealer, installed=True)
    client = page(norths_desk)
    with django_assert_num_queries(13):
        response = client.get(unit.get_absolute_url())
    assert "138****5678" in body(response)
    assert "13812345678" not in body(response)
    assert '<rect class="band"' in body(response)
    assert '<rect class="band-good"' in body(response)


def test_an_engineer_of_the_dealer_sees_no_units(page, norths_engineer):
    unit = EquipmentFactory(dealer=norths_engineer.dealer)
    assert page(norths_engineer.user).get(unit.get_absolute_url()).status_code == 403
    assert page(norths_engineer.user).get("/equipment/units/NO-SUCH/").status_code == 404


def test_a_foreign_unit_is_as_missing_as_a_missing_one(page, souths_desk, north):
    """Safety 1: the same status and the same body, but for the token of its forms."""
    unit = EquipmentFactory(dealer=north)
    client = page(souths_desk)
    token = re.compile(r'(name="csrfmiddlewaretoken" value|"X-CSRFToken":)[ =]"\w+"')
    for name in ("detail", "install", "correct-installation", "contact"):
        foreign = client.get(reverse(f"equipment:{name}", args=[unit.serial_number]))
        missing = client.get(reverse(f"equipment:{name}", args=["NO-SUCH"]))
        assert foreign.status_code == missing.status_code == 404
        assert token.sub("", body(foreign)) == token.sub("", body(missing))


def test_a_phone_is_shown_on_demand_and_recorded(page, norths_desk, deputy, client):
    """C10: with and without a script; who need not call may not."""
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    address = reverse("equipment:reveal", args=[unit.serial_number])
    assert "138 1234 5678" in body(page(norths_desk).post(address))
    part = body(page(norths_desk).post(address, headers={"HX-Request": "true"}))
    assert "138 1234 5678" in part
    assert "<html" not in part
    assert AuditEntry.objects.filter(verb="phone_revealed").count() == 2
    assert page(deputy).post(address).status_code == 403
    assert page(norths_desk).get(address).status_code == 405


def test_a_contact_is_corrected_on_its_page(page, agent):
    """C6."""
    unit = EquipmentFactory()
    address = reverse("equipment:contact", args=[unit.serial_number])
    wrong = page(agent).post(address, {"name": "李经理", "role": "operator", "phone": "1390"})
    assert wrong.status_code == 422
    assert 'value="李经理"' in body(wrong)
    page(agent).post(address, {"name": "李经理", "role": "operator", "phone": "13900001111"})
    unit.refresh_from_db()
    assert (unit.contact.name, unit.contact.masked_phone) == ("李经理", "139****1111")
