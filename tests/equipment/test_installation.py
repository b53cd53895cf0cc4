"""Installation and correction: the days from which warranty and calls count (C3)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from equipment import services
from equipment.choices import EquipmentEventVerb
from equipment.models import Equipment
from records.refusals import MovedByAnother, Refusal
from tests.factories.equipment import EquipmentFactory

AT = datetime(2026, 6, 10, 2, tzinfo=UTC)
DAY = date(2026, 6, 5)


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north)


def answers(unit, **changed):
    points = [services.CheckedItem(item, passed=True) for item in unit.product.self_check_items]
    return changed.get("points", points)


def install(unit, actor, **changes):
    given = {"installed_on": DAY, "confirmed_by": "王经理", "self_check": answers(unit)} | changes
    return services.install_equipment(unit, actor=actor, at=AT, **given)


def correct(unit, actor, **changes):
    given = {"installed_on": date(2026, 6, 3), "reason": "以客户签字日为准"} | changes
    return services.correct_installation(unit, actor=actor, at=AT, **given)


def test_the_installation_starts_warranty_and_use(unit, norths_desk):
    """C3: date, who, start of use by default the same day, the customer's word, the self-check."""
    installed = install(unit, norths_desk)
    assert (installed.installed_on, installed.in_use_from, installed.confirmed_by) == (DAY, DAY, "王经理")
    assert (installed.installation_recorded_at, installed.installation_recorded_by) == (AT, norths_desk)
    assert installed.warranty_ends_on == date(2027, 6, 5)
    assert [point.item for point in installed.self_check.order_by("position")] == [
        "液压系统无渗漏",
        "回转制动可靠",
    ]
    event = installed.events.get()
    assert event.changes == {"installed_on": ["", "2026-06-05"], "in_use_from": ["", "2026-06-05"]}


def test_the_start_of_use_is_a_date_of_its_own(unit, norths_desk):
    assert install(unit, norths_desk, in_use_from=date(2026, 6, 20)).in_use_from == date(2026, 6, 20)


def test_it_may_be_installed_on_the_day_of_delivery(unit, norths_desk):
    assert install(unit, norths_desk, installed_on=unit.delivered_on).installed_on == unit.delivered_on


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"installed_on": date(2026, 6, 11)}, "installed_on"),
        ({"installed_on": date(2026, 5, 31)}, "installed_on"),
        ({"in_use_from": date(2026, 6, 4)}, "in_use_from"),
        ({"in_use_from": date(2062, 6, 5)}, "in_use_from"),
        ({"confirmed_by": "  "}, "confirmed_by"),
        ({"confirmed_by": "名" * 41}, "confirmed_by"),
        ({"self_check": []}, "self_check"),
        (
            {
                "self_check": [
                    services.CheckedItem("液压系统无渗漏", passed=True),
                    services.CheckedItem("回转制动可靠", passed=False, note=" "),
                ]
            },
            "self_check",
        ),
        ({"self_check": [services.CheckedItem("别的", passed=True)]}, "self_check"),
    ],
)
def test_each_refusal_names_its_field_and_writes_nothing(unit, norths_desk, changes, field):
    """C3: not ahead, not before delivery, the use not before the installation, each point answered."""
    with pytest.raises(Refusal) as refusal:
        install(unit, norths_desk, **changes)
    assert refusal.value.field == field
    unit.refresh_from_db()
    assert not unit.is_installed
    assert not unit.events.exists()


def test_a_point_answered_twice_is_refused(unit, norths_desk):
    twice = [*answers(unit), services.CheckedItem("液压系统无渗漏", passed=False)]
    with pytest.raises(services.SelfCheckNotComplete):
        install(unit, norths_desk, self_check=twice)


def test_missing_points_are_named(unit, norths_desk):
    with pytest.raises(services.SelfCheckNotComplete) as refusal:
        install(unit, norths_desk, self_check=answers(unit)[:1])
    assert "回转制动可靠" in str(refusal.value)


def test_a_failed_point_is_kept_with_its_note(unit, norths_desk):
    points = [services.CheckedItem("液压系统无渗漏", passed=False, note="接头渗油，已紧固"), answers(unit)[1]]
    installed = install(unit, norths_desk, self_check=points)
    point = installed.self_check.get(position=1)
    assert (point.passed, point.note) == (False, "接头渗油，已紧固")


def test_a_second_installation_is_a_conflict(unit, norths_desk):
    """C3: twice is 409, also from a page that is older than the first."""
    stale = Equipment.objects.get(pk=unit.pk)
    install(unit, norths_desk)
    for row in (unit, stale):
        with pytest.raises(services.AlreadyInstalled) as refusal:
            install(row, norths_desk, confirmed_by="别人")
        assert refusal.value.status == 409
    assert unit.events.count() == 1


def test_another_dealer_and_an_agent_may_not(unit, souths_desk, agent):
    for actor in (souths_desk, agent):
        with pytest.raises(PermissionDenied):
            install(unit, actor)
        with pytest.raises(PermissionDenied):
            correct(unit, actor)


def test_a_wrong_date_is_corrected_with_a_reason(unit, norths_desk):
    """C3, L3: both days move, and the history holds old, new, who and why."""
    corrected = correct(install(unit, norths_desk), norths_desk)
    assert (corrected.installed_on, corrected.in_use_from) == (date(2026, 6, 3), date(2026, 6, 3))
    event = corrected.events.get(verb=EquipmentEventVerb.CORRECTED)
    assert event.changes["installed_on"] == ["2026-06-05", "2026-06-03"]
    assert (event.note, event.actor) == ("以客户签字日为准", norths_desk)


@pytest.mark.parametrize(
    ("given", "kept"),
    [(None, date(2026, 6, 20)), (date(2026, 6, 8), date(2026, 6, 8))],
)
def test_a_start_of_use_of_its_own_stays_unless_given(unit, norths_desk, given, kept):
    installed = install(unit, norths_desk, in_use_from=date(2026, 6, 20))
    assert correct(installed, norths_desk, in_use_from=given).in_use_from == kept


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "由" * 301}, "reason"),
        ({"installed_on": date(2026, 6, 11)}, "installed_on"),
        ({"installed_on": DAY}, "installed_on"),
        ({"installed_on": date(2026, 6, 9), "in_use_from": date(2026, 6, 8)}, "in_use_from"),
    ],
)
def test_each_refused_correction_names_its_field(unit, norths_desk, changes, field):
    install(unit, norths_desk)
    with pytest.raises(Refusal) as refusal:
        correct(unit, norths_desk, **changes)
    assert refusal.value.field == field
    assert unit.events.count() == 1


def test_what_is_not_installed_cannot_be_corrected(unit, norths_desk):
    with pytest.raises(services.NotInstalled):
        correct(unit, norths_desk)


def test_a_correction_from_a_stale_page_is_a_conflict(unit, norths_desk):
    """Two people correct at once: the second learns of it, nothing is overwritten."""
    install(unit, norths_desk)
    stale = Equipment.objects.get(pk=unit.pk)
    correct(unit, norths_desk)
    with pytest.raises(MovedByAnother) as refusal:
        correct(stale, norths_desk, installed_on=date(2026, 6, 2))
    assert refusal.value.status == 409
    unit.refresh_from_db()
    assert unit.installed_on == date(2026, 6, 3)
