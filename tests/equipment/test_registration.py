"""Registering a delivered unit: the eight fields, once, and nobody learns of another dealer's units (C1)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from equipment import phones, services
from equipment.choices import EquipmentEventVerb
from equipment.models import Customer, CustomerContact, Equipment, SerialNumberCase
from equipment.states import CaseStatus
from records.refusals import Refusal
from tests.factories.dealers import DealerFactory, DivisionFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)


@pytest.fixture
def product(db):
    return ProductFactory(code="LD-50")


@pytest.fixture
def typed(product):
    return services.Registration(
        serial_number="LD50-2609-0033",
        product_code="LD-50",
        customer_name="癸物流园",
        contact_name="蒋经理",
        phone="13856781234",
        first_place_of_use="江苏省南京市江宁区物流园二期",
        project_name="二期堆场",
        planned_installation_on=date(2026, 9, 20),
    )


def register(actor, registration, at=AT):
    return services.register_equipment(actor=actor, at=at, registration=registration)


def test_a_delivered_unit_is_put_on_record(norths_desk, north, typed):
    """C1: the eight fields, delivered today by default, with customer, contact and event."""
    unit = register(norths_desk, typed)

    assert (unit.dealer, unit.delivered_on, unit.registered_by) == (north, TODAY, norths_desk)
    assert unit.customer.dealer == north
    assert unit.customer.code.startswith("C-2026-")
    assert unit.contact.masked_phone == "138****1234"
    assert unit.installed_on is None
    event = unit.events.get()
    assert (event.verb, event.actor, event.at) == (EquipmentEventVerb.REGISTERED, norths_desk, AT)


def test_the_place_gives_the_division(norths_desk, typed):
    """D4: the place is text plus the division it begins with."""
    DivisionFactory(code="320000", name="江苏省", full_name="江苏省", level=1)
    DivisionFactory(code="320100", name="南京市", full_name="江苏省南京市", level=2, parent_id="320000")
    county = DivisionFactory(parent_id="320100")
    assert register(norths_desk, typed).division == county


def test_a_place_that_is_not_recognised_is_named_by_hand(norths_desk, typed):
    """D4: corrected by hand; what is no division is refused and named."""
    DivisionFactory(code="320000", name="江苏省", full_name="江苏省", level=1)
    unknown = replace(typed, first_place_of_use="二号工地", division_text="江苏省")
    assert register(norths_desk, unknown).division_id == "320000"
    with pytest.raises(services.FieldNotValid) as refusal:
        register(norths_desk, replace(unknown, division_text="亚特兰蒂斯", serial_number="X-2"))
    assert refusal.value.field == "division"


def test_two_units_of_one_customer_share_customer_and_contact(norths_desk, typed):
    register(norths_desk, typed)
    register(norths_desk, replace(typed, serial_number="LD50-2609-0034"))
    assert (Customer.objects.count(), CustomerContact.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("serial_number", " "),
        ("product_code", ""),
        ("customer_name", "\u3000"),
        ("contact_name", ""),
        ("phone", ""),
        ("first_place_of_use", ""),
        ("project_name", "\x00"),
        ("planned_installation_on", None),
    ],
)
def test_each_of_the_eight_fields_is_needed(norths_desk, typed, field, value):
    """C1: all eight, and the refusal names the one that is missing."""
    with pytest.raises(Refusal) as refusal:
        register(norths_desk, replace(typed, **{field: value}))
    assert refusal.value.field == field.removesuffix("_code")
    assert refusal.value.code == "field_not_valid"
    assert not Equipment.objects.exists()
    assert not Customer.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("serial_number", "LD50/0033", "serial_number"),
        ("serial_number", "LD50 0033", "serial_number"),
        ("serial_number", "..", "serial_number"),
        ("serial_number", "X" * 41, "serial_number"),
        ("product_code", "NO-SUCH", "product"),
        ("customer_name", "客" * 81, "customer_name"),
        ("phone", "13856", "phone"),
        ("delivered_on", date(2026, 9, 16), "delivered_on"),
        ("delivered_on", date(1026, 9, 15), "delivered_on"),
        ("planned_installation_on", date(2206, 9, 15), "planned_installation_on"),
        ("dealer_code", "SOUTH", "dealer"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_field(norths_desk, south, typed, field, value, named):
    with pytest.raises(Refusal) as refusal:
        register(norths_desk, replace(typed, **{field: value}))
    assert refusal.value.field == named
    assert str(refusal.value)


def test_a_model_no_longer_served_is_refused(norths_desk, typed, product):
    product.is_active = False
    product.save()
    with pytest.raises(services.FieldNotValid):
        register(norths_desk, typed)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" LD50.2609.0033 ", "LD50.2609.0033"),
        ("ＬＤ５０－２６０９－００３３", "LD50-2609-0033"),
        ("LD50-\u200b2609", "LD50-2609"),
    ],
)
def test_serial_numbers_are_kept_as_on_the_plate(norths_desk, typed, written, kept):
    """C1: full-width characters and blanks at the ends are what keyboards and files add; dots may stay."""
    assert register(norths_desk, replace(typed, serial_number=written)).serial_number == kept


def test_the_planned_installation_may_lie_in_the_past(norths_desk, typed):
    unit = register(norths_desk, replace(typed, planned_installation_on=date(2026, 1, 5)))
    assert unit.planned_installation_on == date(2026, 1, 5)


def test_today_is_the_service_regions_day(norths_desk, typed):
    """Half past midnight in Shanghai is still the day before in UTC."""
    unit = register(norths_desk, typed, at=datetime(2026, 9, 15, 16, 30, tzinfo=UTC))
    assert unit.delivered_on == date(2026, 9, 16)


def test_a_centre_registers_for_itself(centres_desk, centre, typed):
    assert register(centres_desk, typed).dealer == centre


def test_headquarters_says_whose_unit_it_is(dispatcher, north, typed):
    with pytest.raises(services.FieldNotValid) as refusal:
        register(dispatcher, typed)
    assert refusal.value.field == "dealer"
    assert register(dispatcher, replace(typed, dealer_code="NORTH")).dealer == north


@pytest.mark.parametrize("code", ["NOBODY", "GONE"])
def test_headquarters_names_a_serving_dealer(dispatcher, typed, code):
    DealerFactory(code="GONE", is_active=False)
    with pytest.raises(services.FieldNotValid) as refusal:
        register(dispatcher, replace(typed, dealer_code=code))
    assert refusal.value.field == "dealer"


def test_only_desks_and_dispatchers_register(agent, norths_engineer, typed):
    for actor in (agent, norths_engineer.user):
        with pytest.raises(PermissionDenied):
            register(actor, typed)


def test_the_same_registration_again_changes_nothing(norths_desk, typed):
    """C1: the same file twice, the same unit."""
    first = register(norths_desk, typed)
    again = register(norths_desk, replace(typed, phone="138 5678 1234", customer_name=" 癸物流园"))
    assert again == first
    assert (Equipment.objects.count(), first.events.count()) == (1, 1)


def test_the_same_registration_is_known_after_the_contact_was_corrected(norths_desk, typed):
    """C1, C6: a mended contact does not turn last week's file into a conflict."""
    unit = register(norths_desk, typed)
    services.correct_contact(unit.contact, actor=norths_desk, at=AT, name="新经理", phone="13900001111")
    assert register(norths_desk, typed) == unit


