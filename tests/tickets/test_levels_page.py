"""The table of service levels: their order, for which requests, which times (D3, K1)."""

import pytest

from regulation.services import LevelDraft, change_levels
from tests.factories.equipment import ProductFactory
from tests.regulation.drafts import AT, draft

pytestmark = pytest.mark.django_db
HOUR = {"minutes": 60, "basis": "calendar"}


def rows(page, person, address="/tickets/levels/"):
    return page(person).get(address).context["levels"]


def test_everybody_reads_the_levels_in_force_in_their_order(page, agent, norths_desk):
    for person in (agent, norths_desk):
        found = rows(page, person)
        assert [row["name"] for row in found] == [
            "安全事故",
            "重大质量",
            "投诉",
            "停机抢修",
            "一般报修",
            "其他请求",
        ]
    assert found[3]["conditions"] == ["类型：上门维修、送修、远程支持", "级别：急"]
    assert found[5]["conditions"] == ["其余全部请求"]
    assert found[4]["times"] == ["2 工时", "18 工时", "27 工时", "45 工时", "2 工时", "4 工时"]
    assert found[2]["times"][1] == found[2]["times"][-1] == "–"  # nobody has to go


def test_a_draft_shows_its_own_levels_to_its_makers_alone(page, manager, agent):
    ProductFactory(code="QY25", name_zh="汽车起重机")
    version = draft(manager)
    levels = [
        LevelDraft("gold", "金牌", "Gold", {"respond": HOUR}, {"products": ["QY25"], "contracts": ["G"]}),
        LevelDraft("rest", "其余", "Rest", {"respond": HOUR}),
    ]
    change_levels(version, actor=manager, at=AT, levels=levels)
    address = f"/tickets/levels/?version={version.number}"
    assert rows(page, manager, address)[0]["conditions"] == ["机型：QY25 汽车起重机", "合同：G"]
    assert page(agent).get(address).status_code == 404
    for nonsense in ("99", "x", "-1", "9" * 5000):
        assert page(manager).get(f"/tickets/levels/?version={nonsense}").status_code == 404


def test_the_inner_times_stand_behind_those_promised_to_the_customer(page, agent):
    """D5."""
    heads = page(agent).get("/tickets/levels/").context["heads"]
    assert heads == ["响应", "到场", "修复", "完结", "答复", "派人"]


def test_the_clause_leads_to_its_table(page, agent):
    assert "/tickets/levels/?version=1" in page(agent).get("/regulation/1/").content.decode()
