"""Rows that were not taken: told in the reader's language, given back, sealed, forgotten (C1, C10)."""

import json
import re
from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from records.exports import excel_bytes
from records.imports import forget_refused_rows, refused_file, runs, work_through
from records.models import AuditEntry, ImportRowRefusal, ImportRun, RefusedRow
from records.sealing import unseal
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.records.shelf import AT, MAPPING, imported, sent

pytestmark = pytest.mark.django_db
HEADING = ["机号", "机型", "客户单位", "联系人", "联系电话", "首次使用地", "工程名称", "计划安装日期", "备注"]
PHONE = "13812345678"


def row(number, **changes):
    fields = {
        "number": number,
        "product": "EX-215",
        "customer": "甲建设公司",
        "contact": "王经理",
        "phone": PHONE,
        "place": "江苏省南京市江宁区一号工地",
        "project": "地铁五号线",
        "day": "2026-09-20",
        "remark": "急",
    }
    return list({**fields, **changes}.values())


def units_of(actor, *rows, heading=HEADING, name="units.xlsx"):
    """Import rows of units as an Excel file and work it through."""
    content = excel_bytes(name="units", header=heading, rows=rows)[0]
    return worked(actor, content, name=name)


def worked(actor, content, *, name="units.xlsx"):
    run = runs.receive_file(actor=actor, at=AT, kind="equipment", file=BytesIO(content), name=name)
    chosen = runs.look_into(run, actor=actor).suggested
    runs.begin_import(run, actor=actor, at=AT, mapping=chosen)
    while work_through(run.pk, at=AT):
        pass
    run.refresh_from_db()
    return run


def refused_address(run):
    return reverse("records:import-refused", args=[run.code])


def sheet(content):
    return list(openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


@pytest.fixture
def product(db):
    return ProductFactory(code="EX-215")


@pytest.fixture
def run(norths_desk, product):
    """Two of four rows are refused: one for its model and its day, one for its phone."""
    return units_of(
        norths_desk,
        row("N-1"),
        row("N-2", product="NOPE", day="bald"),
        row("N-3", phone="1381234567"),
        row("N-4"),
    )


def test_the_refused_rows_come_as_they_were_with_line_fields_and_reasons(page, norths_desk, run):
    """C1: the original columns and cells, one row for each refused line, what is wrong before them."""
    response = page(norths_desk).get(refused_address(run))
    head, second, third = sheet(response.content)
    assert list(head[3:]) == HEADING
    assert (second[0], list(second[3:])) == (3, row("N-2", product="NOPE", day="bald"))
    assert (third[0], list(third[3:])) == (4, row("N-3", phone="1381234567"))
    assert len(second[2].splitlines()) == 2
    assert "NOPE" in second[2]
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.actor, entry.reason.partition(",")[0]) == (norths_desk, "2 rows")


@pytest.mark.parametrize(
    ("language", "field", "says"), [("en", "Phone", "not a phone"), ("zh-hans", "电话", "不是")]
)
def test_reasons_are_told_in_the_readers_language(page, norths_desk, run, language, field, says):
    """L4: not in the language in which the file came; on the page and in the file."""
    client = page(norths_desk)
    client.cookies["django_language"] = language
    body = client.get(reverse("records:import-run", args=[run.code])).content.decode()
    (line,) = [one for one in sheet(client.get(refused_address(run)).content) if one[0] == 4]
    assert line[1] == field
    assert says in line[2]
    assert line[2] in body


def test_a_sentence_keeps_its_values_and_the_names_in_them(run):
    """A date's form and a field's name are texts of the product too: told anew for each reader."""
    refusal = ImportRowRefusal.objects.get(run=run, field="planned_installation_on")
    assert refusal.values == {"written": "bald", "expected": {"text": "Year month day (2026-09-15)"}}
    with override("en"):
        assert refusal.says == "“bald” is not a date of the form: Year month day (2026-09-15)."
    with override("zh-hans"):
        assert refusal.says.startswith("“bald”")
        assert "Year" not in refusal.says


def test_a_message_about_the_file_is_told_in_the_readers_language(shelf, manager):
    with override("zh-hans"):
        run = imported(manager, "a,1")
    ImportRun.objects.filter(pk=run.pk).update(
        message="%(labels)s: cells are numbers in the file, so zeros at the left may be lost."
        " Compare lines %(lines)s.",
        message_values={"labels": [{"text": "Serial number"}, {"text": "Model"}], "lines": "2, 3"},
    )
    run.refresh_from_db()
    with override("en"):
        assert run.says.startswith("Serial number, Model: cells are numbers")
    with override("zh-hans"):
        assert run.says.startswith("机号、机型")


