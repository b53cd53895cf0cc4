"""The list of maintenance, its file, and what is due on the home page (C5, J3, L1)."""

import io
from datetime import UTC, date, datetime

import pytest
import time_machine
from openpyxl import load_workbook

from equipment import due
from equipment.maintenance_rules import State
from equipment.models import Maintenance
from equipment.services import record_maintenance
from records.models import AuditEntry
from tests.factories.equipment import EquipmentFactory, ProductFactory, ProductMaintenanceFactory

AT = datetime(2026, 12, 10, 2, tzinfo=UTC)
LIST = "/maintenance/"
ALL = "?due_from=2000-01-01"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def product(db):
    product = ProductFactory(code="RD-280")
    ProductMaintenanceFactory(product=product, code="regular", months=6, hours=None)
    return product


@pytest.fixture
def each(north, product, agent):
    """A unit in each state, by the day it came into use; one that was done."""
    begun = {"overdue": (2026, 5, 20), "due": (2026, 6, 5), "open": (2026, 6, 20), "not_yet": (2026, 9, 1)}
    units = {
        name: EquipmentFactory(
            dealer=north, product=product, installed=True, installed_on=date(*day), serial_number=f"RD-{name}"
        )
        for name, day in begun.items()
    }
    line = Maintenance.objects.get(equipment=units["not_yet"])
    record_maintenance(line, actor=agent, at=AT, done_on=date(2026, 12, 1), note="驻场人员做的")
    return units


def numbers(response):
    return [row["unit"].serial_number for row in response.context["rows"]]


def text(response):
    return " ".join(response.content.decode().split())


def test_the_first_view_is_what_is_overdue(page, norths_desk, each):
    assert page(norths_desk).get(LIST).url == "?state=overdue"
    shown = page(norths_desk).get(f"{LIST}?state=overdue")
    assert numbers(shown) == ["RD-overdue"]
    assert "逾期" in text(shown)


@pytest.mark.parametrize("state", ["overdue", "due", "open", "not_yet"])
def test_a_list_and_a_row_agree_how_it_stands(page, norths_desk, each, state):
    """C5: the question to many rows says what the rule says of one."""
    shown = page(norths_desk).get(LIST, {"state": state})
    assert numbers(shown) == [f"RD-{state}"]
    assert shown.context["rows"][0]["line"].state(date(2026, 12, 10)) is State(state)


def test_what_was_done_is_a_view_of_its_own(page, norths_desk, souths_desk, each):
    asked = {"state": "done", "q": "RD-", "product": "RD-280", "dealer": "NORTH", "done_from": "2026-12-01"}
    shown = page(norths_desk).get(LIST, asked)
    assert numbers(shown) == ["RD-not_yet"]
    assert "驻场人员做的" in text(shown)
    assert numbers(page(norths_desk).get(LIST, asked | {"done_from": "2026-12-02"})) == []
    assert numbers(page(norths_desk).get(LIST, {"state": "done", "done_until": "2026-11-30"})) == []
    assert numbers(page(souths_desk).get(LIST, {"state": "done"})) == []


def test_a_list_is_sorted_narrowed_and_paged_by_key(page, norths_desk, each):
    client = page(norths_desk)
    order = ["RD-overdue", "RD-due", "RD-open", "RD-not_yet"]
    assert numbers(client.get(LIST + ALL)) == order
    assert numbers(client.get(LIST, {"due_from": "2000-01-01", "sort": "-due"})) == order[::-1]
    first = client.get(LIST, {"due_from": "2000-01-01", "limit": 3})
    assert numbers(first) == order[:3]
    assert numbers(client.get(first.context["next_url"])) == order[3:]
    assert client.get(LIST, {"due_from": "2000-01-01", "cursor": "nonsense"}).url == "?due_from=2000-01-01"
    assert "没有符合条件的记录" in text(client.get(LIST, {"q": "EX-1"}))
    counts = {view["label"]: view["count"] for view in first.context["groups"][0]["views"]}
    assert counts == {"逾期": "1", "到期": "1", "可做": "1", "未到期": "1", "已做": None}


def test_over_is_what_has_nothing_to_come(each):
    line = Maintenance.objects.first()
    line.counted_on = None
    assert line.state(date(2026, 12, 10)) is State.OVER


def test_another_dealers_maintenance_is_not_listed(page, souths_desk, administrator, each):
    """L2."""
    assert numbers(page(souths_desk).get(LIST + ALL)) == []
    assert page(administrator).get(LIST).status_code == 403


@pytest.mark.parametrize("state", ["not_yet", "done"])
@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_the_same_number_of_questions(
    page, agent, north, product, state, count, django_assert_num_queries
):
    for unit in EquipmentFactory.create_batch(count, dealer=north, product=product, installed=True):
        if state == "done":
            line = Maintenance.objects.get(equipment=unit)
            record_maintenance(line, actor=agent, at=AT, done_on=date(2026, 12, 1), note="驻场人员做的")
    Maintenance.objects.update(
        opens_on=date(2026, 12, 11), due_on=date(2027, 1, 1), closes_on=date(2027, 2, 1)
    )
    client = page(agent)
    client.get(LIST, {"state": state})
    with django_assert_num_queries(8):
        assert len(numbers(client.get(LIST, {"state": state}))) == count


def test_the_list_goes_out_as_a_file_and_that_is_recorded(page, dispatcher, agent, each):
    """J3, C10."""
    for asked, name, column, value in (
        ({"state": "overdue"}, "RD-overdue", 8, "2026-11-20"),
        ({"state": "done"}, "RD-not_yet", 11, "2026-12-01"),
    ):
        sent = page(dispatcher).get(f"{LIST}export/", asked)
        rows = list(load_workbook(io.BytesIO(b"".join(sent))).active.values)
        assert (len(rows), rows[1][0], str(rows[1][column])[:10]) == (2, name, value)
    assert AuditEntry.objects.filter(object_type="maintenance").count() == 2
    assert page(agent).get(f"{LIST}export/").status_code == 403


# ── the home page ──


def test_what_is_overdue_is_due_from_the_desk_and_from_headquarters(
    norths_desk, dispatcher, souths_desk, each
):
    """L1: a dealer's desk its own, who dispatches anybody's; nobody else's."""
    for actor in (norths_desk, dispatcher):
        item = next(one for one in due.items(actor, AT) if one.icon == "tool")
        assert (item.title, item.due, item.tone) == ("RD-overdue 定期保养", date(2026, 12, 4), "bad")
    assert due.badge(norths_desk, AT) == 1
    assert due.items(souths_desk, AT) == []


def test_centres_do_not_do_their_outlets_maintenance(centres_desk, agent, each):
    for actor in (centres_desk, agent):
        assert [one for one in due.items(actor, AT) if one.icon == "tool"] == []


def test_of_many_the_first_are_named_and_the_rest_counted(north, product, norths_desk):
    EquipmentFactory.create_batch(
        7, dealer=north, product=product, installed=True, installed_on=date(2026, 5, 1)
    )
    items = due.items(norths_desk, AT)
    assert len(items) == 6
    assert (items[-1].count, items[-1].url) == (2, "/maintenance/?state=overdue")
