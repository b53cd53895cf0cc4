"""The report as Excel files: the same figures and calls, recorded, and never a formula (J3, C10)."""

import io
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import openpyxl
import pytest
import time_machine

from records.models import AuditEntry
from reports.choices import Shown
from tests.factories.dealers import DealerFactory
from tests.reports.rated import ended, ended_all
from visits.states import VisitStatus

PAGE = "/reports/satisfaction/"
NOW = datetime(2026, 9, 20, 2, tzinfo=UTC)
AUGUST = date(2026, 8, 14)


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def network(north, south):
    """September: North 5 5 5 4 and one not reached, South 2 2; August: North 5 4, South 3."""
    ended_all(north, [5, 5, 5, 4])
    ended(north, status=VisitStatus.UNREACHABLE)
    ended(south, 2, words="等了一天半才到，还没修好。")
    ended(south, 2)
    ended_all(north, [5, 4], AUGUST)
    ended(south, 3, AUGUST)


def sheet(response):
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content)).active


@pytest.mark.parametrize(
    ("grouping", "keys"),
    [
        ("dealer", ["NORTH", "SOUTH", ""]),
        ("rule", ["one_week", ""]),
        ("month", ["2026-09", ""]),
    ],
)
def test_the_file_holds_the_figures_and_their_total(page, manager, network, *, grouping, keys):
    """J3, C10."""
    rows = list(
        sheet(page(manager).get(f"{PAGE}export/", {"group_by": grouping})).iter_rows(values_only=True)
    )
    assert [row[0] or "" for row in rows[1:]] == keys
    assert rows[-1][2:7] == (76.7, 66.7, 6, 23, 7)
    entry = AuditEntry.objects.get(verb="export")
    assert entry.actor_id == manager.pk
    assert entry.reason.startswith(f"{len(keys)} rows")


@pytest.mark.parametrize("grouping", ["dealer", "product", "rule", "month"])
@pytest.mark.parametrize("query", [{}, {"span": "quarter", "dealer": "NORTH"}])
def test_each_figure_of_the_file_opens_its_calls(page, manager, network, *, grouping, query):
    """J1: the count in the cell is the number of calls behind its link."""
    client = page(manager)
    table = sheet(client.get(f"{PAGE}export/", query | {"group_by": grouping}))
    linked = [cell for row in table.iter_rows(min_row=2) for cell in row if cell.hyperlink]
    assert {cell.row for cell in linked} == set(range(2, table.max_row + 1))
    for cell in linked:
        assert cell.data_type == "n"
        address = urlsplit(cell.hyperlink.target)
        assert address.scheme.startswith("http")
        rows = client.get(f"{address.path}?{address.query}").context["rows"]
        assert len(rows) == cell.value, cell.coordinate


def test_the_file_of_single_calls_is_the_list(page, manager, network):
    table = sheet(page(manager).get(f"{PAGE}calls/export/", {"shown": Shown.LOW.value}))
    rows = list(table.iter_rows(min_row=2, values_only=True))
    assert [row[5] for row in rows] == [2, 2]
    assert "等了一天半才到，还没修好。" in {row[6] for row in rows}


@pytest.mark.parametrize("words", ["=1+1", "+86", "-2", "@SUM(A1)", "＝1+1", "\t=1"])
def test_a_customers_words_are_never_a_formula(page, manager, north, words):
    """I8."""
    ended(north, 1, words=words)
    cell = sheet(page(manager).get(f"{PAGE}calls/export/")).cell(row=2, column=7)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == words.strip()


def test_a_dealers_name_is_never_a_formula(page, manager):
    ended(DealerFactory(code="=1", name='=HYPERLINK("x")'), 5)
    table = sheet(page(manager).get(f"{PAGE}export/"))
    assert {table.cell(row=2, column=column).data_type for column in (1, 2)} == {"s"}
