"""Phone numbers are found in what files write, and nothing else is taken for one (C10)."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings

from records.imports import runs, work_through
from records.imports.masking import without_phones
from records.models import ImportRowRefusal
from tests.records.shelf import AT, counts, imported

REAL = Path(settings.BASE_DIR).parent / "shared" / "data"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("+86 138 1234 5678", "138****5678"),
        ("Tel13812345678", "Tel138****5678"),
        ("王经理13812345678转2", "王经理138****5678转2"),
        ("13812345678/13912345678", "138****5678/139****5678"),
        ("13812345678、025-12345678", "138****5678、025****5678"),
        ("(025)12345678", "025****5678"),
        ("+44 7911 123456", "447****3456"),
        ("“13812345678” is not a number.", "“138****5678” is not a number."),
    ],
)
def test_a_phone_shows_its_ends_alone(written, shown):
    assert without_phones(written) == shown


def test_full_width_digits_are_digits():
    assert "１２３４" not in without_phones("１３８１２３４５６７８")


@pytest.mark.parametrize(
    "written",
    [
        "",
        "2026-01-05 12:00:00",
        "2026-09-15T08:00:00Z",
        "20260105",
        "1026684.2",
        "EX215-2606-0033",
        "12345678",
        "110101199003074518",
        "6222021234567890123",
    ],
)
def test_what_is_no_phone_stays(written):
    assert without_phones(written) == written


@pytest.mark.parametrize(
    ("heading", "written", "shown"),
    [
        ("联系电话", "83521234", "835****1234"),
        ("Mobile No.", "1381234567", "138****4567"),
        ("Tel.", "8352 1234", "835****1234"),
        ("手机", "王 13812345678", "王 138****5678"),
        ("Telephone", "none", "none"),
        ("Hotel", "12345678", "12345678"),
    ],
)
def test_a_heading_says_that_long_numbers_are_phones(heading, written, shown):
    assert without_phones(written, heading=heading) == shown


@pytest.mark.parametrize("name", ["repair_cafe_wales/repairs.csv", "workorders_excavator/workorders.csv"])
def test_real_files_without_phones_are_kept_to_the_letter(name):
    if not (REAL / name).exists():
        pytest.skip(f"{name} does not lie beside this clone: it was not compared")
    with (REAL / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))[::10]
    changed = [
        (heading, cell)
        for row in rows
        for heading, cell in row.items()
        if isinstance(cell, str) and without_phones(cell, heading=heading) != cell
    ]
    assert changed == []


@pytest.mark.django_db
def test_rows_that_differ_in_the_masked_digits_are_not_identical(shelf, manager):
    """What is the same row is said by the row as it was read, not as it is kept."""
    run = imported(manager, "a,1,13812345678", "a,1,13899995678", "a,1,13812345678", heading="name,size,tel")
    assert counts(run) == (3, 1, 2, 0, 1)
    assert shelf.kept == [{"tel": "138****5678"}] * 3


@pytest.mark.django_db
def test_a_reason_of_the_kind_itself_keeps_no_phone_either(shelf, manager):
    run = imported(manager, "no,13812345678")
    assert ImportRowRefusal.objects.get(run=run).says == "no, 138****5678"


@pytest.mark.django_db
def test_a_history_with_phones_shows_none_of_them(api, dispatcher):
    """The columns of a file that fill no field stand with the ticket, for all who see it."""
    file = io.BytesIO("日期,故障描述,联系人,联系电话\n2025-01-02,漏油,王,13812345678\n".encode())
    run = runs.receive_file(actor=dispatcher, at=AT, kind="tickets", file=file, name="history.csv")
    look = runs.look_into(run, actor=dispatcher)
    runs.begin_import(run, actor=dispatcher, at=AT, mapping=look.suggested)
    work_through(run.pk, at=AT)
    shown = api(dispatcher).get("/api/v1/tickets/").data["results"][0]["import_columns"]
    assert shown == {"联系人": "王", "联系电话": "138****5678"}
