"""The pages of an installation: all faults at once, nothing typed is lost, the date can be mended (C3)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from equipment.forms import point_code
from tests.factories.equipment import EquipmentFactory

LEAKS, BRAKE = point_code("液压系统无渗漏"), point_code("回转制动可靠")
NOW = "2026-09-15T02:00:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def body(response):
    return response.content.decode()


@pytest.fixture
def answers(db):
    return {
        f"check_{LEAKS}": "passed",
        f"note_{LEAKS}": "",
        f"check_{BRAKE}": "failed",
        f"note_{BRAKE}": "已调整",
        "installed_on": "2026-09-10",
        "in_use_from": "",
        "confirmed_by": "王经理",
    }


def test_an_installation_is_recorded(page, norths_desk, answers):
    """C3."""
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    response = page(norths_desk).post(reverse("equipment:install", args=[unit.serial_number]), answers)
    unit.refresh_from_db()
    assert response.url == unit.get_absolute_url()
    assert (unit.installed_on, unit.in_use_from) == (date(2026, 9, 10), date(2026, 9, 10))
    assert unit.self_check.get(position=2).note == "已调整"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({f"check_{LEAKS}": ""}, f"check_{LEAKS}"),
        ({f"note_{BRAKE}": " "}, f"note_{BRAKE}"),
        ({"confirmed_by": ""}, "confirmed_by"),
        ({"installed_on": "2026-09-16"}, "installed_on"),
        ({"installed_on": "soon"}, "installed_on"),
        ({"in_use_from": "2026-09-09"}, "in_use_from"),
    ],
)
def test_a_refused_installation_keeps_the_answers(page, norths_desk, answers, change, field):
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    address = reverse("equipment:install", args=[unit.serial_number])
    response = page(norths_desk).post(address, answers | change)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    if f"note_{BRAKE}" not in change:
        assert 'value="已调整"' in body(response)
    unit.refresh_from_db()
    assert not unit.is_installed


def test_all_faults_of_an_installation_are_named_at_once(page, norths_desk, answers):
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    wrong = {f"check_{LEAKS}": "", f"note_{BRAKE}": "", "installed_on": "2026-09-16", "confirmed_by": ""}
    response = page(norths_desk).post(
        reverse("equipment:install", args=[unit.serial_number]), answers | wrong
    )
    assert set(response.context["form"].errors) == wrong.keys()


def test_a_point_that_did_not_pass_offers_a_ticket(page, norths_desk, answers):
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    client = page(norths_desk)
    client.post(reverse("equipment:install", args=[unit.serial_number]), answers)
    shown = client.get(unit.get_absolute_url())
    assert [point.item for point in shown.context["failed_points"]] == ["回转制动可靠"]
    assert body(shown).count(f"/tickets/new/?equipment={unit.serial_number}") == 2


def test_a_second_installation_is_told_so(page, norths_desk, answers):
    unit = EquipmentFactory(dealer=norths_desk.dealer, installed=True)
    address = reverse("equipment:install", args=[unit.serial_number])
    assert page(norths_desk).get(address).url == unit.get_absolute_url()
    assert page(norths_desk).post(address, answers).status_code == 409


def test_a_wrong_date_is_corrected(page, norths_desk):
    unit = EquipmentFactory(dealer=norths_desk.dealer, installed=True)
    address = reverse("equipment:correct-installation", args=[unit.serial_number])
    assert page(norths_desk).get(address).status_code == 200
    wrong = page(norths_desk).post(address, {"installed_on": "2026-06-03", "reason": ""})
    assert wrong.status_code == 422
    page(norths_desk).post(address, {"installed_on": "2026-06-03", "reason": "写错"})
    unit.refresh_from_db()
    assert unit.in_use_from == date(2026, 6, 3)


def test_the_agent_sees_a_unit_and_installs_nothing(page, agent):
    unit = EquipmentFactory()
    assert page(agent).get(unit.get_absolute_url()).status_code == 200
    assert page(agent).get(reverse("equipment:install", args=[unit.serial_number])).status_code == 403


def test_the_page_says_that_calls_follow_until_they_are_planned(page, norths_desk, answers):
    unit = EquipmentFactory(dealer=norths_desk.dealer)
    client = page(norths_desk)
    assert not client.get(unit.get_absolute_url()).context["awaits_plan"]
    client.post(reverse("equipment:install", args=[unit.serial_number]), answers)
    assert client.get(unit.get_absolute_url()).context["awaits_plan"]
    with time_machine.travel("2026-09-15T02:02:01Z", tick=False):
        assert not client.get(unit.get_absolute_url()).context["awaits_plan"]
        days = {"installed_on": "2026-09-09", "reason": "写错"}
        client.post(reverse("equipment:correct-installation", args=[unit.serial_number]), days)
        assert client.get(unit.get_absolute_url()).context["awaits_plan"]
