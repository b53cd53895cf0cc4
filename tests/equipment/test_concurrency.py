"""Two at once: a serial number is registered once, a claim is kept once, an installation happens once."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection

from dealers import reveals
from dealers.models import RevealAlert
from dealers.roles import Role
from equipment import services
from equipment.models import Customer, CustomerContact, Equipment, SerialNumberCase
from records.models import AuditEntry
from records.refusals import Refusal
from tests.factories.dealers import DealerFactory, UserFactory
from tests.factories.equipment import CustomerContactFactory, EquipmentFactory, ProductFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
TYPED = services.Registration(
    serial_number="LD50-2609-0033",
    product_code="LD-50",
    customer_name="癸物流园",
    contact_name="蒋经理",
    phone="13856781234",
    first_place_of_use="江苏省南京市江宁区物流园二期",
    project_name="二期堆场",
    planned_installation_on=date(2026, 9, 20),
)


def at_once(*acts):
    """Run each act in a thread of its own, all let go together; return what each gave or refused."""
    results = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(position, act):
        gate.wait()
        try:
            results[position] = act()
        except (Refusal, DatabaseError) as refusal:
            results[position] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def desks(transactional_db):
    """Desks of two dealers that know nothing of each other."""
    ProductFactory(code="LD-50")
    return [UserFactory(dealer=DealerFactory(), roles=[Role.DEALER_USER]) for _ in range(2)]


def registering(desk, **changes):
    actor = type(desk).objects.get(pk=desk.pk)
    typed = replace(TYPED, **changes)
    return lambda: services.register_equipment(actor=actor, at=AT, registration=typed)


def test_one_dealer_twice_at_once_gets_one_unit(desks):
    """C1: a double click, or two people at one desk."""
    results = at_once(*[registering(desks[0]) for _ in range(6)])
    assert {type(result) for result in results} == {Equipment}
    assert len({result.pk for result in results}) == 1
    assert (Equipment.objects.count(), Customer.objects.count()) == (1, 1)


def test_two_dealers_at_once_get_one_unit_and_one_case(desks):
    """C1: one is first; the other learns that headquarters checks, once however often it tries."""
    acts = [registering(desk) for desk in desks for _ in range(3)]
    results = at_once(*acts)
    units = [result for result in results if isinstance(result, Equipment)]
    refusals = [result for result in results if isinstance(result, services.SerialNumberElsewhere)]
    assert (len(units), len(refusals)) == (3, 3)
    case = SerialNumberCase.objects.get()
    assert case.claimed_by_dealer != units[0].dealer


def test_new_units_of_one_new_customer_at_once_share_it(desks):
    results = at_once(*[registering(desks[0], serial_number=f"LD50-{n}") for n in range(6)])
    assert {type(result) for result in results} == {Equipment}
    assert Customer.objects.count() == 1


def mending(desk, contact, phone, name="李经理"):
    row = CustomerContact.objects.get(pk=contact.pk)
    actor = type(desk).objects.get(pk=desk.pk)
    return lambda: services.correct_contact(row, actor=actor, at=AT, name=name, phone=phone)


def test_a_contact_is_mended_once_at_once(desks):
    """C6: the second is told, and what the first wrote stands."""
    unit = EquipmentFactory(dealer=desks[0].dealer)
    results = at_once(*[mending(desks[0], unit.contact, f"1390000111{n}") for n in range(4)])
    winners = [result for result in results if isinstance(result, CustomerContact)]
    assert len(winners) == 1
    assert len([result for result in results if isinstance(result, services.FileMovedOn)]) == 3
    unit.refresh_from_db()
    assert (unit.contact, unit.events.count()) == (winners[0], 1)


def test_two_contacts_mended_into_each_other_at_once_leave_one_to_call(desks):
    """Never a circle: whoever is replaced is replaced by a current one."""
    unit = EquipmentFactory(dealer=desks[0].dealer)
    one = unit.contact
    two = CustomerContactFactory(customer=unit.customer, name="李经理", phone="+8613900001111")
    EquipmentFactory(dealer=unit.dealer, customer=unit.customer, contact=two)
    at_once(
        mending(desks[0], one, "13900001111", name="李经理"),
        mending(desks[0], two, "13812345678", name="王经理"),
    )
    for contact in CustomerContact.objects.filter(replaced_by__isnull=False):
        assert contact.replaced_by.is_current


def test_two_installations_at_once_are_one(desks):
    """C3: the second is told that it is recorded already."""
    unit = EquipmentFactory(dealer=desks[0].dealer)

    def installing(name):
        row = Equipment.objects.get(pk=unit.pk)
        actor = type(desks[0]).objects.get(pk=desks[0].pk)
        points = [services.CheckedItem(item, passed=True) for item in row.product.self_check_items]
        return lambda: services.install_equipment(
            row, actor=actor, at=AT, installed_on=date(2026, 6, 5), confirmed_by=name, self_check=points
        )

    results = at_once(*[installing(f"客户{n}") for n in range(4)])
    assert len([result for result in results if isinstance(result, Equipment)]) == 1
    assert len([result for result in results if isinstance(result, services.AlreadyInstalled)]) == 3
    assert unit.events.count() == 1
    assert unit.self_check.count() == 2


def test_many_reveals_at_once_raise_one_alert(desks):
    """E8: none goes uncounted, and the alert is raised once."""
    contact, desk = CustomerContactFactory(), desks[0]
    for _one in range(reveals.MOST_AN_HOUR - 3):
        services.reveal_phone(contact, actor=desk, at=AT)

    def look():
        return services.reveal_phone(contact, actor=type(desk).objects.get(pk=desk.pk), at=AT)

    results = at_once(*[look for _ in range(6)])
    assert {type(result) for result in results} == {str}
    assert AuditEntry.objects.filter(verb="phone_revealed").count() == reveals.MOST_AN_HOUR + 3
    assert RevealAlert.objects.count() == 1


def test_a_case_is_decided_once_by_two_at_once(desks):
    """C1: one hands the unit over or one sends the claim back; the other is told so."""
    first, second = desks
    registering(first)()
    refused = at_once(registering(second))[0]
    case = services.keep_claim(refused.claim)
    deciders = [UserFactory(roles=[Role.DISPATCHER]) for _ in range(4)]

    def deciding(actor, decide):
        return lambda: decide(SerialNumberCase.objects.get(pk=case.pk), actor=actor, at=AT, reason="核对")

    acts = [services.return_claim, services.transfer_unit] * 2
    results = at_once(*[deciding(actor, act) for actor, act in zip(deciders, acts, strict=True)])
    assert len([result for result in results if isinstance(result, SerialNumberCase)]) == 1
    case.refresh_from_db()
    is_theirs = Equipment.objects.get().dealer == second.dealer
    assert is_theirs == (case.status == "transferred")
    assert case.events.count() == 2


def test_a_contact_mended_while_the_unit_is_handed_over_stays_with_its_customer(desks):
    """D20: the unit never names a contact of its former dealer."""
    first, second = desks
    unit = registering(first)()
    case = services.keep_claim(at_once(registering(second))[0].claim)
    decider, contact = UserFactory(roles=[Role.DISPATCHER]), unit.contact
    at_once(
        lambda: services.transfer_unit(case, actor=decider, at=AT, reason="已转卖"),
        lambda: services.correct_contact(contact, actor=first, at=AT, name="李经理", phone="13856780000"),
    )
    unit.refresh_from_db()
    assert unit.contact.customer_id == unit.customer_id


def test_readings_of_one_unit_come_one_after_the_other(desks):
    """C4: of two that rule each other out one is refused, the unit's hours never fall."""
    unit = EquipmentFactory(dealer=desks[0].dealer, installed=True, product__warranty_hours=2000)

    def note(day, meter):
        return lambda: services.note_hours(
            unit, actor=desks[0], at=AT, read_on=date(2026, 9, day), meter=meter
        )

    results = at_once(note(10, 500), note(11, 490), note(12, 495))
    hours = list(unit.hour_readings.order_by("read_on").values_list("hours", flat=True))
    assert hours == sorted(hours)
    assert len(hours) == sum(not isinstance(one, Refusal) for one in results)
    assert any(isinstance(one, services.HoursFallen) for one in results)
