"""A file taken in chunk by chunk: resumed exactly, stopped, recognised, tried without a trace."""

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from records.imports import forget_abandoned, resume_unfinished, runs, work_through, working
from records.imports.mapping import ColumnMap
from records.imports.runs import (
    FileAlreadyImported,
    RunMovedOn,
    begin_import,
    begin_trial,
    cancel_run,
    continue_run,
    discard_run,
    look_into,
)
from records.models import AuditEntry, ColumnMapping, ImportRowRefusal, ImportRun
from records.refusals import Refusal
from records.tabular import FileNotReadable
from tests.records.shelf import AT, LATER, MAPPING, Killed, counts, imported, names, sent

pytestmark = pytest.mark.django_db


def test_good_rows_are_kept_and_each_bad_one_is_named(shelf, manager):
    run = imported(manager, "a,1", "b,x", "no,1", ",y", "c,2", "a,1", "toolongname,1")
    assert (run.status, run.total_rows) == ("done", 7)
    assert counts(run) == (7, 2, 1, 4, 1)
    assert names(manager) == ["a", "c"]
    refused = ImportRowRefusal.objects.filter(run=run).values_list("line", "field")
    assert list(refused) == [(3, "size"), (4, "name"), (5, "name"), (5, "size"), (8, "name")]


def test_the_file_is_deleted_once_its_rows_are_in(shelf, manager, django_capture_on_commit_callbacks):
    run = begin_import(sent(manager, "a,1"), actor=manager, at=AT, mapping=MAPPING)
    stored = run.stored_name
    assert Path(default_storage.path(stored)).stat().st_mode & 0o777 == 0o640  # H16
    with django_capture_on_commit_callbacks(execute=True):
        work_through(run.pk, at=AT)
    run.refresh_from_db()
    assert run.stored_name == ""
    assert not default_storage.exists(stored)


def test_killed_after_two_chunks_the_rest_follows_and_nothing_doubles(shelf, manager):
    """C2: the sweep goes on from the last whole chunk; identical rows are still counted."""
    lines = [f"n{place},1" for place in range(9)] + ["n0,1"]
    run = begin_import(sent(manager, *lines), actor=manager, at=AT, mapping=MAPPING)
    shelf.dies_at = "n5"
    with pytest.raises(Killed):
        work_through(run.pk, at=AT)
    assert counts(run) == (4, 4, 0, 0, 0)
    assert names(manager) == ["n0", "n1", "n2", "n3"]
    shelf.dies_at = ""
    assert resume_unfinished(AT + timedelta(seconds=30)) == 0  # it may still be alive
    assert resume_unfinished(LATER) == 1
    assert counts(run) == (10, 9, 1, 0, 1)
    assert run.status == "done"
    assert resume_unfinished(LATER) == 0


def test_a_lost_doorbell_is_made_up_for_by_the_sweep(shelf, manager):
    run = begin_import(sent(manager, "a,1"), actor=manager, at=AT, mapping=MAPPING)
    assert resume_unfinished(AT) == 1
    assert counts(run)[0] == 1


ON_A_SERVER = connection.vendor == "postgresql"  # threads share no database in memory


@pytest.mark.django_db(transaction=ON_A_SERVER, serialized_rollback=ON_A_SERVER)
def test_many_workers_at_one_run_take_each_row_once(shelf, manager, monkeypatch):
    """C2: also where a worker that was thought dead comes back. On SQLite they come one after the other."""
    monkeypatch.setattr(working, "LEFT_ALONE_AFTER", timedelta(days=-1))
    run = begin_import(
        sent(manager, *(f"n{place},1" for place in range(40))), actor=manager, at=AT, mapping=MAPPING
    )

    def work():
        work_through(run.pk, at=AT)
        if ON_A_SERVER:
            connection.close()

    workers = [Thread(target=work) for _turn in range(4)]
    for worker in workers:
        worker.start() if ON_A_SERVER else worker.run()
    for worker in workers if ON_A_SERVER else ():
        worker.join()
    work_through(run.pk, at=AT)
    assert counts(run) == (40, 40, 0, 0, 0)
    assert run.status == "done"
    assert len(names(manager)) == 40


def test_a_worker_that_was_overtaken_stops(shelf, manager):
    run = begin_import(sent(manager, "a,1", "b,1", "c,1"), actor=manager, at=AT, mapping=MAPPING)
    work_through(run.pk, at=AT, seconds=0)
    late = working.Turn(ImportRun.objects.get(pk=run.pk), at=AT, ends=0)
    late.run.attempts = 1
    work_through(run.pk, at=LATER)
    with pytest.raises(working.NotOurs):
        late.go_on()
    assert counts(run) == (3, 3, 0, 0, 0)


def test_a_run_that_always_dies_is_given_up_after_some_attempts(shelf, manager):
    run = begin_import(sent(manager, "a,1", "b,1", "c,1"), actor=manager, at=AT, mapping=MAPPING)
    shelf.dies_at = "c"
    for turn in range(1, 8):
        try:
            work_through(run.pk, at=AT + timedelta(minutes=3 * turn))
        except Killed:
            continue
    run.refresh_from_db()
    assert run.status == "failed"
    assert "2" in run.says


def test_turns_are_short_and_the_next_goes_on(shelf, manager):
    run = begin_import(sent(manager, "a,1", "b,1", "c,1"), actor=manager, at=AT, mapping=MAPPING)
    assert work_through(run.pk, at=AT, seconds=0) is True
    assert counts(run)[0] == 2
    assert work_through(run.pk, at=AT, seconds=0) is False
    assert counts(run)[0] == 3


