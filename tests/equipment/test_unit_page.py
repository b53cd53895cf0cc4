"""What the unit's page says: tags, figures and history for every state of a unit (C2, C4)."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from equipment import unit_page
from equipment.choices import EquipmentEventVerb
from equipment.maintenance import BookOfMaintenance
from equipment.models import EquipmentEvent
from equipment.warranty import BookOfWarranty
from tests.factories.equipment import EquipmentFactory

TODAY = date(2026, 9, 15)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("facts", "tags"),
    [
        ({"planned_installation_on": TODAY}, ["To be installed"]),
        ({"planned_installation_on": date(2026, 9, 14)}, ["Installation overdue"]),
        ({"installed": True}, ["Installed", "In warranty"]),
        ({"installed": True, "installed_on": date(2025, 9, 15)}, ["Installed", "In warranty"]),
        ({"installed": True, "installed_on": date(2025, 9, 14)}, ["Installed", "Out of warranty"]),
    ],
)
def test_tags_say_at_a_glance_where_a_unit_stands(db, facts, tags):
    """C4: the day on which the warranty ends is still in it."""
    unit = EquipmentFactory(**facts)
    assert [tag.text for tag in unit_page.tags(BookOfWarranty(unit), today=TODAY)] == tags


@pytest.mark.parametrize(
    ("facts", "in_use", "warranty"),
    [
        ({}, "—", "—"),
        ({"installed": True}, "3.4 months", "263 days left"),
        ({"installed": True, "in_use_from": date(2026, 10, 1)}, "from Oct 1", "263 days left"),
        ({"installed": True, "installed_on": date(2025, 3, 15)}, "18 months", "0"),
    ],
)
def test_figures_say_use_and_warranty(db, facts, in_use, warranty):
    unit = EquipmentFactory(**facts)
    values = [
        figure.value
        for figure in unit_page.figures(BookOfWarranty(unit), BookOfMaintenance(unit), today=TODAY)
    ]
    assert values[:2] == [in_use, warranty]


@pytest.mark.parametrize(
    ("installed_on", "says"),
    [(date(2025, 9, 15), "In warranty until today"), (date(2025, 9, 14), "Out of warranty since today")],
)
def test_the_warranty_says_until_when_or_since_when(db, installed_on, says):
    """C4: the day on which it ends is covered, the next is the first that is not."""
    unit = EquipmentFactory(installed=True, installed_on=installed_on)
    assert unit_page.figures(BookOfWarranty(unit), BookOfMaintenance(unit), today=TODAY)[1].label == says


def test_the_life_of_a_unit_from_the_factory(db):
    unit = EquipmentFactory(factory_on=date(2026, 5, 1), installed=True)
    life = unit_page.life(BookOfWarranty(unit), today=TODAY)
    assert life.factory_x < life.delivered_x == life.owned.x < life.warranty[0].x
    assert len(life.bands) == 2


def test_a_unit_that_waits_has_no_warranty_yet(db):
    life = unit_page.life(BookOfWarranty(EquipmentFactory()), today=TODAY)
    assert life.warranty == []
    assert len(life.bands) == 1


def test_the_history_names_what_changed(db):
    event = EquipmentEvent(
        equipment=EquipmentFactory(),
        at=datetime(2026, 9, 15, tzinfo=UTC),
        verb=EquipmentEventVerb.CONTACT_CORRECTED,
        changes={"contact_name": ["王", "李"], "contact_role": ["contact", "operator"], "registered_as": "x"},
    )
    row = unit_page.history_row(event)
    assert row["text"] == "Contact 王 → 李; Role Contact → Operator"
    assert row["tone"] == "warn"
