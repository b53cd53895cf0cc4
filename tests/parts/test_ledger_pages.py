"""The pages of the ledger: its list, one paper, its reversal (E2, L1, L2)."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from parts.models import StockAct
from parts.services import (
    Ware,
    receive,
    send,
    use,
)
from records.models import AuditEntry
from tests.factories.equipment import EquipmentFactory
from tests.factories.parts import stocked

pytestmark = pytest.mark.django_db
LEDGER = reverse("parts:movements")
LEDGER_STATEMENTS = 6


def body(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4),
        ("?kind=receive", 2),
        ("?kind=transfer", 1),
        ("?place=CENTRAL", 2),
        ("?where=van", 1),
        ("?dealer=NORTH", 3),
        ("?document=dn-7", 1),
        ("?day_from=2026-09-14", 4),
        ("?day_from=2026-09-15", 0),
        ("?day_until=2026-09-14", 4),
        ("?day_until=2026-09-13", 0),
        ("?part=NONE", 0),
        ("?kind=gift", 0),
    ],
)
def test_movements_are_narrowed(page, clerk, kept, query, count):
    assert len(page(clerk).get(LEDGER + query).context["rows"]) == count


def test_movements_are_listed_newest_first_from_where_to_where(page, clerk, kept, part):
    rows = page(clerk).get(LEDGER, {"part": part.code}).context["rows"]
    assert [row["act"].kind for row in rows] == ["issue", "receive", "transfer", "receive"]
    assert (rows[0]["source"]["label"], rows[0]["target"]["label"]) == (
        "华东一号经销商 · 网点库",
        "赵师傅 · 车存",
    )
    assert rows[1]["document_url"] == kept.get_absolute_url()
    oldest = page(clerk).get(f"{LEDGER}?sort=at").context["rows"]
    assert oldest[0]["act"].document == "DN-7"


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_of_movements_asks_the_same_number_of_questions(
    page, clerk, central, part, django_assert_num_queries, count
):
    for _one in range(count):
        stocked(part, central, 1, actor=clerk)
    client = page(clerk)
    client.get(LEDGER)
    with django_assert_num_queries(LEDGER_STATEMENTS):
        assert len(client.get(LEDGER).context["rows"]) == count


def test_another_houses_place_is_not_named(
    page, clerk, norths_desk, souths_desk, norths_store, souths_store, part, told
):
    """L2: what North sent to South concerns both; neither learns the other's name."""
    stocked(part, norths_store, 5, actor=clerk)
    sent = send([Ware(part, 2)], store=norths_store, to=souths_store, told=told(norths_desk))
    receive([Ware(part, 2)], store=souths_store, told=told(souths_desk, document=sent.number))
    for address in (LEDGER, part.get_absolute_url(), sent.get_absolute_url()):
        shown = body(page(norths_desk).get(address))
        assert "另一家" in shown
        assert "西南三号" not in shown
    shown = body(page(souths_desk).get(LEDGER))
    assert "华东一号" not in shown
    shown = body(page(souths_desk).get(sent.get_absolute_url()))
    assert "另一家" in shown
    assert "华东一号" not in shown
    answer = page(norths_desk).get(reverse("parts:export-movements"))
    cells = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))
    assert [row[7] for row in cells] == ["另一家", "华东一号经销商 · 网点库"]
    assert AuditEntry.objects.filter(verb="export", object_type="stock_movement").count() == 1


def test_a_customers_unit_is_named_to_its_own_dealer_alone(
    page, clerk, norths_desk, north, south, part, told, van
):
    stocked(part, van, 5, actor=clerk)
    for dealer in (north, south):
        unit = EquipmentFactory(dealer=dealer)
        use([Ware(part, 1)], place=van, equipment=unit, told=told(norths_desk))
    labels = [row["target"]["label"] for row in page(norths_desk).get(LEDGER).context["rows"]]
    assert labels[0] == "客户设备"
    assert labels[1] not in {"客户设备", "另一家"}


# ── a paper, its reversal ──


def test_a_paper_shows_its_lines_and_is_not_there_for_others(page, clerk, souths_desk, kept, part):
    shown = body(page(clerk).get(kept.get_absolute_url()))
    for said in (kept.number, part.code, "中央库", "打印", "交出人", "接收人"):
        assert said in shown
    assert page(souths_desk).get(kept.get_absolute_url()).status_code == 404
    assert page(clerk).get(reverse("parts:act", args=[99999])).status_code == 404


def test_a_movement_is_reversed_once_with_a_reason(
    page, clerk, norths_desk, central, norths_store, part, told
):
    stocked(part, central, 5, actor=clerk)
    sent = send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk))
    client, url = page(clerk), reverse("parts:reverse", args=[sent.pk])
    assert url in body(client.get(sent.get_absolute_url()))
    empty = client.post(url, {"reason": " "})
    assert (empty.status_code, "请写明冲销的理由" in body(empty)) == (422, True)
    typed = {"reason": "发错了", "idempotency_key": "r-1"}
    first, second = client.post(url, typed), client.post(url, typed)
    made = StockAct.objects.get(kind="reverse")
    assert first.url == second.url == made.get_absolute_url()
    again = client.post(url, {"reason": "再来一次"})
    assert (again.status_code, "已经冲销" in body(again)) == (409, True)
    assert made.number in body(client.get(sent.get_absolute_url()))
    assert sent.number in body(client.get(made.get_absolute_url()))
    shown = page(norths_desk).get(made.get_absolute_url())
    assert url not in body(shown)
    for sent in ({"reason": "x"}, {}):
        assert page(norths_desk).post(url, sent).status_code == 403


def test_what_has_gone_on_is_not_reversed_and_the_reason_stays(page, clerk, kept):
    url = reverse("parts:reverse", args=[kept.pk])
    answer = page(clerk).post(url, {"reason": "发错了，全部退回"})
    assert answer.status_code == 409
    assert "发错了，全部退回" in body(answer)
