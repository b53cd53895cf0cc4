"""A unit's warranty as rows: copied at registration, moved by readings and repairs, checked (C4)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from dealers.roles import Role
from equipment.models import Equipment, HourReading, Product, ProductPart, RepairTime, Warranty
from equipment.services import (
    HoursFallen,
    HoursNotPossible,
    HoursTooFast,
    LaterReadingsFirst,
    ReadingDayNotPossible,
    ReadingGone,
    Registration,
    WithdrawalNeedsReason,
    correct_installation,
    count_repair,
    install_equipment,
    note_hours,
    register_equipment,
    withdraw_hours,
)
from equipment.services.installation import CheckedItem
from equipment.warranty import BookOfWarranty
from records.invariants import broken
from regulation.models import RegulationVersion
from tests.factories.dealers import UserFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)


def details(product, serial_number="LD50-2609-0033"):
    return Registration(
        serial_number=serial_number,
        product_code=product.code,
        customer_name="癸物流园",
        contact_name="蒋经理",
        phone="13856781234",
        first_place_of_use="江苏省南京市江宁区物流园二期",
        project_name="二期堆场",
        planned_installation_on=date(2026, 9, 20),
    )


@pytest.fixture
def limited(db):
    product = ProductFactory(warranty_months=12, warranty_hours=2000)
    ProductPart.objects.create(
        product=product, code="pump", name_zh="主泵", name_en="Main pump", months=24, hours=4000
    )
    return product


@pytest.fixture
def unit(north, limited):
    return EquipmentFactory(dealer=north, product=limited, installed=True)


def noted(unit, actor, *, on="2026-09-01", meter=500, at=AT, **more):
    return note_hours(unit, actor=actor, at=at, read_on=date.fromisoformat(on), meter=meter, **more)


def ends(unit):
    return Equipment.objects.get(pk=unit.pk).warranty_ends_on


def test_registration_copies_what_the_model_promises_that_day(norths_desk, limited):
    """C4: whole unit and named parts; the catalogue of later days moves nothing."""
    unit = register_equipment(actor=norths_desk, at=AT, registration=details(limited))
    Product.objects.filter(pk=limited.pk).update(warranty_months=36, warranty_hours=None)
    ProductPart.objects.all().delete()
    rows = Warranty.objects.of(unit).order_by("part").values_list("part", "name_zh", "months", "hours")
    assert list(rows) == [("", "", 12, 2000), ("pump", "主泵", 24, 4000)]
    assert unit.warranty_ends_on is None
    installed = install_equipment(
        unit,
        actor=norths_desk,
        at=AT,
        installed_on=date(2026, 9, 15),
        confirmed_by="王经理",
        self_check=[CheckedItem(item, passed=True) for item in limited.self_check_items],
    )
    assert installed.warranty_ends_on == date(2027, 9, 15)
    later = register_equipment(
        actor=norths_desk,
        at=AT,
        registration=details(limited, "LD50-2609-0034"),
    )
    assert list(Warranty.objects.of(later).values_list("months", "hours")) == [(36, None)]


def test_a_corrected_installation_moves_the_end(norths_desk, unit):
    """C3, C4."""
    moved = correct_installation(
        unit, actor=norths_desk, at=AT, installed_on=date(2026, 6, 20), reason="日期记错"
    )
    assert moved.warranty_ends_on == date(2027, 6, 20)
    assert not list(broken("W1"))


def test_readings_end_it_and_a_withdrawn_one_brings_it_back(agent, unit):
    """C4: whichever comes first; what was wrong stays on record with its reason."""
    assert noted(unit, agent, on="2026-07-01", meter=600).hours == 600
    assert ends(unit) == date(2027, 6, 5)
    reading = noted(unit, agent, on="2026-09-10", meter=2010)
    assert ends(unit) == date(2026, 9, 9)
    withdraw_hours(reading, actor=agent, at=AT, reason="看错了表")
    assert ends(unit) == date(2027, 6, 5)
    reading.refresh_from_db()
    assert (reading.withdrawn_at, reading.withdrawn_by, reading.withdrawn_because) == (AT, agent, "看错了表")
    with pytest.raises(ReadingGone):
        withdraw_hours(reading, actor=agent, at=AT, reason="再撤一次")
    assert not list(broken("W1"))


def test_the_same_reading_again_is_the_one_there_is(agent, unit):
    """A phone that sends twice, or two people at one machine."""
    first = noted(unit, agent)
    assert noted(unit, agent) == first
    assert HourReading.objects.of(unit).count() == 1


@pytest.mark.parametrize(
    ("on", "meter", "refusal", "field"),
    [
        ("2026-09-05", -1, HoursNotPossible, "meter"),
        ("2026-09-05", 200_001, HoursNotPossible, "meter"),
        ("2026-09-16", 510, ReadingDayNotPossible, "read_on"),
        ("0001-01-01", 400, ReadingDayNotPossible, "read_on"),
        ("1989-12-31", 400, ReadingDayNotPossible, "read_on"),
        ("2026-09-05", 499, HoursFallen, "meter"),  # the meter showed 500 before
        ("2026-08-31", 501, HoursFallen, "meter"),  # it shows 500 the day after
        ("2026-09-01", 525, HoursTooFast, "meter"),  # 25 hours within a day
        ("2026-09-02", 549, HoursTooFast, "meter"),  # 49 hours within two days
        ("2026-08-31", 451, HoursTooFast, "meter"),  # 49 hours until the next reading
    ],
)
def test_a_reading_that_can_not_be_is_refused_at_its_field(agent, unit, on, meter, refusal, field):
    """A reading below the last one, a day ahead, more hours than there are."""
    noted(unit, agent)
    noted(unit, agent, on="2026-09-15", meter=600)
    with pytest.raises(refusal) as refused:
        noted(unit, agent, on=on, meter=meter)
    assert refused.value.field == field
    assert str(refused.value)
    assert HourReading.objects.of(unit).count() == 2


@pytest.mark.parametrize(("on", "meter"), [("2026-09-01", 524), ("2026-09-02", 548), ("2026-08-31", 452)])
def test_a_machine_may_run_day_and_night(agent, unit, on, meter):
    noted(unit, agent)
    assert noted(unit, agent, on=on, meter=meter).hours == meter


def test_a_reading_of_an_earlier_day_may_come_late(agent, unit):
    """A phone without signal sends what was read days ago."""
    noted(unit, agent, on="2026-07-01", meter=200)
    noted(unit, agent, on="2026-09-01", meter=500)
    assert noted(unit, agent, on="2026-08-01", meter=350).hours == 350
    assert [reading.hours for reading in BookOfWarranty.of(unit.pk).readings] == [200, 350, 500]


def test_a_new_meter_counts_on_from_the_old_one(agent, unit):
    """C4: the unit's hours are those of all its meters."""
    noted(unit, agent, on="2026-08-01", meter=900)
    fresh = noted(unit, agent, on="2026-08-02", meter=3, is_new_meter=True)
    later = noted(unit, agent, on="2026-08-10", meter=50)
    assert (fresh.hours, later.hours) == (903, 950)
    with pytest.raises(LaterReadingsFirst):
        withdraw_hours(fresh, actor=agent, at=AT, reason="没有换表")
    with pytest.raises(HoursFallen) as refused:
        noted(unit, agent, on="2026-08-05", meter=2, is_new_meter=True)
    assert refused.value.field == "read_on"
    withdraw_hours(later, actor=agent, at=AT, reason="没有换表")
    withdraw_hours(fresh, actor=agent, at=AT, reason="没有换表")
    assert BookOfWarranty.of(unit.pk).hours == 900


