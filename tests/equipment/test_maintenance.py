"""A unit's maintenance as rows: copied at registration, reckoned with each fact, recorded as done (C5)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dealers.roles import Role
from equipment.choices import MaintenanceCounts
from equipment.models import Equipment, Maintenance, MaintenanceDone, ProductMaintenance
from equipment.services import (
    DoneAlready,
    DoneDayNotPossible,
    DoneGone,
    HowMissing,
    NotInUse,
    Registration,
    TakingBackNeedsReason,
    correct_installation,
    count_maintenance,
    follow_versions,
    install_equipment,
    note_hours,
    record_maintenance,
    register_equipment,
    uncount_maintenance,
    withdraw_hours,
    withdraw_maintenance,
)
from equipment.services.installation import CheckedItem
from regulation.models import RegulationVersion
from tests.factories.dealers import UserFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory, ProductMaintenanceFactory

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)


@pytest.fixture
def planned(db):
    """A model with a first maintenance and a regular one."""
    product = ProductFactory(code="LD-50")
    ProductMaintenanceFactory(
        product=product,
        code="first",
        name_zh="首保",
        name_en="First maintenance",
        is_first=True,
        months=1,
        hours=50,
    )
    ProductMaintenanceFactory(product=product, code="regular")
    return product


@pytest.fixture
def unit(north, planned):
    """In use since 5 June 2026."""
    return EquipmentFactory(dealer=north, product=planned, installed=True)


def line(unit, code="regular"):
    return Maintenance.objects.get(equipment=unit, code=code)


def window(unit, code="regular"):
    row = line(unit, code)
    return tuple(str(day or "") for day in (row.opens_on, row.due_on, row.closes_on))


def done(unit, actor, on="2026-09-01", *, code="regular", at=AT, note="客户自己的修理工做的，有照片"):
    day = date.fromisoformat(on)
    return record_maintenance(line(unit, code), actor=actor, at=at, done_on=day, note=note)


def read(unit, actor, on, meter):
    return note_hours(unit, actor=actor, at=AT, read_on=date.fromisoformat(on), meter=meter)


def test_registration_copies_the_plan_of_that_day(norths_desk, planned):
    """C5: what was promised with a sold machine, no catalogue of later days moves."""
    details = {
        "product_code": "LD-50",
        "customer_name": "癸物流园",
        "contact_name": "蒋经理",
        "phone": "13856781234",
        "first_place_of_use": "江苏省南京市江宁区物流园二期",
        "project_name": "二期堆场",
        "planned_installation_on": date(2026, 9, 20),
    }
    unit = register_equipment(
        actor=norths_desk, at=AT, registration=Registration(serial_number="LD50-1", **details)
    )
    ProductMaintenance.objects.filter(code="regular").update(months=3, hours=None)
    ProductMaintenance.objects.filter(code="first").delete()
    told = ("code", "name_zh", "is_first", "months", "hours", "counts", "checks_zh")
    assert list(Maintenance.objects.of(unit).order_by("code").values_list(*told)) == [
        ("first", "首保", True, 1, 50, "last_done", "换机油\n检查皮带"),
        ("regular", "定期保养", False, 6, 500, "last_done", "换机油\n检查皮带"),
    ]
    assert line(unit).counted_on is None
    installed = install_equipment(
        unit,
        actor=norths_desk,
        at=AT,
        installed_on=date(2026, 9, 15),
        confirmed_by="王经理",
        self_check=[CheckedItem(item, passed=True) for item in planned.self_check_items],
    )
    assert window(installed, "first") == ("2026-10-01", "2026-10-15", "2026-10-29")
    assert window(installed) == ("2027-03-01", "2027-03-15", "2027-03-29")
    later = register_equipment(
        actor=norths_desk, at=AT, registration=Registration(serial_number="LD50-2", **details)
    )
    assert list(Maintenance.objects.of(later).values_list("code", "months", "hours")) == [
        ("regular", 3, None)
    ]


def test_a_corrected_installation_moves_what_is_to_come(norths_desk, unit):
    """C3, C5: it counts from the start of use, which is a day of its own."""
    assert window(unit) == ("2026-11-21", "2026-12-05", "2026-12-19")
    correct_installation(
        unit,
        actor=norths_desk,
        at=AT,
        installed_on=date(2026, 6, 5),
        in_use_from=date(2026, 7, 31),
        reason="开始使用日期记错",
    )
    assert window(unit) == ("2027-01-17", "2027-01-31", "2027-02-14")


def test_readings_make_it_due_and_a_withdrawn_one_does_not(agent, unit):
    """C5: hours by readings alone, whichever comes first."""
    read(unit, agent, "2026-07-01", 300)
    assert window(unit)[1] == "2026-12-05"
    assert (line(unit).hours_limit, line(unit).times) == (500, 1)
    reading = read(unit, agent, "2026-08-01", 510)
    assert window(unit) == ("2026-07-18", "2026-08-01", "2026-08-15")
    withdraw_hours(reading, actor=agent, at=AT, reason="看错了表")
    assert window(unit)[1] == "2026-12-05"
    near = read(unit, agent, "2026-08-02", 480)
    assert (window(unit)[:2], near.hours) == (("2026-08-02", "2026-12-05"), 480)


def test_hours_alone_open_a_window_before_any_day_is_known(north, agent):
    product = ProductFactory()
    ProductMaintenanceFactory(product=product, code="regular", months=None, hours=250)
    unit = EquipmentFactory(dealer=north, product=product, installed=True)
    assert window(unit) == ("", "", "")
    read(unit, agent, "2026-08-01", 230)
    assert window(unit) == ("2026-08-01", "", "")
    read(unit, agent, "2026-08-02", 251)
    assert window(unit) == ("2026-07-19", "2026-08-02", "2026-08-16")


def test_what_was_done_elsewhere_is_written_down_with_how_it_is_known(agent, unit):
    """C5: the next one counts from it; the first one is done once and is over."""
    row = done(unit, agent)
    assert (row.ticket, row.recorded_by, row.recorded_at) == ("", agent, AT)
    assert window(unit) == ("2027-02-15", "2027-03-01", "2027-03-15")
    done(unit, agent, "2026-07-05", code="first")
    first = line(unit, "first")
    assert (first.counted_on, first.times, first.opens_on, first.due_on) == (None, 0, None, None)


def test_a_plan_counts_as_it_says(agent, north):
    """C5: by the plan the next day stays where it was."""
    product = ProductFactory()
    for code, counts in (("grid", MaintenanceCounts.PLAN), ("free", MaintenanceCounts.LAST_DONE)):
        ProductMaintenanceFactory(product=product, code=code, counts=counts, months=3, hours=None)
    unit = EquipmentFactory(dealer=north, product=product, installed=True)
    for code in ("grid", "free"):
        done(unit, agent, "2026-09-14", code=code)
    assert (window(unit, "grid")[1], window(unit, "free")[1]) == ("2026-12-05", "2026-12-14")
    assert line(unit, "grid").turn_key() == {"counted_on": date(2026, 6, 5), "times": 2}
    assert line(unit, "free").turn_key() == {"counted_on": date(2026, 9, 14), "times": 1}


def test_what_was_not_done_is_taken_back_with_a_reason(agent, unit):
    """C5, L3: it stays on record."""
    row = done(unit, agent)
    withdraw_maintenance(row, actor=agent, at=AT, reason="记错了机号")
    assert window(unit)[1] == "2026-12-05"
    row.refresh_from_db()
    assert (row.withdrawn_at, row.withdrawn_by, row.withdrawn_because) == (AT, agent, "记错了机号")
    with pytest.raises(DoneGone):
        withdraw_maintenance(row, actor=agent, at=AT, reason="再撤一次")
    assert done(unit, agent).pk != row.pk


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"on": "2026-06-04"}, DoneDayNotPossible, "done_on"),
        ({"on": "2026-09-16"}, DoneDayNotPossible, "done_on"),
        ({"note": "  "}, HowMissing, "note"),
        ({"note": "字" * 301}, HowMissing, "note"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(agent, unit, change, refusal, field):
    with pytest.raises(refusal) as refused:
        done(unit, agent, **change)
    assert refused.value.field == field
    assert not MaintenanceDone.objects.exists()


def test_the_same_day_is_written_down_once(agent, unit):
    done(unit, agent)
    with pytest.raises(DoneAlready):
        done(unit, agent)
    row = MaintenanceDone.objects.get()
    for reason in ("", "字" * 301):
        with pytest.raises(TakingBackNeedsReason):
            withdraw_maintenance(row, actor=agent, at=AT, reason=reason)


def test_a_unit_that_is_not_in_use_has_nothing_to_do(agent, north, planned):
    unit = EquipmentFactory(dealer=north, product=planned)
    with pytest.raises(NotInUse):
        done(unit, agent)
    count_maintenance(unit, ticket="T-2026-00001", lines=[], actor=agent, at=AT)
    assert not MaintenanceDone.objects.exists()


def test_only_who_keeps_the_file_writes_it_down(unit, souths_desk, norths_desk):
    """L2."""
    onlooker = UserFactory(roles=[Role.DEPUTY_IN_CHARGE])
    row = done(unit, norths_desk)
    for actor in (souths_desk, onlooker):
        with pytest.raises(PermissionDenied):
            done(unit, actor, "2026-08-01")
        with pytest.raises(PermissionDenied):
            withdraw_maintenance(row, actor=actor, at=AT, reason="不对")


def counted(unit, lines=(), *, at=AT, ticket="T-2026-00001", actor=None):
    count_maintenance(unit, ticket=ticket, lines=[line(unit, code).pk for code in lines], actor=actor, at=at)
    rows = MaintenanceDone.objects.standing().filter(ticket=ticket).order_by("maintenance__code")
    return list(rows.values_list("maintenance__code", "done_on"))


def test_a_ticket_counts_for_the_lines_that_it_was_opened_for(unit):
    assert counted(unit, ["regular"]) == [("regular", TODAY)]
    assert counted(unit, ["regular"]) == [("regular", TODAY)]
    assert window(unit)[1] == "2027-03-15"


def test_a_ticket_that_names_none_counts_for_what_could_be_done_that_day(unit):
    """C5: the first one is overdue; once it is done, the regular one is next although not open yet."""
    assert counted(unit) == [("first", TODAY)]
    assert counted(unit, at=AT.replace(day=20), ticket="T-2026-00002") == [("regular", date(2026, 9, 20))]


def test_a_ticket_that_is_taken_up_again_counts_no_more(unit, agent):
    counted(unit, ["regular"])
    uncount_maintenance(unit, ticket="T-2026-00001", actor=None, at=AT, reason="客户说没换机油")
    row = MaintenanceDone.objects.get()
    assert (row.withdrawn_by, row.withdrawn_because) == (None, "客户说没换机油")
    assert window(unit)[1] == "2026-12-05"
    uncount_maintenance(unit, ticket="T-2026-00001", actor=agent, at=AT, reason="再来一次")
    row.refresh_from_db()
    assert row.withdrawn_because == "客户说没换机油"


def test_a_later_version_moves_the_windows_of_turns_that_begin_under_it(unit, agent, north, planned):
    """C5, K1: by the sweep, once; the turn that began before keeps its window."""
    version = RegulationVersion.objects.get(number=1)
    parameters = version.parameters | {
        "maintenance": {"opens_before_days": 7, "opens_before_hours": 10, "closes_after_days": 3}
    }
    RegulationVersion.objects.create(
        number=2,
        status="approved",
        in_force_from=date(2026, 6, 1),
        parameters=parameters,
        drafted_at=AT,
        approved_at=AT,
        review_due_on=date(2027, 6, 1),
    )
    older = EquipmentFactory(
        dealer=north,
        product=planned,
        installed=True,
        installed_on=date(2026, 5, 31),
        delivered_on=date(2026, 5, 1),
    )
    Maintenance.objects.update(editions=1)
    Maintenance.objects.filter(equipment=older).update(closes_on=date(2026, 12, 31))
    assert follow_versions(AT) == 2
    assert window(unit) == ("2026-11-28", "2026-12-05", "2026-12-08")
    assert window(older) == ("2026-11-16", "2026-11-30", "2026-12-14")
    assert follow_versions(AT) == 0


@pytest.mark.parametrize(
    "change",
    [
        {"months": None, "hours": None},
        {"months": 0},
        {"hours": 9},
        {"counts": "sometimes"},
        {"counted_on": None},
        {"opens_on": date(2027, 1, 1)},
        {"closes_on": None},
    ],
)
def test_the_database_refuses_a_plan_that_can_not_be(unit, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Maintenance.objects.filter(equipment=unit, code="regular").update(**change)


def test_the_database_refuses_what_nobody_has_done(unit):
    row = line(unit)
    facts = {"maintenance": row, "done_on": TODAY, "recorded_at": AT}
    MaintenanceDone.objects.create(**facts, ticket="T-2026-00001")
    for more in ({"ticket": "T-2026-00001"}, {"done_on": date(2026, 9, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MaintenanceDone.objects.create(**facts | more)
    with pytest.raises(IntegrityError), transaction.atomic():
        MaintenanceDone.objects.update(withdrawn_at=AT)
    assert Equipment.objects.get(pk=unit.pk).maintenance.count() == 2
