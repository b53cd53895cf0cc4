"""Pages that are out of date: 409 with all that was typed, never a silent overwrite (safety.md, 30)."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from equipment.forms import FAILED, PASSED, point_code
from equipment.models import Equipment
from tests.factories.equipment import EquipmentFactory


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-09-15T02:00:00Z", tick=False):
        yield


def signed_in(user):
    client = Client()
    client.force_login(user, backend="dealers.backends.RoleBackend")
    return client


def shown_version(response):
    return response.context["form"]["version"].value()


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, installed=True)


@pytest.fixture
def two(norths_desk, centres_desk):
    """Two people who open the same page, one after the other."""
    return signed_in(norths_desk), signed_in(centres_desk)


def test_the_second_correction_of_an_installation_is_told_of_the_first(unit, two):
    """C3: what stands now is shown, what was typed stays, and sent again it is meant."""
    first, second = two
    address = reverse("equipment:correct-installation", args=[unit.serial_number])
    opened = [client.get(address) for client in two]
    versions = [shown_version(page) for page in opened]
    assert f'name="version" value="{unit.version}"' in opened[0].content.decode()
    ours = {"installed_on": "2026-06-03", "reason": "以签字日为准", "version": versions[0]}
    theirs = {"installed_on": "2026-06-04", "reason": "写错了日子", "version": versions[1]}
    assert first.post(address, ours).status_code == 302
    stale = second.post(address, theirs)
    body = stale.content.decode()
    assert stale.status_code == 409
    assert 'value="2026-06-04"' in body
    assert "写错了日子" in body
    assert "2026-06-03" in body
    unit.refresh_from_db()
    assert unit.installed_on == date(2026, 6, 3)
    assert second.post(address, theirs | {"version": shown_version(stale)}).status_code == 302
    unit.refresh_from_db()
    assert unit.installed_on == date(2026, 6, 4)


def test_the_second_correction_of_a_contact_is_told_of_the_first(unit, agent, other_agent):
    """C6: the unit shows the first one's contact by now, and the page still knows better."""
    first, second = signed_in(agent), signed_in(other_agent)
    address = reverse("equipment:contact", args=[unit.serial_number])
    version = shown_version(first.get(address))
    ours = {"name": "李经理", "role": "operator", "phone": "13900001111", "version": version}
    theirs = {"name": "赵经理", "role": "owner", "phone": "13900002222", "version": version}
    assert first.post(address, ours).status_code == 302
    stale = second.post(address, theirs)
    body = stale.content.decode()
    assert stale.status_code == 409
    assert 'value="赵经理"' in body
    assert 'value="13900002222"' in body
    assert "李经理" in body
    assert "139****1111" in body
    unit.refresh_from_db()
    assert unit.contact.name == "李经理"
    assert second.post(address, theirs | {"version": shown_version(stale)}).status_code == 302
    unit.refresh_from_db()
    assert (unit.contact.name, unit.contact.masked_phone) == ("赵经理", "139****2222")


def test_a_role_changed_by_another_makes_the_page_stale_too(unit, agent, other_agent):
    address = reverse("equipment:contact", args=[unit.serial_number])
    same = {"name": unit.contact.name, "phone": "", "version": unit.version}
    assert signed_in(agent).post(address, same | {"role": "operator"}).status_code == 302
    assert signed_in(other_agent).post(address, same | {"role": "owner"}).status_code == 409


def test_a_double_click_is_no_second_person(unit, norths_desk, agent):
    """One key, one effect: the second press shows the result, though its version is old by then."""
    desk, caller = signed_in(norths_desk), signed_in(agent)
    day = {"installed_on": "2026-06-03", "reason": "写错", "version": 1, "idempotency_key": "k1"}
    contact = {"name": "李经理", "role": "owner", "phone": "", "version": 2, "idempotency_key": "k2"}
    for client, name, typed in ((desk, "correct-installation", day), (caller, "contact", contact)):
        answers = [client.post(reverse(f"equipment:{name}", args=[unit.serial_number]), typed) for _ in "12"]
        assert [answer.url for answer in answers] == [unit.get_absolute_url()] * 2, name
    assert Equipment.objects.get().events.count() == 2


LEAKS, BRAKE, LIGHTS = "液压系统无渗漏", "回转制动可靠", "灯光正常"


@pytest.fixture
def opened(norths_desk, north):
    """The page of an installation as it was opened, filled in: the brake failed. Then the list changes."""
    unit = EquipmentFactory(dealer=north)
    client = signed_in(norths_desk)
    address = reverse("equipment:install", args=[unit.serial_number])
    names = [
        (check.html_name, note.html_name) for check, note in client.get(address).context["form"].points()
    ]
    (leaks, leaks_note), (brake, brake_note) = names
    typed = {leaks: PASSED, leaks_note: "", brake: FAILED, brake_note: "打滑"}
    typed |= {"installed_on": "2026-09-10", "confirmed_by": "王经理"}

    def send_after(*items, **answers):
        unit.product.self_check_items = list(items)
        unit.product.save()
        return client.post(address, typed | answers)

    return unit, send_after


def test_answers_find_their_points_in_a_list_put_in_another_order(opened):
    """C3: an answer belongs to the words it was given to, not to their place."""
    unit, send_after = opened
    assert send_after(BRAKE, LEAKS).status_code == 302
    results = unit.self_check.order_by("position").values_list("item", "passed", "note")
    assert list(results) == [(BRAKE, False, "打滑"), (LEAKS, True, "")]


@pytest.mark.parametrize("items", [(LEAKS,), (LEAKS, "回转制动可靠，无异响"), (LEAKS, LIGHTS)])
def test_answers_to_a_list_that_was_changed_are_refused(opened, items):
    """A point that failed never disappears in silence; what still fits keeps its answer."""
    unit, send_after = opened
    response = send_after(*items)
    form = response.context["form"]
    assert response.status_code == 422
    assert form.non_field_errors()
    assert form[f"check_{point_code(LEAKS)}"].value() == PASSED
    unit.refresh_from_db()
    assert not unit.is_installed


def test_a_point_that_came_to_the_list_is_asked_for(opened):
    unit, send_after = opened
    lights = f"check_{point_code(LIGHTS)}"
    refused = send_after(LEAKS, BRAKE, LIGHTS)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, [lights])
    assert send_after(LEAKS, BRAKE, LIGHTS, **{lights: PASSED}).status_code == 302
    assert unit.self_check.count() == 3
