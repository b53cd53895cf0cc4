"""What of units is due today: counted whole, listed in part (L1)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from aftersales import home
from equipment import due
from equipment.models import SerialNumberCase
from tests.factories.equipment import (
    CustomerContactFactory,
    CustomerFactory,
    EquipmentFactory,
    ProductFactory,
)

AT = datetime(2026, 6, 10, 2, tzinfo=UTC)
TODAY = date(2026, 6, 10)


@pytest.fixture
def many(north):
    """More overdue units and more of today's than one home lists."""
    contact = CustomerContactFactory(customer=CustomerFactory(dealer=north))
    shared = {"dealer": north, "customer": contact.customer, "contact": contact, "product": ProductFactory()}
    for place in range(27):
        EquipmentFactory(**shared, serial_number=f"LATE-{place}", planned_installation_on=date(2026, 6, 1))
    for place in range(23):
        EquipmentFactory(**shared, serial_number=f"TODAY-{place}", planned_installation_on=TODAY)


def test_overdue_and_today_are_counted_apart_and_whole(norths_desk, many):
    """L1: twenty of each are listed; one line stands for the rest of each and leads to exactly those."""
    items = due.items(norths_desk, AT)
    rests = [(item.url, item.count, item.due) for item in items if item.count > 1]
    assert rests == [
        ("/equipment/?installed=late&sort=planned", 7, date(2026, 6, 1)),
        ("/equipment/?installed=today&sort=planned", 3, TODAY),
    ]
    assert len(items) == 42
    assert due.badge(norths_desk, AT) == 50
    groups = {
        group["tone"]: (group["count"], len(group["rows"])) for group in home.due_groups(norths_desk, AT)
    }
    assert groups == {"bad": (27, 21), "warn": (23, 21)}


def test_the_rest_of_each_group_is_a_list_of_its_own(page, norths_desk, north):
    today = datetime.now(tz=UTC).astimezone().date()
    EquipmentFactory(dealer=north, serial_number="OLD", planned_installation_on=today - timedelta(days=3))
    EquipmentFactory(dealer=north, serial_number="NOW", planned_installation_on=today)
    for wanted, shown in (("late", ["OLD"]), ("today", ["NOW"])):
        rows = page(norths_desk).get("/equipment/", {"installed": wanted, "sort": "planned"}).context["rows"]
        assert [unit.serial_number for unit in rows] == shown


@pytest.mark.parametrize("late", [1, 20, 27])
def test_three_statements_whatever_the_number_of_units(norths_desk, north, late, django_assert_num_queries):
    """What is overdue and due today, the maintenance let pass, and the claims sent back."""
    contact = CustomerContactFactory(customer=CustomerFactory(dealer=north))
    shared = {"dealer": north, "customer": contact.customer, "contact": contact, "product": ProductFactory()}
    for place in range(late):
        EquipmentFactory(**shared, serial_number=f"L-{place}", planned_installation_on=date(2026, 6, 1))
    assert norths_desk.rights
    assert norths_desk.dealer_ids
    with django_assert_num_queries(3):
        due.items(norths_desk, AT)
    with django_assert_num_queries(1):
        due.badge(norths_desk, AT)


def test_cases_are_counted_whole_too(dispatcher, north, south, souths_desk, django_assert_num_queries):
    for place in range(23):
        SerialNumberCase.objects.create(
            number=f"N-{place}",
            equipment=EquipmentFactory(dealer=north),
            claimed_by_dealer=south,
            claimed_by=souths_desk,
            claimed_at=AT,
        )
    assert dispatcher.rights
    with django_assert_num_queries(2):
        items = due.items(dispatcher, AT)
    assert [(item.url, item.count) for item in items[20:]] == [("/equipment/cases/", 3)]


def test_planned_installations_are_due_from_their_dealer(norths_desk, centres_desk, north):
    """L1: today's and overdue ones, most urgent first; an outlet's are not its centre's."""
    EquipmentFactory(dealer=north, serial_number="LATER", planned_installation_on=date(2026, 6, 11))
    EquipmentFactory(dealer=north, serial_number="TODAY", planned_installation_on=date(2026, 6, 10))
    EquipmentFactory(dealer=north, serial_number="LATE", planned_installation_on=date(2026, 6, 1))
    EquipmentFactory(dealer=north, serial_number="DONE", installed=True)
    items = due.items(norths_desk, AT)
    assert [(item.title.rsplit(" ", 1)[-1], item.tone) for item in items] == [
        ("LATE", "bad"),
        ("TODAY", "warn"),
    ]
    assert items[0].url == "/equipment/units/LATE/install/"
    assert due.badge(norths_desk, AT) == 2
    assert due.badge(centres_desk, AT) == 0
