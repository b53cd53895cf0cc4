"""Warranty and operating hours on the unit's page, the why of each, and the API (C2, C4, K2)."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from equipment.models import HourReading, ProductPart, Warranty
from equipment.services import count_repair, note_hours
from tests.factories.equipment import EquipmentFactory, ProductFactory

AT = datetime(2027, 9, 15, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def unit(north, agent):
    product = ProductFactory(warranty_months=12, warranty_hours=6000)
    ProductPart.objects.create(
        product=product, code="pump", name_zh="主泵", name_en="Main pump", months=24, hours=4000
    )
    return EquipmentFactory(dealer=north, product=product, installed=True, serial_number="RD280-1")


def text(response):
    return " ".join(response.content.decode().split())


def test_the_unit_shows_what_is_covered_until_when_and_its_hours(page, norths_desk, unit, agent):
    """C2, C4: the whole unit is over, the main pump is not."""
    note_hours(unit, actor=agent, at=AT, read_on=date(2027, 9, 1), meter=2612)
    shown = text(page(norths_desk).get(unit.get_absolute_url()))
    assert "保修已过" in shown
    assert "主泵保修内" in shown
    assert "24 个月或 4,000 小时" in shown
    assert "2,612 小时" in shown
    assert reverse("equipment:warranty-why", args=[unit.serial_number, "~"]) in shown
    assert reverse("equipment:warranty-why", args=[unit.serial_number, "pump"]) in shown


def test_before_the_installation_only_the_terms_are_known(page, norths_desk, unit, north):
    fresh = EquipmentFactory(dealer=north, product=unit.product)
    shown = text(page(norths_desk).get(fresh.get_absolute_url()))
    assert "自安装之日起" in shown
    assert "warranty/~/" not in shown


def test_the_page_asks_no_more_for_many_readings(page, norths_desk, unit, agent):
    """C2: constant, however long the history."""
    counts, client = [], page(norths_desk)
    client.get(unit.get_absolute_url())
    for first in (1, 15):
        for day in range(first, first + 10):
            note_hours(unit, actor=agent, at=AT, read_on=date(2027, 8, day), meter=100 + day)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(unit.get_absolute_url()).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_why_a_warranty_ends_is_explained(page, norths_desk, unit, agent):
    """K2: clause, version then in force, inputs, arithmetic."""
    count_repair(unit, number="T-2026-00007", from_on=date(2026, 9, 1), until_on=date(2026, 9, 4))
    note_hours(unit, actor=agent, at=AT, read_on=date(2026, 12, 11), meter=4048)
    client = page(norths_desk)
    whole = text(client.get(reverse("equipment:warranty-why", args=["RD280-1", "~"])))
    assert "整机 · 自 2027-06-09 起已过保修。" in whole
    for said in (
        "C4.1",
        "2026-06-05 + 12 个月",
        "2027-06-05 + 3 天维修占用",
        "2027-06-08",
        "还没到",
    ):
        assert said in whole, said
    pump = text(client.get(reverse("equipment:warranty-why", args=["RD280-1", "pump"])))
    for said in ("主泵 · 自 2026-12-09 起已过保修。", "超限 48 小时，每天至多 24 小时", "2026-12-09 已到"):
        assert said in pump, said
    panel = client.get(
        reverse("equipment:warranty-why", args=["RD280-1", "pump"]), headers={"HX-Request": "true"}
    )
    assert "<html" not in text(panel)


@pytest.mark.parametrize("mark", ["engine", "pump~T-1", "x"])
def test_what_has_no_warranty_of_its_own_is_missing(page, norths_desk, unit, mark):
    assert page(norths_desk).get(f"/equipment/units/RD280-1/warranty/{mark}/").status_code == 404


def test_another_dealers_unit_does_not_exist(page, souths_desk, unit, agent):
    """L2: pages that read and that change."""
    reading = note_hours(unit, actor=agent, at=AT, read_on=date(2027, 9, 1), meter=2612)
    client = page(souths_desk)
    for name, args in (
        ("warranty-why", ["RD280-1", "~"]),
        ("hours", ["RD280-1"]),
        ("withdraw-hours", ["RD280-1", reading.mark]),
    ):
        assert client.get(reverse(f"equipment:{name}", args=args)).status_code == 404
        assert client.post(reverse(f"equipment:{name}", args=args), {}).status_code in {404, 405}


def test_hours_are_written_down_and_taken_back(page, norths_desk, unit):
    """C4: what the meter shows; a wrong reading goes with its reason, and the form loses nothing."""
    client, address = page(norths_desk), reverse("equipment:hours", args=["RD280-1"])
    assert "2027-09-15" in text(client.get(address))
    sent = client.post(address, {"meter": "2612", "read_on": "2027-09-14", "idempotency_key": "k1"})
    assert (sent.status_code, sent.headers["Location"]) == (302, unit.get_absolute_url())
    low = client.post(address, {"meter": "2611", "read_on": "2027-09-15", "idempotency_key": "k2"})
    assert low.status_code == 422
    assert "2027-09-14 表上是 2612 小时" in text(low)
    assert 'value="2611"' in text(low)
    empty = client.post(address, {"meter": "", "read_on": "2027-09-15", "idempotency_key": "k3"})
    assert "填写表上的小时数。" in text(empty)
    back = reverse("equipment:withdraw-hours", args=["RD280-1", "2027-09-14~2612"])
    assert "2027-09-14 表上是 2612 小时。" in text(client.get(back))
    assert client.post(back, {"reason": " ", "idempotency_key": "k4"}).status_code == 422
    assert client.post(back, {"reason": "看错了", "idempotency_key": "k5"}).status_code == 302
    assert HourReading.objects.of(unit).get().withdrawn_because == "看错了"
    assert client.get(back).status_code == 404
    again = client.post(back, {"reason": "我也看错了", "idempotency_key": "k6"})
    assert again.status_code == 409
    assert "我也看错了" in text(again)
    assert "这次读数已经撤回了" in text(again)


def test_the_api_says_whether_and_why(api, norths_desk, unit, agent):
    """C4, K2: of any day, of the unit or of a part."""
    note_hours(unit, actor=agent, at=AT, read_on=date(2026, 12, 11), meter=3000)
    client = api(norths_desk)
    today = client.get("/api/v1/warranties/RD280-1/", headers={"Accept-Language": "en"}).json()
    assert (today["on"], today["is_covered"], today["reason"]) == ("2027-09-15", False, "time_over")
    assert today["says"].startswith("Out of warranty since 2027-06-06. Whole unit: 12 months")
    assert today["hours"] == 3000
    assert today["readings"] == [
        {"read_on": "2026-12-11", "meter": 3000, "hours": 3000, "is_new_meter": False}
    ]
    pump = client.get("/api/v1/warranties/RD280-1/?part=pump&on=2028-06-05").json()
    assert (pump["is_covered"], pump["reason"]) == (True, "covered")
    whole, part = pump["warranties"]
    assert (whole["part"], whole["ends_on"], whole["is_covered"]) == ("", "2027-06-05", False)
    assert (part["part"], part["months"], part["hours"], part["ends_on"]) == ("pump", 24, 4000, "2028-06-05")
    assert (part["why"]["clause"], part["why"]["version"]) == ("C4.1", 1)
    assert {"term": "2026-06-05 + 24 个月", "result": "2028-06-05"} in part["why"]["arithmetic"]
    assert client.get("/api/v1/warranties/RD280-1/?on=nonsense").status_code == 400
    listed = client.get("/api/v1/warranties/").json()["results"]
    assert [row["serial_number"] for row in listed] == ["RD280-1"]


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_of_warranties_asks_the_same_number_of_questions(
    api, agent, north, count, django_assert_num_queries
):
    EquipmentFactory.create_batch(count, dealer=north, installed=True)
    client = api(agent)
    client.get("/api/v1/warranties/")
    with django_assert_num_queries(5):
        assert len(client.get("/api/v1/warranties/").json()["results"]) == count


def test_the_api_takes_readings(api, norths_desk, souths_desk, unit):
    address, reading = "/api/v1/equipment/RD280-1/hours/", {"read_on": "2027-09-14", "meter": 2612}
    sent = api(norths_desk).post(address, reading, format="json")
    assert (sent.status_code, sent.json()["hours"]) == (201, 2612)
    assert api(norths_desk).post(address, reading, format="json").status_code == 201
    assert HourReading.objects.count() == 1
    low = api(norths_desk).post(address, reading | {"meter": 2, "read_on": "2027-09-15"}, format="json")
    assert (low.status_code, low.json()["code"]) == (422, "hours_fallen")
    assert api(souths_desk).post(address, reading, format="json").status_code == 404
    assert api(souths_desk).get("/api/v1/warranties/RD280-1/").status_code == 404


def test_the_why_tells_no_other_dealers_ticket(page, norths_desk, unit):
    """L2: in warranty any outlet serves a unit; which ticket that was is the outlet's."""
    count_repair(unit, number="T-2026-00007", from_on=date(2026, 9, 1), until_on=date(2026, 9, 4))
    said = text(page(norths_desk).get(reverse("equipment:warranty-why", args=["RD280-1", "~"])))
    assert "2026-09-01 – 2026-09-04" in said
    assert "T-2026-00007" not in said


def test_a_replaced_part_has_a_line_and_a_why_of_its_own(page, norths_desk, unit):
    """C4: its months count from the replacement."""
    Warranty.objects.create(
        equipment=unit,
        part="pump",
        name_zh="主泵",
        months=6,
        copied_at=AT,
        replaced_on=date(2027, 8, 20),
        replaced_at_hours=2500,
        replaced_in="T-2027-00003",
    )
    client = page(norths_desk)
    address = reverse("equipment:warranty-why", args=["RD280-1", "pump~2027-08-20"])
    assert address in text(client.get(unit.get_absolute_url()))
    said = text(client.get(address))
    for words in ("主泵 · 保修至 2028-02-20。", "2027-08-20 + 6 个月", "2,500 小时", "更换日期"):
        assert words in said, words


def test_a_warranty_older_than_the_regulation_says_so(page, norths_desk, north):
    """K2: for earlier days the first version is taken."""
    old = EquipmentFactory(dealer=north, installed=True, installed_on=date(2025, 11, 9))
    said = text(page(norths_desk).get(reverse("equipment:warranty-why", args=[old.serial_number, "~"])))
    assert "2025-11-09 时制度尚未施行" in said
