"""What the database itself refuses of units, contacts, cases and their history (safety.md, 4)."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from equipment.choices import EquipmentEventVerb
from equipment.models import (
    Customer,
    CustomerContact,
    Equipment,
    EquipmentEvent,
    SelfCheckResult,
    SerialNumberCase,
)
from equipment.states import CaseStatus
from tests.factories.equipment import CustomerContactFactory, CustomerFactory, EquipmentFactory

AT = datetime(2026, 6, 10, tzinfo=UTC)


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, installed=True)


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_a_serial_number_stands_once(unit):
    for written in (unit.serial_number, unit.serial_number.lower()):
        refused(lambda number=written: EquipmentFactory(serial_number=number))


@pytest.mark.parametrize(
    "changes",
    [
        {"in_use_from": date(2026, 6, 4)},
        {"in_use_from": None},
        {"installed_on": None},
        {"installation_recorded_at": None},
        {"delivered_on": date(2026, 6, 6)},
    ],
)
def test_the_days_of_an_installation_fit_together(unit, changes):
    """C3: delivery, installation, use in this order, and all facts of the installation or none."""
    refused(lambda: Equipment.objects.filter(pk=unit.pk).update(**changes))


def test_a_customer_stands_once_a_dealer_and_once_at_headquarters(north, south):
    CustomerFactory(name="甲", dealer=north)
    CustomerFactory(name="甲", dealer=south)
    CustomerFactory(name="甲", dealer=None)
    refused(lambda: CustomerFactory(name="甲", dealer=north))
    refused(lambda: CustomerFactory(name="甲", dealer=None))
    assert Customer.objects.count() == 3


def test_a_contact_stands_once_a_customer_in_a_known_role(db):
    contact = CustomerContactFactory()
    refused(lambda: CustomerContactFactory(customer=contact.customer))
    refused(lambda: CustomerContactFactory(role="friend"))
    refused(lambda: CustomerContact.objects.filter(pk=contact.pk).update(replaced_by=contact))


def test_a_point_of_the_self_check_is_answered_once(unit):
    SelfCheckResult.objects.create(equipment=unit, position=1, item="制动", passed=True)
    refused(lambda: SelfCheckResult.objects.create(equipment=unit, position=2, item="制动", passed=False))


def case(unit, dealer, user, number, **facts):
    return SerialNumberCase.objects.create(
        number=number, equipment=unit, claimed_by_dealer=dealer, claimed_by=user, claimed_at=AT, **facts
    )


def test_a_case_is_open_once_and_decided_by_somebody(unit, south, souths_desk):
    case(unit, south, souths_desk, "N-2026-00001")
    refused(lambda: case(unit, south, souths_desk, "N-2026-00002"))
    refused(lambda: SerialNumberCase.objects.update(status=CaseStatus.MISTYPED))
    refused(lambda: case(unit, south, souths_desk, "N-2026-00003", status="lost"))


def test_what_happened_to_a_unit_cannot_be_changed(unit, norths_desk):
    """L3: the history is append-only; a verb nobody knows is refused."""
    event = EquipmentEvent.objects.create(
        equipment=unit, dealer=unit.dealer, at=AT, actor=norths_desk, verb=EquipmentEventVerb.INSTALLED
    )
    for act in (
        lambda: EquipmentEvent.objects.filter(pk=event.pk).update(note="anders"),
        lambda: EquipmentEvent.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    refused(lambda: EquipmentEvent.objects.create(equipment=unit, dealer=unit.dealer, at=AT, verb="sold"))
