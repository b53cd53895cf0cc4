"""A file of which rows were refused comes again for those, and for nothing else (C1)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from records.imports import runs, work_through
from records.imports.mapping import ColumnMap
from records.imports.runs import (
    FileAlreadyImported,
    RunMovedOn,
    begin_import,
    begin_trial,
    cancel_run,
    continue_run,
    lines_left_out,
    taken_before,
)
from records.models import ImportRun
from tests.records.shelf import AT, LATER, MAPPING, counts, imported, names, sent

pytestmark = pytest.mark.django_db
FILE = ("a,1", "b,x", "no,1", "c,3", "a,1")


def test_only_the_refused_rows_are_tried_again(shelf, manager):
    """Good rows are known by file and line, also where the kind itself could not tell them."""
    first = imported(manager, *FILE)
    assert counts(first) == (5, 2, 1, 2, 1)
    shelf.refuses, shelf.kept = "", []
    second = imported(manager, *FILE, at=LATER)
    assert counts(second) == (5, 1, 3, 1, 1)
    assert len(shelf.kept) == 1
    assert names(manager) == ["a", "c", "no"]
    assert list(second.refusals.values_list("line", flat=True)) == [3]
    assert counts(first) == (5, 2, 1, 2, 1)  # what the first one did stays as it was


def test_a_trial_says_what_the_import_would_do(shelf, manager):
    imported(manager, *FILE)
    shelf.refuses = ""
    run = begin_trial(sent(manager, *FILE), actor=manager, at=LATER, mapping=MAPPING)
    work_through(run.pk, at=LATER)
    assert counts(run) == (5, 1, 3, 1, 1)
    assert names(manager) == ["a", "c"]


def test_other_columns_change_nothing_of_what_was_taken(shelf, manager):
    """A row that is in is not even read again."""
    imported(manager, *FILE)
    mapping = ColumnMap({"name": "name"})
    run = begin_import(sent(manager, *FILE), actor=manager, at=LATER, mapping=mapping)
    work_through(run.pk, at=LATER)
    assert counts(run) == (5, 1, 3, 1, 1)
    assert names(manager) == ["a", "b", "c"]


def test_the_file_is_whole_at_last_and_comes_no_more(shelf, manager):
    imported(manager, *FILE)
    shelf.refuses = ""
    mapping = ColumnMap({"name": "name"})
    run = begin_import(sent(manager, *FILE), actor=manager, at=LATER, mapping=mapping)
    work_through(run.pk, at=LATER)
    assert counts(run) == (5, 2, 3, 0, 1)
    with pytest.raises(FileAlreadyImported) as refusal:
        sent(manager, *FILE, at=LATER)
    assert refusal.value.run == run


def test_what_any_import_of_the_file_took_is_in(shelf, manager):
    """Two drafts wait; the one sent first is imported last: it leaves alone what the other has taken."""
    imported(manager, *FILE)
    one, two = sent(manager, *FILE), sent(manager, *FILE, at=LATER)
    begin_import(two, actor=manager, at=LATER, mapping=ColumnMap({"name": "name"}))
    work_through(two.pk, at=LATER)
    assert counts(two)[1:4] == (1, 3, 1)
    assert lines_left_out(one) == {4}
    begin_import(one, actor=manager, at=LATER, mapping=MAPPING)
    work_through(one.pk, at=LATER)
    assert counts(one)[1:4] == (0, 4, 1)
    assert names(manager) == ["a", "b", "c"]


def test_it_is_said_before_the_file_comes_in(shelf, manager, norths_desk):
    assert taken_before(imported(manager, *FILE)) == ""
    assert "2" in taken_before(sent(manager, *FILE))
    assert taken_before(sent(norths_desk, *FILE)) == ""  # a file of one's own


def test_while_it_comes_in_again_it_comes_in_once(shelf, manager, monkeypatch):
    imported(manager, *FILE)
    one, two = sent(manager, *FILE), sent(manager, *FILE)
    begin_import(one, actor=manager, at=LATER, mapping=MAPPING)
    with pytest.raises(FileAlreadyImported):
        begin_import(two, actor=manager, at=LATER, mapping=MAPPING)
    monkeypatch.setattr(runs, "_earlier", lambda _run: None)
    with pytest.raises(RunMovedOn):
        begin_import(two, actor=manager, at=LATER, mapping=MAPPING)


def test_one_that_was_stopped_half_way_goes_on(shelf, manager):
    imported(manager, *FILE)
    shelf.refuses = ""
    run = begin_import(sent(manager, *FILE), actor=manager, at=AT, mapping=MAPPING)
    work_through(run.pk, at=AT, seconds=0)
    work_through(run.pk, at=AT, seconds=0)
    cancel_run(run, at=AT)
    assert counts(run) == (4, 1, 2, 1, 0)
    again = sent(manager, *FILE, at=LATER)
    assert again == run
    work_through(continue_run(again, actor=manager).pk, at=LATER + timedelta(minutes=1))
    assert counts(run) == (5, 1, 3, 1, 1)


def test_a_stopped_import_does_not_go_on_once_the_file_came_in_whole(shelf, manager):
    """It had taken nothing when it was stopped, so the file could be sent again."""
    stopped = begin_import(sent(manager, "a,1"), actor=manager, at=AT, mapping=MAPPING)
    cancel_run(stopped, at=AT)
    imported(manager, "a,1", at=LATER)
    stopped.refresh_from_db()
    with pytest.raises(RunMovedOn):
        continue_run(stopped, actor=manager)
    assert counts(stopped)[0] == 0


def test_the_database_lets_a_whole_file_in_once(shelf, manager):
    first = imported(manager, *FILE)

    def another(code, status):
        row = {"kind": first.kind, "once_key": first.once_key, "started_by": manager, "created_at": AT}
        with transaction.atomic():
            return ImportRun.objects.create(code=code, status=status, **row)

    another("one", "running")
    for code, status in (("two", "running"), ("three", "done")):
        with pytest.raises(IntegrityError):
            another(code, status)
