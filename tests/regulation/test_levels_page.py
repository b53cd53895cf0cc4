"""The table of service levels: their order, for which requests, which times (D3, K1)."""

from dataclasses import replace

import pytest

from regulation.services import LevelDraft, approve_version, change_levels, levels_of, review_version
from tests.factories.dealers import DivisionFactory, UserFactory
from tests.factories.equipment import CustomerFactory, ProductFactory
from tests.regulation.drafts import AT, draft

pytestmark = pytest.mark.django_db
HOUR = {"minutes": 60, "basis": "calendar"}


@pytest.fixture
def named():
    """What conditions name: a model, a customer of North, two places."""
    ProductFactory(code="QY25", name_zh="汽车起重机")
    CustomerFactory(code="C-1", name="中铁一局", dealer__code="NORTH")
    DivisionFactory(code="370000", full_name="山东省", level=1)
    DivisionFactory(code="310115", full_name="上海市浦东新区")


def rows(page, person, address="/regulation/1/levels/"):
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
    assert found[3]["requests"] == "上门维修、送修或远程支持，级别为急"
    assert found[5]["requests"] == "其余全部请求"
    assert found[4]["times"] == ["2 工时", "18 工时", "27 工时", "45 工时", "2 工时", "4 工时"]
    assert found[2]["times"][1] == found[2]["times"][-1] == "–"  # nobody has to go


def test_the_requests_of_a_level_are_said_in_the_readers_language(page, agent):
    client = page(agent)
    client.cookies["django_language"] = "en"
    found = client.get("/regulation/1/levels/").context["levels"]
    assert found[3]["requests"] == "Repair on site, carry-in repair or remote support, priority urgent"
    assert found[5]["requests"] == "All other requests"


def special(*divisions):
    conditions = {"products": ["QY25"], "customers": ["C-1"], "divisions": list(divisions)}
    return [
        LevelDraft("gold", "金牌", "Gold", {"respond": HOUR}, conditions),
        LevelDraft("rest", "其余", "Rest", {"respond": HOUR}),
    ]


def test_a_draft_shows_its_own_levels_to_its_makers_alone(page, manager, agent, named):
    version = draft(manager)
    change_levels(version, actor=manager, at=AT, levels=special("370000", "310115"))
    address = f"/regulation/{version.number}/levels/"
    assert rows(page, manager, address)[0]["requests"] == (
        "机型 QY25 汽车起重机，客户 中铁一局，在山东省或上海市浦东新区"
    )
    assert page(agent).get(address).status_code == 404
    assert page(manager).get("/regulation/99/levels/").status_code == 404


def test_a_customer_of_others_is_no_name_to_who_reads_the_levels(
    page, manager, deputy, director, souths_desk, named
):
    """L2: everybody reads the regulation, and nobody learns another dealer's customers from it."""
    version = change_levels(draft(manager), actor=manager, at=AT, levels=special("370000"))
    version = approve_version(review_version(version, actor=deputy, at=AT), actor=director, at=AT)
    response = page(souths_desk).get(f"/regulation/{version.number}/levels/")
    assert "中铁一局" not in response.content.decode()
    assert "客户 C-1" in response.context["levels"][0]["requests"]


def test_who_has_no_role_reads_no_levels(page, db):
    assert page(UserFactory()).get("/regulation/1/levels/").status_code == 403


def test_the_clause_leads_to_its_table(page, agent):
    assert "/regulation/1/levels/" in page(agent).get("/regulation/1/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_asks_each_owner_once(page, manager, django_assert_num_queries, count):
    levels = []
    for n in range(count):
        ProductFactory(code=f"QY{n}")
        CustomerFactory(code=f"C-{n}")
        levels.append(
            LevelDraft(
                f"gold-{n}",
                "金",
                "Gold",
                {"respond": HOUR},
                {"products": [f"QY{n}"], "customers": [f"C-{n}"]},
            )
        )
    version = draft(manager)
    change_levels(
        version, actor=manager, at=AT, levels=[*levels, LevelDraft("rest", "其余", "Rest", {"respond": HOUR})]
    )
    client = page(manager)
    with django_assert_num_queries(14):
        client.get(f"/regulation/{version.number}/levels/")


# ── what changed, in words ──


def test_the_history_says_what_became_of_each_level(page, manager, named):
    """K1, L3."""
    version = change_levels(draft(manager), actor=manager, at=AT, levels=special("370000"))
    _, rest = special("370000")
    two_hours = {"respond": {"minutes": 120, "basis": "working"}}
    changed = LevelDraft("gold", "金牌", "Gold", two_hours, {"products": ["QY25"]})
    version = change_levels(version, actor=manager, at=AT, levels=[changed, rest])
    newest, first, _drafted = page(manager).get(version.get_absolute_url()).context["history"]
    assert newest["say"].splitlines()[1:] == [
        (
            "服务等级 金牌："
            "适用 机型 QY25 汽车起重机，客户 中铁一局，在山东省 → 机型 QY25 汽车起重机、"
            "响应 1 小时 → 2 工时"
        )
    ]
    assert newest["text"] == "已修改"
    lines = first["say"].splitlines()
    assert {"新服务等级 金牌", "新服务等级 其余", "去掉服务等级 安全事故"} <= set(lines)
    assert lines[-1] == ("服务等级顺序 安全事故、重大质量、投诉、停机抢修、一般报修、其他请求 → 金牌、其余")


def test_levels_that_differ_from_the_version_before_stand_on_its_changes(page, manager):
    version = draft(manager)
    address = f"/regulation/{version.number}/changes/"
    assert page(manager).get(address).context["levels"] == []
    drafts = [
        LevelDraft(row.code, row.name_zh, row.name_en, row.targets, row.conditions)
        for row in levels_of(version.pk)
        if row.code != "grave"
    ]
    drafts[0] = replace(drafts[0], name_en="Accident", targets={"fix": HOUR})
    change_levels(version, actor=manager, at=AT, levels=[drafts[1], drafts[0], *drafts[2:]])
    response = page(manager).get(address)
    rows = {row["code"]: row for row in response.context["levels"]}
    assert [part["name"] for part in rows["safety"]["parts"]] == [
        "英文名称",
        "响应",
        "到场",
        "修复",
        "完结",
        "答复",
        "派人",
    ]
    assert {stretch.kind for part in rows["grave"]["parts"] for stretch in part["stretches"]} == {"old"}
    assert [stretch.kind for stretch in rows[""]["parts"][0]["stretches"]].count("new") == 1
    assert '<ins class="diff-new">Accident</ins>' in response.content.decode()
    assert page(manager).get(version.get_absolute_url()).context["levels"] == []