@pytest.mark.parametrize(
    "change",
    [
        {"customer_name": "另一家公司"},
        {"contact_name": "李经理"},
        {"phone": "13900001111"},
        {"first_place_of_use": "别处"},
        {"project_name": "三期"},
        {"planned_installation_on": date(2026, 9, 21)},
    ],
)
def test_the_same_number_with_other_fields_is_a_conflict(norths_desk, typed, change):
    """C1: registered already, and where; nothing is overwritten."""
    unit = register(norths_desk, typed)
    with pytest.raises(services.AlreadyRegistered) as refusal:
        register(norths_desk, replace(typed, **change))
    assert refusal.value.status == 409
    assert unit.customer.name in str(refusal.value)
    assert Equipment.objects.count() == 1
    assert not SerialNumberCase.objects.exists()


def test_a_centre_learns_of_its_outlets_units(centres_desk, norths_desk, typed):
    register(norths_desk, typed)
    with pytest.raises(services.AlreadyRegistered) as refusal:
        register(centres_desk, typed)
    assert "华东一号经销商" in str(refusal.value)


def test_a_foreign_number_gives_no_hint_and_a_case(souths_desk, south, norths_desk, typed):
    """C1, safety D14: headquarters checks the number; whose it is stays hidden; the phone is not kept."""
    unit = register(norths_desk, typed)
    with pytest.raises(services.SerialNumberElsewhere) as refusal:
        register(souths_desk, replace(typed, customer_name="我的客户", phone="13900001111"))

    for hint in ("NORTH", "华东", "癸物流园", "蒋经理"):
        assert hint not in str(refusal.value)
    case = SerialNumberCase.objects.get()
    assert (case.equipment, case.claimed_by_dealer, case.claimed_by) == (unit, south, souths_desk)
    assert case.claim["customer_name"] == "我的客户"
    assert "13900001111" not in str(case.claim)
    assert not Customer.objects.filter(name="我的客户").exists()


def test_one_case_stays_open_however_often_it_is_claimed(souths_desk, norths_desk, typed, dispatcher):
    """C1: once while unsettled; sent back and claimed again, it is to be decided anew."""
    register(norths_desk, typed)
    for _attempt in range(3):
        with pytest.raises(services.SerialNumberElsewhere):
            register(souths_desk, typed)
    case = SerialNumberCase.objects.get()

    services.return_claim(case, actor=dispatcher, at=AT, reason="铭牌上是另一个机号")
    with pytest.raises(services.SerialNumberElsewhere):
        register(souths_desk, typed)
    case = SerialNumberCase.objects.get()
    assert (case.status, case.decided_at, case.decision) == (CaseStatus.OPEN, None, "")
    assert list(case.events.order_by("pk").values_list("verb", flat=True)) == ["claim", "return", "claim"]


def test_an_outlet_does_not_learn_of_its_centres_units(centre, norths_desk, typed, product):
    EquipmentFactory(serial_number=typed.serial_number, dealer=centre, product=product)
    with pytest.raises(services.SerialNumberElsewhere):
        register(norths_desk, typed)


def test_phones_are_encrypted_and_found_by_their_hashes(norths_desk, typed):
    """C10: nothing in the row reads like the number."""
    contact = register(norths_desk, typed).contact
    stored = f"{contact.phone_cipher}{contact.phone_hash}{contact.last_four_hash}"
    assert "13856781234" not in stored
    assert contact.phone_hash == phones.whole_hash("+8613856781234")
    assert phones.decrypt(contact.phone_cipher) == "+8613856781234"
