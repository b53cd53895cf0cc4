"""A unit's data mended while the customer is on the line: who, what, when (C6, L3)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from equipment.models import EquipmentEvent
from equipment.services import FactMissing, FactNotValid, FileMovedOn, UnitFacts, correct_facts
from equipment.services.facts import FactoryDateNotPossible
from tests.factories.dealers import DivisionFactory
from tests.factories.equipment import EquipmentFactory

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, project_name="一号工地")


def facts(unit, **changed):
    kept = {name: getattr(unit, name) for name in ("gps_terminal", "project_name", "first_place_of_use")}
    return UnitFacts(**kept | changed)


def test_an_agent_corrects_and_the_history_keeps_it(agent, unit):
    """C6: what it was, what it is, who and when."""
    mended = correct_facts(unit, actor=agent, at=AT, facts=facts(unit, gps_terminal=" GPS-0042 "))
    event = EquipmentEvent.objects.get(equipment=unit, verb="facts")
    assert (mended.gps_terminal, mended.version) == ("GPS-0042", 2)
    assert (event.changes, event.actor, event.at) == ({"gps_terminal": ["", "GPS-0042"]}, agent, AT)
    assert event.dealer_id == unit.dealer_id


def test_another_place_brings_its_division(agent, unit):
    """D4."""
    city = DivisionFactory(code="320100", name="南京市", full_name="江苏省南京市", level=2, parent=None)
    mended = correct_facts(unit, actor=agent, at=AT, facts=facts(unit, first_place_of_use="南京市二号工地"))
    assert mended.division == city
    again = correct_facts(mended, actor=agent, at=AT, facts=facts(mended, project_name="三号工地"))
    assert again.division == city


def test_nothing_changed_leaves_no_step(agent, unit):
    assert correct_facts(unit, actor=agent, at=AT, facts=facts(unit)).version == 1
    assert not EquipmentEvent.objects.filter(equipment=unit, verb="facts").exists()


def test_what_is_not_valid_and_who_may_not_is_refused(agent, unit, souths_desk):
    for field in ("project_name", "first_place_of_use"):
        with pytest.raises(FactMissing) as missing:
            correct_facts(unit, actor=agent, at=AT, facts=facts(unit, **{field: "  "}))
        assert missing.value.field == field
    with pytest.raises(FactNotValid):
        correct_facts(unit, actor=agent, at=AT, facts=facts(unit, gps_terminal="9" * 41))
    with pytest.raises(PermissionDenied):
        correct_facts(unit, actor=souths_desk, at=AT, facts=facts(unit, gps_terminal="1"))


def test_somebody_else_was_first(agent, unit):
    """safety.md, 6."""
    stale = type(unit).objects.get(pk=unit.pk)
    correct_facts(unit, actor=agent, at=AT, facts=facts(unit, gps_terminal="1"))
    with pytest.raises(FileMovedOn):
        correct_facts(stale, actor=agent, at=AT, facts=facts(stale, gps_terminal="2"))


def test_the_page_keeps_what_was_typed_and_shows_the_step(page, agent, unit):
    client, address = page(agent), f"/equipment/units/{unit.serial_number}/facts/"
    typed = {"version": 1, "gps_terminal": "GPS-7", "project_name": "", "first_place_of_use": "南京"}
    refused = client.post(address, typed)
    assert (refused.status_code, "GPS-7" in refused.content.decode()) == (422, True)
    assert client.post(address, typed | {"project_name": "二号"}).status_code == 302
    seen = client.get(unit.get_absolute_url()).content.decode()
    assert "GPS-7" in seen
    assert "GPS 终端" in seen
    stale = client.post(address, typed | {"project_name": "四号"})
    assert stale.status_code == 409


def test_beside_the_ticket_it_is_a_panel_that_closes_itself(page, agent, unit):
    """C6: what is typed in the ticket stays, for only the panel is exchanged."""
    client, part = page(agent), {"HX-Request": "true"}
    for name, typed in (
        ("facts", {"gps_terminal": "7", "project_name": "二号", "first_place_of_use": "南京"}),
        ("contact", {"name": "新联系人", "role": "operator", "phone": ""}),
    ):
        address = f"/equipment/units/{unit.serial_number}/{name}/"
        asked = client.get(address, headers=part).content.decode()
        assert "<html" not in asked
        assert f'hx-post="{address}"' in asked
        answer = client.post(address, typed, headers=part)
        assert (answer.status_code, answer.content) == (200, b"")
        assert '"corrected"' in answer["HX-Trigger"]
    unit.refresh_from_db()
    assert (unit.gps_terminal, unit.contact.name, unit.contact.role) == ("7", "新联系人", "operator")


def test_who_may_not_correct_gets_no_page(page, souths_desk, dispatcher, manager, deputy, unit):
    address = f"/equipment/units/{unit.serial_number}/facts/"
    assert page(souths_desk).get(address).status_code == 404
    assert page(deputy).get(address).status_code == 403


def test_a_factory_date_is_entered_and_kept_in_the_history(agent, unit):
    """D9: hard cases go to headquarters with it."""
    mended = correct_facts(unit, actor=agent, at=AT, facts=facts(unit, factory_on=date(2026, 5, 16)))
    assert mended.factory_on == date(2026, 5, 16)
    event = EquipmentEvent.objects.get(equipment=unit, verb="facts")
    assert event.changes == {"factory_on": ["", "2026-05-16"]}
    again = correct_facts(mended, actor=agent, at=AT, facts=facts(mended))
    assert again.factory_on == date(2026, 5, 16)
    with pytest.raises(FactoryDateNotPossible):
        correct_facts(mended, actor=agent, at=AT, facts=facts(mended, factory_on=date(2027, 1, 1)))