def test_a_trial_keeps_nothing_and_counts_everything(shelf, manager):
    run = begin_trial(sent(manager, "a,1", "b,x", "no,1", "a,1"), actor=manager, at=AT, mapping=MAPPING)
    work_through(run.pk, at=AT)
    assert counts(run) == (4, 2, 0, 2, 1)  # across chunks a trial can't know what it would have kept
    assert names(manager) == []
    assert default_storage.exists(run.stored_name)
    run = begin_import(run, actor=manager, at=AT)
    assert counts(run) == (0, 0, 0, 0, 0)
    assert not ImportRowRefusal.objects.filter(run=run).exists()
    work_through(run.pk, at=AT)
    assert names(manager) == ["a"]
    assert AuditEntry.objects.filter(verb="import", object_ref=run.code).count() == 1


def test_a_stopped_import_keeps_what_it_has_and_can_go_on(shelf, manager):
    run = begin_import(sent(manager, "a,1", "b,1", "c,1"), actor=manager, at=AT, mapping=MAPPING)
    work_through(run.pk, at=AT, seconds=0)
    run = cancel_run(run, at=AT)
    assert work_through(run.pk, at=LATER) is False
    assert (run.status, names(manager)) == ("cancelled", ["a", "b"])
    work_through(continue_run(run, actor=manager).pk, at=AT)
    assert counts(run) == (3, 3, 0, 0, 0)


def test_a_stopped_trial_goes_back_to_its_columns(shelf, manager):
    run = begin_trial(sent(manager, "a,1", "b,x", "c,1"), actor=manager, at=AT, mapping=MAPPING)
    work_through(run.pk, at=AT, seconds=0)
    run = cancel_run(run, at=AT)
    assert (run.status, counts(run)) == ("mapping", (0, 0, 0, 0, 0))
    assert not ImportRowRefusal.objects.filter(run=run).exists()


def test_the_same_file_again_is_recognised_with_its_earlier_run(shelf, manager):
    """H13: the same bytes under any name."""
    run = imported(manager, "a,1")
    with pytest.raises(FileAlreadyImported) as refusal:
        sent(manager, "a,1", at=LATER)
    assert refusal.value.run == run
    assert ImportRun.objects.count() == 1


def test_the_same_file_of_somebody_else_is_no_hint(shelf, manager, norths_desk):
    """D14: where files are everybody's own, another's tells nothing."""
    imported(manager, "a,1")
    assert imported(norths_desk, "a,1").rows_taken == 1


def test_two_drafts_of_one_file_import_once(shelf, manager):
    first, second = sent(manager, "a,1"), sent(manager, "a,1")
    begin_import(first, actor=manager, at=AT, mapping=MAPPING)
    with pytest.raises(FileAlreadyImported):
        begin_import(second, actor=manager, at=AT, mapping=MAPPING)


def test_the_database_refuses_a_second_import_of_one_file(shelf, manager):
    run = imported(manager, "a,1")
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.create(
            code="other",
            kind=run.kind,
            digest=run.digest,
            once_key=run.once_key,
            status="done",
            started_by=manager,
            created_at=AT,
        )


def test_a_stopped_file_sent_again_goes_on_where_it_stood(shelf, manager):
    run = begin_import(sent(manager, "a,1", "b,1", "c,1"), actor=manager, at=AT, mapping=MAPPING)
    work_through(run.pk, at=AT, seconds=0)
    cancel_run(run, at=AT)
    forget_abandoned(AT + timedelta(hours=25))
    with pytest.raises(FileNotReadable):
        continue_run(run, actor=manager)
    again = sent(manager, "a,1", "b,1", "c,1", at=LATER)
    assert again == run
    work_through(continue_run(again, actor=manager).pk, at=LATER)
    assert counts(run) == (3, 3, 0, 0, 0)


def test_the_columns_are_remembered_for_the_next_such_file(shelf, manager):
    run = sent(manager, "1,a", heading="Grösse,Bezeichnung")
    assert look_into(run, actor=manager).suggested.columns == {}
    mapping = ColumnMap({"name": "Bezeichnung", "size": "Grösse"})
    begin_trial(run, actor=manager, at=AT, mapping=mapping)
    seen = look_into(sent(manager, "2,b", heading="Grösse,Bezeichnung"), actor=manager)
    assert (seen.suggested, seen.is_remembered) == (mapping, True)
    assert ColumnMapping.objects.count() == 1


def test_the_database_decides_between_two_windows(shelf, manager, monkeypatch):
    """Both saw that nobody had imported the file; one comes second."""
    monkeypatch.setattr(runs, "_earlier", lambda _run: None)
    first, second = sent(manager, "a,1"), sent(manager, "a,1")
    begin_import(first, actor=manager, at=AT, mapping=MAPPING)
    with pytest.raises(RunMovedOn):
        begin_import(second, actor=manager, at=AT, mapping=MAPPING)


def test_a_step_that_was_taken_already_is_refused(shelf, manager):
    run = imported(manager, "a,1")
    for act in (
        lambda: begin_trial(run, actor=manager, at=AT, mapping=MAPPING),
        lambda: cancel_run(run, at=AT),
        lambda: discard_run(run),
        lambda: continue_run(run, actor=manager),
    ):
        with pytest.raises(Refusal), transaction.atomic():
            act()
    with pytest.raises(RunMovedOn):
        cancel_run(run, at=AT)


def test_who_may_not_import_a_kind_can_not(shelf, souths_desk, manager):
    with pytest.raises(PermissionDenied):
        sent(souths_desk, "a,1")
    run = begin_import(sent(manager, "a,1"), actor=manager, at=AT, mapping=MAPPING)
    manager.is_active = False
    manager.save()
    work_through(run.pk, at=AT)
    run.refresh_from_db()
    assert (run.status, names(manager)) == ("failed", [])
