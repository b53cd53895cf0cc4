"""A unit that went over to another dealer: its calls to come go too, those made stay (C2, D20, L2)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from equipment.models import Equipment
from records.invariants import broken
from tests.factories.equipment import CustomerFactory
from tests.visits.planned import AT, unit
from visits.models import Visit, VisitEvent
from visits.services.planning import plan_calls

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(north, south):
    """North's unit, called once and put down to South's customer since."""
    equipment = unit(dealer=north)
    plan_calls(AT)
    Visit.objects.filter(rule="one_week").update(
        status="done", rating=5, ended_at=AT, ended_on=date(2026, 6, 13)
    )
    VisitEvent.objects.create(visit=Visit.objects.get(rule="one_week"), at=AT, verb="complete")
    customer = CustomerFactory(dealer=south, name="庚水利局")
    Equipment.objects.filter(pk=equipment.pk).update(
        dealer=south, customer=customer, first_place_of_use="四川省成都市"
    )
    return equipment


def dealers():
    return {visit.rule: visit.dealer.code for visit in Visit.objects.select_related("dealer")}


def test_open_calls_go_with_the_unit_and_finished_ones_stay(moved):
    assert [code for code, _ in broken()] == ["X1 calls", "X1 calls"]

    assert plan_calls(AT + timedelta(days=1)) == 2
    assert plan_calls(AT + timedelta(days=1)) == 0

    assert dealers() == {"one_week": "NORTH", "three_months": "SOUTH", "annual": "SOUTH"}
    assert {visit.events.get().verb for visit in Visit.objects.open()} == {"move"}
    assert list(broken()) == []


def test_a_call_that_is_demanded_again_judges_who_has_the_unit_now(moved):
    Visit.objects.filter(rule="annual").update(
        status="cancelled", reason="fell_away", ended_at=AT, ended_on=date(2026, 6, 20)
    )

    plan_calls(AT + timedelta(days=1))

    annual = Visit.objects.get(rule="annual")
    assert (annual.status, annual.dealer.code) == ("planned", "SOUTH")


def test_the_first_dealer_learns_nothing_of_the_next_customer_from_its_old_call(
    moved, client, norths_desk, agent
):
    """D20: nor does anybody else take the new customer for the one that was called."""
    plan_calls(AT + timedelta(days=1))
    old = Visit.objects.get(rule="one_week")
    assert (old.customer, old.contact, old.contact_name, old.place) == (None, None, "", "")
    for person in (norths_desk, agent):
        client.force_login(person)
        for address in (f"/calls/{old.number}/", f"/api/v1/visits/{old.number}/", "/calls/all/?status=done"):
            shown = client.get(address)
            assert shown.status_code == 200, address
            assert old.number in shown.content.decode()
            assert "庚水利局" not in shown.content.decode(), address
            assert "成都" not in shown.content.decode(), address
    client.force_login(agent)
    assert client.post(f"/calls/{old.number}/reveal-phone/").status_code == 403


def test_the_next_dealer_reads_its_own_calls_alone(moved, client, souths_desk):
    plan_calls(datetime(2026, 9, 1, tzinfo=UTC))
    client.force_login(souths_desk)
    assert client.get(f"/calls/{Visit.objects.get(rule='one_week').number}/").status_code == 404
    ahead = Visit.objects.get(rule="three_months")
    assert "庚水利局" in client.get(f"/calls/{ahead.number}/").content.decode()