def test_a_new_meter_that_others_count_on_stays_even_if_it_has_not_run_since(agent, unit):
    """C4: a later reading of the same hours counts on from it too."""
    noted(unit, agent, on="2026-08-01", meter=900)
    fresh = noted(unit, agent, on="2026-08-02", meter=3, is_new_meter=True)
    noted(unit, agent, on="2026-08-10", meter=3)
    with pytest.raises(LaterReadingsFirst):
        withdraw_hours(fresh, actor=agent, at=AT, reason="没有换表")


def test_the_first_meter_of_a_unit_may_be_a_new_one(agent, unit):
    assert noted(unit, agent, meter=40, is_new_meter=True).hours == 40


def test_who_may_not_is_refused(unit, agent, souths_desk):
    reading = noted(unit, agent)
    for actor in (souths_desk, UserFactory(roles=[Role.FINANCE])):
        with pytest.raises(PermissionDenied):
            noted(unit, actor, on="2026-09-02")
        with pytest.raises(PermissionDenied):
            withdraw_hours(reading, actor=actor, at=AT, reason="x")


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_a_reading_is_withdrawn_with_a_reason(agent, unit, reason):
    reading = noted(unit, agent)
    with pytest.raises(WithdrawalNeedsReason):
        withdraw_hours(reading, actor=agent, at=AT, reason=reason)