def test_nothing_of_a_refused_row_stands_readable(run):
    """C10: neither its phone nor any other cell, in no column of any of the three tables."""
    secrets = (PHONE, "1381234567", "甲建设公司", "王经理", "联系电话", "急")
    stored = []
    for table in ("records_refusedrow", "records_importrowrefusal"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (our own tables)
            stored += cursor.fetchall()
    stored.append(ImportRun.objects.values_list("sealed_header", "message", "message_values").get())
    assert [secret for secret in secrets if secret in str(stored)] == []
    sealed = RefusedRow.objects.get(line=4).sealed_cells
    assert json.loads(unseal(sealed))[4] == "1381234567"


def test_a_phone_in_the_wrong_column_is_masked_in_what_the_reason_quotes(norths_desk, product):
    """C10: the sentence is of the code, what it names was typed."""
    run = units_of(norths_desk, row("N-1", product=PHONE))
    refusal = ImportRowRefusal.objects.get(run=run)
    assert refusal.values == {"code": "138****5678"}
    assert PHONE not in refusal.says


def test_the_corrected_file_is_read_without_our_columns(page, norths_desk, run, north):
    """C1: corrected where it stands and sent alone; its columns are known as those of the first file."""
    client = page(norths_desk)
    given = sheet(client.get(refused_address(run)).content)
    mended = [list(cells) for cells in given]
    for cells in mended[1:]:
        cells[4], cells[7], cells[10] = "EX-215", PHONE, "2026-09-21"
    content = excel_bytes(name="x", header=mended[0], rows=mended[1:])[0]
    again = runs.receive_file(
        actor=norths_desk, at=AT, kind="equipment", file=BytesIO(content), name="x.xlsx"
    )
    look = runs.look_into(again, actor=norths_desk)
    assert look.header == tuple(HEADING)
    assert look.is_remembered
    runs.begin_import(again, actor=norths_desk, at=AT, mapping=look.suggested)
    work_through(again.pk, at=AT)
    again.refresh_from_db()
    assert (again.rows_taken, again.rows_refused) == (2, 0)
    assert north.units.count() == 4


@pytest.mark.parametrize(("given_in", "read_in"), [("zh-hans", "en"), ("en", "zh-hans")])
def test_our_columns_are_known_in_every_language(run, norths_desk, given_in, read_in):
    with override(given_in):
        content = excel_bytes(
            name="x", header=refused_file.header_of(run), rows=list(refused_file.rows_of(run, {}))
        )[0]
    with override(read_in):
        again = runs.receive_file(actor=norths_desk, at=AT, kind="equipment", file=BytesIO(content), name="x")
        assert runs.look_into(again, actor=norths_desk).header == tuple(HEADING)


def test_what_is_still_wrong_is_refused_again_by_its_line_there(page, norths_desk, run):
    again = worked(norths_desk, page(norths_desk).get(refused_address(run)).content, name="again.xlsx")
    assert (again.rows_taken, again.rows_refused) == (0, 2)
    assert set(ImportRowRefusal.objects.filter(run=again).values_list("line", flat=True)) == {2, 3}


def test_numbers_days_and_moments_stay_what_they_are(page, norths_desk, product):
    moment = datetime(2026, 9, 20, 8, 30)  # noqa: DTZ001 (as a workbook holds it)
    cells = [date(2026, 9, 20), moment, 46280, 1.5, True, None, "0012", "=1+1", "-7"]
    heading = [*HEADING, *(f"x{place}" for place in range(len(cells)))]
    run = units_of(norths_desk, [*row("N 1/2"), *cells], heading=heading)
    shown = sheet(page(norths_desk).get(refused_address(run)).content)[1][3 + len(HEADING) :]
    assert list(shown) == [moment.replace(hour=0, minute=0), *cells[1:]]


def test_cells_beyond_the_heading_are_given_back_and_refused_again(shelf, manager):
    """A separator where none belongs: the row comes whole, and our columns hide no cell of it."""
    run = imported(manager, "a,1,stray", "b,2")
    (line,) = refused_file.rows_of(run, {"name": "Name"})
    assert line[3:] == ["a", "1", "stray"]
    assert refused_file.header_of(run)[3:] == ["name", "size"]


def test_a_file_of_other_headings_is_read_whole(shelf, manager):
    """Ours are known by all three together, at the front."""
    marks = [str(mark) for mark in refused_file.MARKS]
    run = sent(manager, "a,1,x", heading=f"name,size,{marks[0]}")
    assert runs.look_into(run, actor=manager).header == ("name", "size", marks[0])


def test_a_stranger_gets_no_file(page, run, souths_desk, dispatcher):
    """D18: neither another dealer nor headquarters, who did not send it."""
    for other in (souths_desk, dispatcher):
        assert page(other).get(refused_address(run)).status_code == 404
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_a_new_trial_forgets_what_the_last_one_refused(shelf, manager):
    run = sent(manager, "no,1", "a,2")
    for _turn in range(2):
        runs.begin_trial(run, actor=manager, at=AT, mapping=MAPPING)
        work_through(run.pk, at=AT)
    assert list(RefusedRow.objects.values_list("line", flat=True)) == [2]


def test_after_a_month_what_stood_in_them_is_forgotten_and_the_reasons_stay(shelf, manager):
    """safety.md, 16: kept no longer than it is needed; a dealer corrects its rows within days."""
    run = imported(manager, "no,1", "a,2")
    month = timedelta(days=30)
    assert forget_refused_rows(AT + month) == 0
    assert forget_refused_rows(AT + month + timedelta(seconds=1)) == 1
    assert not RefusedRow.objects.exists()
    run.refresh_from_db()
    assert [line[:1] for line in refused_file.rows_of(run, {})] == [[2]]
    assert refused_file.header_of(run) == [str(mark) for mark in refused_file.MARKS]
    assert forget_refused_rows(AT + month * 2) == 0


@pytest.mark.parametrize("count", [1, 500])
def test_the_page_and_the_file_take_the_same_statements_at_one_row_and_at_500(
    page, norths_desk, product, count, django_assert_num_queries
):
    run = units_of(norths_desk, *(row(f"N-{place}", product="NOPE") for place in range(count)))
    assert run.rows_refused == count
    client = page(norths_desk)
    with CaptureQueriesContext(connection) as asked:
        rows = sheet(client.get(refused_address(run)).content)
    assert len(rows) == count + 1
    own = [one for one in asked if re.search(r"FROM .records_(refusedrow|importrow)", one["sql"])]
    assert len(own) == 2


# ── what an import brought ──


def open_list(client, run):
    """Return the address behind “Open the list”."""
    return client.get(reverse("records:import-run", args=[run.code])).context["list_url"]


def test_the_list_behind_an_import_holds_exactly_what_it_brought(page, norths_desk, north, run):
    """C1: neither units of before nor of another import; the condition is one of the list's own."""
    EquipmentFactory(dealer=north, serial_number="OLD-1")
    units_of(norths_desk, row("N-9"), row("N-1"), name="next.xlsx")
    client = page(norths_desk)
    url = open_list(client, run)
    assert url == f"/equipment/?import_run={run.code}"
    response = client.get(url, {"import_run": run.code, "sort": "serial_number"})
    assert [unit.serial_number for unit in response.context["rows"]] == ["N-1", "N-4"]
    (token,) = response.context["tokens"]
    assert (token["value"], token["remove_url"]) == ("units.xlsx", "?sort=serial_number")
    assert 'name="import_run"' in response.content.decode()
    exported = sheet(client.get("/equipment/export/", {"import_run": run.code}).content)
    assert [cells[0] for cells in exported[1:]] == ["N-4", "N-1"]
    assert (
        client.get("/equipment/", {"import_run": run.code, "q": "N-4"}).context["rows"][0].serial_number
        == "N-4"
    )


def test_an_import_is_kept_as_a_view_of_the_list(page, norths_desk, run):
    client = page(norths_desk)
    view = {"name": "本周到货", "page": "equipment:units", "query": f"import_run={run.code}&sort=planned"}
    assert client.post(reverse("records:save-view"), view).status_code == 302
    response = client.get("/equipment/", {"import_run": run.code, "sort": "planned"})
    assert response.context["current_view"] == "本周到货"
    assert len(response.context["rows"]) == 2


def test_an_import_of_somebody_else_is_no_condition(page, run, souths_desk, dispatcher):
    """L2, D18: nothing is shown, and not even the file's name."""
    for other in (souths_desk, dispatcher):
        response = page(other).get("/equipment/", {"import_run": run.code})
        assert list(response.context["rows"]) == []
        assert "units.xlsx" not in response.content.decode()


def test_a_unit_that_left_its_dealer_is_not_in_its_list_any_more(page, norths_desk, south, run):
    norths_desk.dealer.units.filter(serial_number="N-1").update(dealer=south)
    rows = page(norths_desk).get("/equipment/", {"import_run": run.code}).context["rows"]
    assert [unit.serial_number for unit in rows] == ["N-4"]


def test_an_import_that_brought_nothing_leads_to_the_whole_list(page, norths_desk, run):
    again = units_of(norths_desk, row("N-1"), row("N-4", remark="nochmals"), name="again.xlsx")
    assert (again.rows_taken, again.rows_unchanged) == (0, 2)
    assert open_list(page(norths_desk), again) == "/equipment/"
