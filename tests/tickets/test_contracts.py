"""The customer's service contract chooses the level of a ticket, on the day it is opened (D3)."""

from datetime import date, timedelta

import pytest

from regulation.models import RegulationVersion, ServiceLevel
from tests.factories.equipment import EquipmentFactory, ServiceContractFactory
from tests.tickets.cast import NOW, opened
from tickets import services
from tickets.clock_explain import why_clock
from tickets.clock_page import ClockBook
from tickets.level_trial import newest_asked

pytestmark = pytest.mark.django_db
HOUR = {"minutes": 60, "basis": "calendar"}


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, installed=True)


@pytest.fixture
def golden_level(db):
    """A level for customers with a gold contract, in front of all others of the version in force."""
    version = RegulationVersion.objects.get(number=1)
    return ServiceLevel.objects.create(
        regulation_version=version,
        position=0,
        code="gold",
        name_zh="金牌",
        name_en="Gold",
        conditions={"contracts": ["gold"]},
        targets={"respond": HOUR, "attend": HOUR, "fix": HOUR, "complete": HOUR, "answer": HOUR},
    )


def test_a_contract_in_force_chooses_the_level_and_stays_with_the_ticket(agent, unit, golden_level):
    """D3: what held on the day of the opening decides, whatever happens to the contract later."""
    contract = ServiceContractFactory(customer=unit.customer, plan__code="gold")
    ticket = opened(agent, unit)
    assert (ticket.contract, ticket.level) == ("gold", "gold")
    contract.delete()
    services.set_priority(ticket, actor=agent, at=NOW, priority="urgent")
    ticket.refresh_from_db()
    assert (ticket.contract, ticket.level) == ("gold", "gold")


@pytest.mark.parametrize("days", [(-400, -1), (1, 400)])
def test_one_that_is_over_or_to_come_chooses_nothing(agent, unit, golden_level, days):
    today = date(2026, 9, 15)
    ServiceContractFactory(
        customer=unit.customer,
        plan__code="gold",
        begins_on=today + timedelta(days=days[0]),
        ends_on=today + timedelta(days=days[1]),
    )
    ticket = opened(agent, unit)
    assert (ticket.contract, ticket.level) == ("", "repair")


def test_another_customers_contract_chooses_nothing(agent, unit, golden_level):
    ServiceContractFactory(plan__code="gold")
    assert opened(agent, unit).level == "repair"


def test_the_why_and_the_api_name_it(agent, api, unit, golden_level):
    """K2: what the level was chosen by."""
    ServiceContractFactory(customer=unit.customer, plan__code="gold")
    ticket = opened(agent, unit)
    book = ClockBook(ticket, at=NOW)
    inputs = why_clock(book, book.clocks[0], link="")["inputs"]
    assert {"label": "服务合同", "value": "gold"} in inputs
    assert api(agent).get(f"/api/v1/tickets/{ticket.number}/").json()["contract"] == "gold"


def test_a_draft_is_tried_with_the_contracts_that_tickets_came_with(agent, manager, unit):
    """K1: a level by contract shows on the trial whom it would take."""
    ServiceContractFactory(customer=unit.customer, plan__code="gold")
    opened(agent, unit)
    assert [one.request.contract for one in newest_asked(manager)] == ["gold"]
