"""What is sent is kept under a random name, in limits, and no longer than needed (H7, H10, H16)."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from records.imports import forget_abandoned, work_through
from records.imports.runs import begin_trial, discard_run, read_as, receive_file
from records.models import ImportRun
from records.tabular import FileNotReadable
from tests.records.shelf import AT, MAPPING, file_of, imported, names, sent

pytestmark = pytest.mark.django_db


def test_an_upload_nobody_imports_is_deleted_after_a_day(shelf, manager):
    """H10: orphans go with their files."""
    run = sent(manager, "a,1")
    assert forget_abandoned(AT + timedelta(hours=23)) == 0
    assert forget_abandoned(AT + timedelta(hours=25)) == 1
    assert not ImportRun.objects.exists()
    assert not default_storage.exists(run.stored_name)


def test_a_dropped_upload_leaves_nothing(shelf, manager, django_capture_on_commit_callbacks):
    run = sent(manager, "a,1")
    stored = run.stored_name
    with django_capture_on_commit_callbacks(execute=True):
        discard_run(run)
    assert not default_storage.exists(stored)


def test_a_file_with_too_many_rows_is_refused_whole(shelf, manager, settings):
    settings.IMPORT_MAX_ROWS = 2
    run = imported(manager, "a,1", "b,1", "c,1")
    assert (run.status, names(manager)) == ("failed", [])
    assert "2" in run.says


def test_a_file_without_rows_is_refused(shelf, manager):
    assert imported(manager).status == "failed"


def test_a_file_that_is_too_large_is_refused_and_not_kept(shelf, manager, settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(FileNotReadable):
        sent(manager, "a,1", "b,1")
    assert not ImportRun.objects.exists()


def test_a_file_that_is_no_table_leaves_nothing_behind(shelf, manager, tmp_path):
    with pytest.raises(FileNotReadable):
        receive_file(actor=manager, at=AT, kind="shelf", file=io.BytesIO(b"%PDF-1.7"), name="x.csv")
    assert list((tmp_path / "files").rglob("*.*")) == []
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.csv", "x.csv"),
        ("C:\\data\\x.csv", "x.csv"),
        ("a\u202excod.csv", "axcod.csv"),
        ("a\0b\u200b.csv", "ab.csv"),
        ('"><img onerror=1>.csv', '"><img onerror=1>.csv'),
        ("x" * 300, "x" * 200),
        ("..", ".."),
        ("", "–"),
    ],
)
def test_a_name_is_shown_plain_and_never_used_as_a_path(shelf, manager, name, shown):
    """H6, H7: the stored name is random."""
    run = receive_file(actor=manager, at=AT, kind="shelf", file=file_of("a,1"), name=name)
    assert run.file_name == shown
    assert run.stored_name.startswith("imports/")
    assert Path(default_storage.path(run.stored_name)).name.isalnum()


def test_numbers_that_may_have_lost_zeros_are_mentioned(shelf, manager, excel_file):
    path = excel_file([["name", "size"], [123, 1]])
    with path.open("rb") as file:
        run = receive_file(actor=manager, at=AT, kind="shelf", file=file, name="x.xlsx")
    work_through(begin_trial(run, actor=manager, at=AT, mapping=MAPPING).pk, at=AT)
    run.refresh_from_db()
    assert "Name" in run.says
    assert "2" in run.says  # the line to look at


def test_another_encoding_can_be_said(shelf, manager):
    content = "name,size\nCafé,1\n".encode("cp1252")
    with pytest.raises(FileNotReadable):
        receive_file(actor=manager, at=AT, kind="shelf", file=io.BytesIO(content), name="x.csv")
    run = sent(manager, "a,1")
    assert read_as(run, encoding="gb18030").encoding == "gb18030"
    with pytest.raises(FileNotReadable):
        read_as(run, encoding="utf-16")
