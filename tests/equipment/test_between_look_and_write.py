"""Another request gets there between looking and writing, told step by step (safety.md, 4)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from equipment import services
from equipment.models import CustomerContact, Equipment, SerialNumberCase
from equipment.services import cases, customers, registration
from tests.factories.equipment import CustomerFactory, EquipmentFactory, ProductFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)


class Meanwhile:
    """In the place of a module's `transaction`: another request acts before the first savepoint."""

    def __init__(self, act):
        self.act, self.is_first = act, True

    def atomic(self):
        if self.is_first:
            self.is_first = False
            self.act()
        return transaction.atomic()


@pytest.fixture
def meanwhile(monkeypatch):
    return lambda module, act: monkeypatch.setattr(module, "transaction", Meanwhile(act))


def test_the_same_claim_opens_one_case(meanwhile, north, south, souths_desk):
    """C1."""
    unit = EquipmentFactory(dealer=north)
    claim = services.Claim(
        equipment=unit, dealer=south, actor=souths_desk, at=AT, typed={}, e164="+8613912340000"
    )
    first = []
    meanwhile(cases, lambda: first.append(services.keep_claim(claim)))
    assert [services.keep_claim(claim)] == first
    assert SerialNumberCase.objects.count() == 1


def before_the_first_insert(act):
    """Act when a row is about to be written, between the look and the write."""
    due = [act]

    def look(execute, sql, *rest):
        if due and sql.startswith("INSERT"):
            due.pop()()
        return execute(sql, *rest)

    return connection.execute_wrapper(look)


def test_the_same_contact_is_added_once():
    """C10: found by the keyed hash of the number."""
    customer = CustomerFactory()

    def add():
        return customers.find_or_add_contact(customer, name="蒋经理", phone="13856781234", at=AT)

    first = []
    with before_the_first_insert(lambda: first.append(add())):
        assert [add()] == first
    assert CustomerContact.objects.filter(customer=customer).count() == 1


def test_the_same_reporter_is_added_once(meanwhile):
    unit = EquipmentFactory()

    def add():
        return customers.find_or_add_reporter(unit, phone="13856781234", at=AT)

    first = []
    meanwhile(customers, lambda: first.append(add()))
    assert [add()] == first


def test_the_same_customer_is_added_once(meanwhile, north):
    def add():
        return customers.find_or_add_customer(dealer=north, name="癸物流园", at=AT)

    first = []
    meanwhile(customers, lambda: first.append(add()))
    assert [add()] == first


@pytest.fixture
def typed(db):
    ProductFactory(code="LD-50")
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


def test_the_same_registration_gives_the_same_unit(meanwhile, norths_desk, typed):
    """C1: a double click."""

    def register():
        return services.register_equipment(actor=norths_desk, at=AT, registration=typed)

    first = []
    meanwhile(registration, lambda: first.append(register()))
    assert [register()] == first
    assert Equipment.objects.get().events.count() == 1


def test_a_fault_that_is_nobodys_registration_stays_a_fault(monkeypatch, norths_desk, typed):
    def fail(*args, **kwargs):
        message = "a rule of the database that nobody foresaw"
        raise IntegrityError(message)

    monkeypatch.setattr(registration, "_add", fail)
    with pytest.raises(IntegrityError):
        services.register_equipment(
            actor=norths_desk, at=AT, registration=replace(typed, project_name="三期堆场")
        )
    assert not Equipment.objects.exists()
