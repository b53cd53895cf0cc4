"""Maintenance on the unit's page, the why of each, what was done elsewhere, and the API (C2, C5, K2)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from equipment.models import Maintenance, MaintenanceDone
from equipment.services import count_maintenance, note_hours, record_maintenance
from records.invariants import broken
from tests.factories.equipment import EquipmentFactory, ProductFactory, ProductMaintenanceFactory

AT = datetime(2026, 12, 1, 2, tzinfo=UTC)
TODAY = date(2026, 12, 1)
API = "/api/v1/maintenance/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def product(db):
    product = ProductFactory(code="RD-280")
    ProductMaintenanceFactory(
        product=product, code="first", name_zh="首保", name_en="First", is_first=True, months=1, hours=50
    )
    ProductMaintenanceFactory(product=product, code="regular", name_zh="定期保养", name_en="Regular")
    return product


@pytest.fixture
def unit(north, product):
    """In use since 5 June 2026."""
    return EquipmentFactory(dealer=north, product=product, installed=True, serial_number="RD280-1")


def text(response):
    return " ".join(response.content.decode().split())


def line(unit, code="regular"):
    return Maintenance.objects.get(equipment=unit, code=code)


def done(unit, actor, on, code="regular"):
    day = date.fromisoformat(on)
    return record_maintenance(line(unit, code), actor=actor, at=AT, done_on=day, note="客户自己的修理工做的")


def read(unit, actor, on, meter):
    note_hours(unit, actor=actor, at=AT, read_on=date.fromisoformat(on), meter=meter)


def address(name, *more):
    return reverse(f"equipment:{name}", args=["RD280-1", *more])


# ── the page ──


def test_the_unit_shows_what_is_next_and_what_was_done(page, norths_desk, unit, agent):
    """C2, C5: each line with its terms, how it stands, what is done, and the history."""
    done(unit, agent, "2026-07-03", "first")
    shown = text(page(norths_desk).get(unit.get_absolute_url()))
    for said in (
        "每 6 个月或 500 小时，自上次做完起算",
        "2026-12-05 到期，2026-11-21 起可做。",
        "检查皮带",
        "客户自己的修理工做的",
        address("maintenance-why", "regular"),
        address("maintenance-done", "regular"),
        address("maintenance-back", "first~2026-07-03"),
        "下一项，12月5日 到期",
    ):
        assert said in shown, said


def test_before_the_start_of_use_only_the_plan_is_known(page, norths_desk, product, north):
    fresh = EquipmentFactory(dealer=north, product=product)
    shown = text(page(norths_desk).get(fresh.get_absolute_url()))
    assert "自开始使用之日起" in shown
    assert "/maintenance/regular/" not in shown


def test_a_model_without_a_plan_says_so(page, norths_desk, north):
    unit = EquipmentFactory(dealer=north, installed=True)
    assert "登记时该机型没有保养计划" in text(page(norths_desk).get(unit.get_absolute_url()))


def test_what_a_ticket_did_is_said_without_its_number(page, norths_desk, unit):
    """L2: the number is for who serves it."""
    count_maintenance(unit, ticket="T-2026-00009", lines=[], actor=None, at=AT)
    shown = text(page(norths_desk).get(unit.get_absolute_url()))
    assert "由工单" in shown
    assert "T-2026-00009" not in shown


def test_why_a_maintenance_is_due_is_explained(page, norths_desk, unit, agent):
    """K2: clause, version, inputs, arithmetic; the estimate named so."""
    read(unit, agent, "2026-08-04", 120)
    client = page(norths_desk)
    whole = text(client.get(address("maintenance-why", "regular")))
    for said in (
        "定期保养 · 2026-12-05 到期，2026-11-21 起可做。",
        "首保与定期保养",
        "2026-06-05 + 6 个月",
        "还没到",
        "估算",
        "只作参考",
        "2026-12-19",
        "先到者",
        "win-card",
    ):
        assert said in whole, said
    panel = client.get(address("maintenance-why", "regular"), headers={"HX-Request": "true"})
    assert "<html" not in text(panel)
    assert client.get(address("maintenance-why", "weekly")).status_code == 404


def test_another_dealers_unit_does_not_exist(page, souths_desk, unit, agent):
    """L2: pages that read and that change."""
    row = done(unit, agent, "2026-11-30")
    client = page(souths_desk)
    for name, mark in (
        ("maintenance-why", "regular"),
        ("maintenance-done", "regular"),
        ("maintenance-back", row.mark),
    ):
        assert client.get(address(name, mark)).status_code == 404
        assert client.post(address(name, mark), {}).status_code in {404, 405}


def test_what_was_done_elsewhere_is_written_down_and_taken_back(page, norths_desk, unit):
    """C5, L3: the form loses nothing, and what is taken back goes with its reason."""
    client, ask = page(norths_desk), address("maintenance-done", "regular")
    assert "2026-12-01" in text(client.get(ask))
    told = {"done_on": "2026-11-30", "note": "外面修理厂做的，有发票"}
    assert client.post(ask, told | {"idempotency_key": "k1"}).headers["Location"] == unit.get_absolute_url()
    early = client.post(ask, told | {"done_on": "2026-06-04", "idempotency_key": "k2"})
    assert early.status_code == 422
    assert "有发票" in text(early)
    assert "做完日期应在" in text(early)
    assert client.post(ask, told | {"note": "", "idempotency_key": "k3"}).status_code == 422
    assert client.post(ask, told | {"idempotency_key": "k4"}).status_code == 409
    back = address("maintenance-back", "regular~2026-11-30")
    assert "2026-11-30" in text(client.get(back))
    assert client.post(back, {"reason": "", "idempotency_key": "k5"}).status_code == 422
    assert client.post(back, {"reason": "机号记错", "idempotency_key": "k6"}).status_code == 302
    assert MaintenanceDone.objects.get().withdrawn_because == "机号记错"
    assert client.get(back).status_code == 404
    again = client.post(back, {"reason": "我也要撤", "idempotency_key": "k7"})
    assert (again.status_code, "我也要撤" in text(again)) == (409, True)
    for mark in ("regular~2026-11-29", "regular~gestern", "regular"):
        assert client.get(address("maintenance-back", mark)).status_code == 404


def test_who_only_looks_can_not_write(page, deputy, unit):
    client = page(deputy)
    assert "在别处做过" not in text(client.get(unit.get_absolute_url()))
    assert client.get(address("maintenance-done", "regular")).status_code == 403
    assert client.get(address("maintenance-back", "regular~2026-11-29")).status_code == 403


# ── the API ──


def test_the_api_says_what_is_due_and_why(api, norths_desk, unit, agent):
    """C5, K2."""
    read(unit, agent, "2026-08-04", 120)
    done(unit, agent, "2026-07-03", "first")
    client = api(norths_desk)
    first, regular = client.get(f"{API}RD280-1/", headers={"Accept-Language": "en"}).json()["maintenance"]
    assert (first["state"], first["due_on"], first["is_first"]) == ("over", None, True)
    assert first["done"] == [
        {
            "done_on": "2026-07-03",
            "how": "in_time",
            "hours": None,
            "is_by_ticket": False,
            "note": "客户自己的修理工做的",
        }
    ]
    assert (regular["state"], regular["opens_on"], regular["due_on"]) == ("open", "2026-11-21", "2026-12-05")
    assert (regular["hours_limit"], regular["expected_on"]) == (500, "2027-02-10")
    assert regular["checks"] == ["Change the oil", "Check the belts"]
    assert (regular["why"]["clause"], regular["why"]["version"]) == ("C5", 1)
    assert {"term": "2026-06-05 + 6 months", "result": "2026-12-05"} in regular["why"]["arithmetic"]
    assert regular["says"].startswith("Due on 2026-12-05")


def test_the_api_of_a_unit_not_in_use_tells_the_plan(api, norths_desk, product, north):
    EquipmentFactory(dealer=north, product=product, serial_number="RD280-2")
    told = api(norths_desk).get(f"{API}RD280-2/").json()
    assert [(row["code"], row["state"], row["why"]) for row in told["maintenance"]] == [
        ("first", "not_yet", None),
        ("regular", "not_yet", None),
    ]


def test_the_api_lists_what_has_a_day(api, norths_desk, souths_desk, unit):
    """C5: by how it stands, model, dealer, first or not, days, unit."""
    client = api(norths_desk)

    def found(**asked):
        return [row["code"] for row in client.get(API, asked).json()["results"]]

    assert found() == ["first", "regular"]
    for asked, codes in (
        ({"state": "overdue"}, ["first"]),
        ({"state": "open"}, ["regular"]),
        ({"state": "due"}, []),
        ({"state": "not_yet"}, []),
        ({"is_first": "true"}, ["first"]),
        ({"due_from": "2026-12-01"}, ["regular"]),
        ({"due_until": "2026-12-01"}, ["first"]),
        ({"product": "RD-280"}, ["first", "regular"]),
        ({"dealer": "NORTH"}, ["first", "regular"]),
        ({"q": "RD280"}, ["first", "regular"]),
        ({"q": "EX215"}, []),
    ):
        assert found(**asked) == codes, asked
    assert client.get(API, {"state": "sometimes"}).status_code == 400
    assert api(souths_desk).get(API).json()["results"] == []
    assert api(souths_desk).get(f"{API}RD280-1/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_the_same_number_of_questions(
    api, agent, north, product, count, django_assert_num_queries
):
    EquipmentFactory.create_batch(count, dealer=north, product=product, installed=True)
    client = api(agent)
    client.get(API)
    with django_assert_num_queries(4):
        assert len(client.get(API, {"limit": 50}).json()["results"]) == 2 * count


def test_the_api_writes_down_and_takes_back(api, norths_desk, souths_desk, unit):
    told = {"code": "regular", "done_on": "2026-11-30", "note": "外面修理厂做的"}
    client = api(norths_desk)
    sent = client.post(f"{API}RD280-1/done/", told, format="json")
    assert (sent.status_code, sent.json()["maintenance"][1]["due_on"]) == (201, "2027-05-30")
    assert client.post(f"{API}RD280-1/done/", told, format="json").json()["code"] == "done_already"
    assert client.post(f"{API}RD280-1/done/", told | {"code": "weekly"}, format="json").status_code == 404
    assert api(souths_desk).post(f"{API}RD280-1/done/", told, format="json").status_code == 404
    back = {"code": "regular", "done_on": "2026-11-30", "reason": "机号记错"}
    assert api(souths_desk).post(f"{API}RD280-1/take-back/", back, format="json").status_code == 404
    gone = client.post(f"{API}RD280-1/take-back/", back, format="json")
    assert gone.json()["maintenance"][1]["due_on"] == "2026-12-05"
    again = client.post(f"{API}RD280-1/take-back/", back, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "done_gone")
    other = back | {"done_on": "2026-11-29"}
    assert client.post(f"{API}RD280-1/take-back/", other, format="json").status_code == 404


# ── what must hold ──


def test_a_turn_that_facts_do_not_say_is_named(unit):
    """C5: `check_invariants` reckons each again."""
    assert not list(broken("C5"))
    Maintenance.objects.filter(code="regular").update(due_on=date(2026, 12, 6))
    assert [told for _code, told in broken("C5")] == [
        "unit RD280-1, regular: due 2026-12-06, by its facts 2026-12-05"
    ]
