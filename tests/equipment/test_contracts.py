"""Service contracts: which one holds on a day, kept in the admin, shown with the unit (C12, D3)."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from equipment.level_conditions import CONDITIONS
from equipment.models import ContractPlan, ServiceContract
from tests.factories.equipment import ContractPlanFactory, EquipmentFactory, ServiceContractFactory

TODAY = date(2026, 9, 15)


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north)


def plan_of(unit, on=TODAY, customer=None):
    rows = ServiceContract.objects.of(customer or unit.customer, unit, on=on)
    return list(rows.values_list("plan__code", flat=True)[:1])


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 1), ["gold"]),
        (date(2026, 12, 31), ["gold"]),
        (date(2025, 12, 31), []),
        (date(2027, 1, 1), []),
    ],
)
def test_a_contract_holds_on_both_its_days_and_between(unit, on, expected):
    ServiceContractFactory(customer=unit.customer, plan__code="gold")
    assert plan_of(unit, on) == expected


def test_the_nearest_contract_goes_first(unit):
    """D3: the unit's own before the customer's, the later before the earlier; never another unit's."""
    other = EquipmentFactory(dealer=unit.dealer, customer=unit.customer, contact=unit.contact)
    ServiceContractFactory(customer=unit.customer, plan__code="silver")
    assert plan_of(unit) == ["silver"]
    ServiceContractFactory(customer=unit.customer, plan__code="gold", begins_on=date(2026, 3, 1))
    assert plan_of(unit) == ["gold"]
    ServiceContractFactory(customer=unit.customer, equipment=unit, plan__code="iron")
    assert plan_of(unit) == ["iron"]
    assert plan_of(other) == ["gold"]
    assert plan_of(EquipmentFactory(dealer=unit.dealer)) == []
    everything = ServiceContract.objects.of(unit.customer, None, on=TODAY)
    assert [one.plan.code for one in everything] == ["gold", "silver"]


def test_the_database_refuses_an_end_before_the_beginning(unit):
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceContractFactory(customer=unit.customer, ends_on=date(2025, 12, 31))


def test_a_contract_is_its_customers_dealers(unit, norths_desk, souths_desk, agent):
    """L2."""
    ServiceContractFactory(customer=unit.customer)
    seen = [ServiceContract.objects.visible_to(who).count() for who in (norths_desk, souths_desk, agent)]
    assert seen == [1, 0, 1]


def test_the_admin_keeps_contracts_and_refuses_another_customers_unit(page, administrator, unit):
    """C12: who bought what, from when until when, with its history."""
    plan = ContractPlanFactory(code="gold")
    client, address = page(administrator), "/admin/equipment/servicecontract/add/"
    sent = {
        "number": "HT-2026-001",
        "plan": plan.pk,
        "customer": unit.customer.pk,
        "begins_on": "2026-01-01",
        "ends_on": "2026-12-31",
    }
    foreign = client.post(address, sent | {"equipment": EquipmentFactory().pk})
    assert foreign.status_code == 200
    assert "这台设备是别的客户的" in foreign.content.decode()
    early = client.post(address, sent | {"ends_on": "2025-12-31"})
    assert "合同不能在开始之前结束" in early.content.decode()
    assert client.post(address, sent | {"equipment": unit.pk}).status_code == 302
    contract = ServiceContract.objects.get()
    assert (str(contract), contract.equipment, contract.history.count()) == ("HT-2026-001", unit, 1)
    assert client.get(f"/admin/equipment/contractplan/{plan.pk}/delete/").status_code == 403


@time_machine.travel("2026-09-15T02:00:00Z", tick=False)
def test_the_unit_shows_the_contract_that_holds(page, norths_desk, unit):
    assert "服务合同" in page(norths_desk).get(unit.get_absolute_url()).content.decode()
    ServiceContractFactory(customer=unit.customer, plan__name_zh="金牌服务")
    shown = page(norths_desk).get(unit.get_absolute_url()).content.decode()
    assert "金牌服务" in shown
    assert "至 2026-12-31" in shown


def test_levels_name_plans_by_code_and_find_them_by_name(agent):
    """D3: a level's condition, in words."""
    ContractPlanFactory(code="gold", name_zh="金牌服务", name_en="Gold")
    ContractPlanFactory(code="old-gold", name_zh="旧金牌", is_active=False)
    condition = CONDITIONS["contracts"]
    assert condition.named(["gold", "none"], agent) == {"gold": "金牌服务"}
    assert condition.offered("金牌", agent) == {"gold": "金牌服务 gold"}
    assert condition.offered("GOL", agent) == {"gold": "金牌服务 gold"}
    agent.is_active = False
    assert not ContractPlan.objects.visible_to(agent)


def test_a_plan_has_a_name_in_each_language(db):
    plan = ContractPlanFactory.build(name_zh="金牌服务", name_en="Gold")
    assert str(plan) == "金牌服务"
