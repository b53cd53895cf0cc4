"""Lists as files: text stays text, values survive the way out and back in (I8, I9, C10)."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from records.exports import Linked, TooManyRows, as_text, excel_bytes, excel_response
from records.models import AuditEntry
from records.tabular import open_table

AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "＝1+1", "＋1", "－1", "＠x", "#N/A", "=HYPERLINK(1)"]


def cells(content):
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())


@pytest.mark.parametrize("text", FORMULAS)
def test_what_looks_like_a_formula_is_text(text):
    content, _count = excel_bytes(name="x", header=["a"], rows=[[text]])
    cell = cells(content)[1][0]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix is (text != "#N/A")


@pytest.mark.parametrize(("value", "kind"), [(7, "n"), ("=1+1", "s"), ("North", "s")])
def test_a_value_may_open_an_address_and_stays_what_it_is(value, kind):
    content, _count = excel_bytes(name="x", header=["a"], rows=[[Linked(value, "http://shop.test/?a=1&b=2")]])
    cell = cells(content)[1][0]
    assert (cell.value, cell.data_type) == (value, kind)
    assert cell.hyperlink.target == "http://shop.test/?a=1&b=2"


def test_a_heading_is_text_too():
    content, _count = excel_bytes(name="x", header=["=1+1"], rows=[])
    assert cells(content)[0][0].data_type == "s"


def widths(content):
    columns = openpyxl.load_workbook(io.BytesIO(content)).active.column_dimensions
    return [columns[letter].width for letter in "ABCDE"]


def test_columns_are_as_wide_as_what_stands_in_them():
    """A day never shows as ########; long texts stop where a screen would."""
    row = [AT, AT.date(), "履带挖掘机液压系统", "长" * 200, None]
    content, count = excel_bytes(name="x", header=["a", "b", "c", "d", "e"], rows=iter([row] * 300))
    assert count == 300
    assert widths(content) == [18, 12, 20, 60, 8]
    assert not cells(content)[1][3].alignment.wrap_text


def test_a_list_without_rows_is_as_wide_as_its_titles():
    content, _count = excel_bytes(name="x", header=["计划安装日期", "a", "b", "c", "d"], rows=[])
    assert widths(content) == [14, 8, 8, 8, 8]


def test_numbers_and_days_stay_what_they_are():
    row = [-5, Decimal("-1.50"), date(2026, 9, 15), AT, True, None]
    content, count = excel_bytes(name="x", header=list("abcdef"), rows=[row])
    assert count == 1
    assert [cell.value for cell in cells(content)[1]] == [
        -5,
        -1.5,
        datetime.fromisoformat("2026-09-15"),
        datetime.fromisoformat("2026-09-15T09:00"),  # the wall clock of the service region
        True,
        None,
    ]


@pytest.mark.django_db
def test_each_export_is_recorded_with_its_count_and_without_a_value(manager):
    """F3: who took what away, how many rows, and the file's digest."""
    response = excel_response(
        actor=manager, at=AT, name="工单/列表", header=["a"], rows=[["x"], ["y"]], object_type="ticket"
    )
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.actor, entry.object_type, entry.object_ref) == (manager, "ticket", "工单/列表")
    assert entry.reason.startswith("2 rows, sha256 ")


@pytest.mark.django_db
def test_an_export_that_is_too_long_is_refused_and_not_recorded(manager, settings):
    settings.EXPORT_MAX_ROWS = 2
    with pytest.raises(TooManyRows):
        excel_response(
            actor=manager, at=AT, name="x", header=["a"], rows=([n] for n in range(3)), object_type="ticket"
        )
    assert not AuditEntry.objects.exists()


values = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.sampled_from([*FORMULAS, "007", "1e5", "2026-09-15", "_x000D_", "<&>", "'quoted"]),
    st.integers(-(10**12), 10**12),
    st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(values, min_size=1, max_size=6), min_size=1, max_size=8))
def test_whatever_is_exported_is_read_back_the_same(rows):
    """I9: every value survives, but for control characters, which a spreadsheet can't hold."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        path.write_bytes(excel_bytes(name="x", header=list("abcdef"), rows=[["first"], *rows])[0])
        with open_table(path) as table:
            read = {row.line: row.cells for row in table.rows}
    for place, row in enumerate(rows):
        wanted = [as_text(value) if isinstance(value, str) else value for value in row]
        found = list(read.get(place + 3, ()))
        found += [None] * (len(wanted) - len(found))
        assert [value or None if value == "" else value for value in wanted] == found or is_blank(wanted)


def is_blank(row):
    return all(not str(value).strip("\ufeff \t\r\n\u00a0\u3000") for value in row)
