"""Serial numbers that two dealers claim: due at headquarters, decided once (C1, L1)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from equipment import due, services
from equipment.models import SerialNumberCase
from tests.factories.equipment import EquipmentFactory

AT = datetime(2026, 6, 10, 2, tzinfo=UTC)


@pytest.fixture
def case(north, south, souths_desk):
    unit = EquipmentFactory(dealer=north)
    claim = services.Claim(
        equipment=unit, dealer=south, actor=souths_desk, at=AT, typed={"customer_name": "我的客户"}
    )
    return services.keep_claim(claim)


def test_a_case_waits_for_headquarters_and_is_decided_once(case, dispatcher):
    decided = services.decide_case(case, actor=dispatcher, at=AT, decision=" 归原网点 ")
    assert (decided.decided_by, decided.decided_at, decided.decision) == (dispatcher, AT, "归原网点")
    with pytest.raises(services.CaseAlreadyDecided) as refusal:
        services.decide_case(case, actor=dispatcher, at=AT, decision="归新网点")
    assert refusal.value.status == 409
    case.refresh_from_db()
    assert case.decision == "归原网点"


@pytest.mark.parametrize("decision", ["", "  ", "定" * 301])
def test_a_decision_is_in_words(case, dispatcher, decision):
    with pytest.raises(services.DecisionMissing):
        services.decide_case(case, actor=dispatcher, at=AT, decision=decision)


def test_dealers_and_agents_decide_nothing(case, norths_desk, agent):
    for actor in (norths_desk, agent):
        with pytest.raises(PermissionDenied):
            services.decide_case(case, actor=actor, at=AT, decision="归我")


def test_the_pages_show_both_claims_to_headquarters(page, case, dispatcher):
    client = page(dispatcher)
    assert case.number in client.get("/equipment/cases/").content.decode()
    shown = client.get(f"/equipment/cases/{case.number}/").content.decode()
    assert "我的客户" in shown
    assert case.equipment.customer.name in shown
    assert client.post(f"/equipment/cases/{case.number}/", {"decision": ""}).status_code == 422
    client.post(f"/equipment/cases/{case.number}/", {"decision": "归原网点"})
    assert client.post(f"/equipment/cases/{case.number}/", {"decision": "归别人"}).status_code == 409
    assert "归原网点" in client.get("/equipment/cases/").content.decode()


def test_to_dealers_no_case_exists(page, case, norths_desk, souths_desk, agent):
    """D15: neither side reads the other's name."""
    for desk in (norths_desk, souths_desk):
        assert page(desk).get(f"/equipment/cases/{case.number}/").status_code == 404
        assert page(desk).get("/equipment/cases/").status_code == 403
    assert page(agent).get(f"/equipment/cases/{case.number}/").status_code == 403
    assert not SerialNumberCase.objects.visible_to(norths_desk).exists()


def test_open_cases_are_due_from_headquarters(case, dispatcher, agent):
    """L1: one line, one click."""
    items = due.items(dispatcher, AT)
    assert [item.url for item in items] == [f"/equipment/cases/{case.number}/"]
    assert (due.badge(dispatcher, AT), due.badge(agent, AT), due.items(agent, AT)) == (1, 0, [])
    services.decide_case(case, actor=dispatcher, at=AT, decision="归原网点")
    assert due.badge(dispatcher, AT) == 0


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