def test_a_repair_lengthens_it_once_however_often_it_is_counted(unit):
    """C4: fixed again later, the days grow; the same days again change nothing."""
    for until in (date(2026, 8, 4), date(2026, 8, 4), date(2026, 8, 11)):
        count_repair(unit, number="T-2026-00001", from_on=date(2026, 8, 1), until_on=until)
        assert ends(unit) == date(2027, 6, 5) + (until - date(2026, 8, 1))
    assert RepairTime.objects.count() == 1


def test_the_version_in_force_when_it_began_says_which_repairs_count(unit, manager):
    """K2: a later version moves no warranty that has begun."""
    version = RegulationVersion.objects.get(number=1)
    version.parameters["warranty"]["repair_over_days"] = 5
    version.save()
    count_repair(unit, number="T-2026-00001", from_on=date(2026, 8, 1), until_on=date(2026, 8, 6))
    assert ends(unit) == date(2027, 6, 5)
    count_repair(unit, number="T-2026-00001", from_on=date(2026, 8, 1), until_on=date(2026, 8, 7))
    assert ends(unit) == date(2027, 6, 11)


def test_the_database_keeps_warranties_as_they_were_copied(unit):
    """C4: append-only, at least a month, once a part."""
    row = Warranty.objects.of(unit).get(part="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Warranty.objects.filter(pk=row.pk).update(months=60)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    for wrong in ({"part": ""}, {"part": "x", "months": 0}, {"part": "x", "hours": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Warranty.objects.create(**{"equipment": unit, "months": 12, "copied_at": AT} | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Equipment.objects.filter(pk=unit.pk).update(warranty_ends_on=None)


def test_what_does_not_fit_the_facts_is_found(unit, agent):
    """W1: asked of the rows, apart from the services."""
    noted(unit, agent, on="2026-08-01", meter=100)
    noted(unit, agent, on="2026-09-01", meter=300)
    assert not list(broken("W1"))
    Equipment.objects.filter(pk=unit.pk).update(warranty_ends_on=date(2028, 1, 1))
    HourReading.objects.filter(hours=100).update(hours=301)
    told = [sentence for _code, sentence in broken("W1")]
    assert [unit.serial_number in sentence for sentence in told] == [True, True]
    assert "warranty ends 2028-01-01, by its facts 2027-06-05" in told[0]
    assert "300 hours on 2026-09-01, 301 before" in told[1]


@pytest.mark.parametrize("count", [1, 20])
def test_many_units_are_checked_with_the_same_statements(north, count, django_assert_num_queries):
    """W1: the units, their terms, repairs and readings, and the versions in force, once a chunk."""
    EquipmentFactory.create_batch(count, dealer=north, installed=True)
    list(broken("W1"))
    with django_assert_num_queries(6):
        assert not list(broken("W1"))


def test_a_unit_without_terms_is_found(unit):
    """W1."""
    bare = EquipmentFactory(terms=False)
    assert [sentence for _code, sentence in broken("W1")] == [
        f"unit {bare.serial_number} has no warranty of its own"
    ]
