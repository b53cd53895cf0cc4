"""Taking a file's rows in, each chunk one transaction: a killed worker is resumed exactly there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import islice
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from records.choices import ImportRunStatus
from records.imports.mapping import ColumnMap, RowReader
from records.imports.masking import without_phones
from records.imports.refused_file import keep_refused_rows, opened, sealed_header
from records.imports.registry import Importer, Job, Outcome, Problem, importer_of
from records.imports.runs import lines_left_out
from records.imports.storage import forget_file
from records.models import ImportRowRefusal, ImportRun
from records.refusals import Refusal
from records.sentences import in_code, kept_values
from records.tabular import FileNotReadable, Row, Table

TURN_SECONDS: Final = 30  # then others get their turn: one worker does all background work
LEFT_ALONE_AFTER: Final = timedelta(minutes=2)
MOST_ATTEMPTS: Final = 5
KEPT_FOR: Final = timedelta(hours=24)
LONGEST_REASON = 300
MOST_LINES: Final = 5  # named in a warning

TOO_MANY_ROWS = _(
    "The file has more than %(limit)s rows. Divide it into several files; nothing was imported."
)
NO_ROWS = _("There is no row below the heading.")
STOPPED_TOO_OFTEN = _("It stopped %(count)s times after row %(row)s. Tell headquarters' administrator.")
NO_LONGER_ALLOWED = _("You may no longer import files of this kind.")
ZEROS_MAY_BE_LOST = _(
    "%(labels)s: cells are numbers in the file, so zeros at the left may be lost. Compare lines %(lines)s."
)


class NotOurs(Exception):
    """Another worker has this run, or somebody stopped it."""


def work_through(run_id: int, *, at: datetime, seconds: float = TURN_SECONDS) -> bool:
    """Go on with a run where it stands; return whether it needs another turn. Any number may try."""
    run = _take_up(run_id, at=at)
    if run is None:
        return False
    with override(run.language or None):
        try:
            return Turn(run, at=at, ends=monotonic() + seconds).go_on()
        except Refusal as refusal:
            _fail(run, refusal, at=at)
        except NotOurs:
            pass
    return False


def resume_unfinished(at: datetime) -> int:
    """Go on with imports whose worker died or whose doorbell was lost (C2); return how many were taken up."""
    left = list(ImportRun.objects.left_alone(since=at - LEFT_ALONE_AFTER).values_list("pk", flat=True))
    for run_id in left:
        work_through(run_id, at=at)
    return len(left)


def forget_abandoned(at: datetime) -> int:
    """Delete uploads that nobody imported within a day; of a stopped import only the file (H10)."""
    runs = list(ImportRun.objects.abandoned(since=at - KEPT_FOR))
    for run in runs:
        forget_file(run.stored_name)
        if run.rows_taken and not run.is_dry_run:
            ImportRun.objects.filter(pk=run.pk).update(stored_name="")
        else:
            run.delete()
    return len(runs)


def _take_up(run_id: int, *, at: datetime) -> ImportRun | None:
    """Claim a run for one worker's turn; none if it is over or another worker is at it."""
    free = ImportRun.objects.filter(pk=run_id).left_alone(since=at - LEFT_ALONE_AFTER)
    if not free.update(worked_at=at, attempts=F("attempts") + 1):
        return None
    return ImportRun.objects.select_related("started_by").get(pk=run_id)


def _fail(run: ImportRun, refusal: Refusal, *, at: datetime) -> None:
    ImportRun.objects.filter(pk=run.pk, status=ImportRunStatus.RUNNING).update(
        status=ImportRunStatus.FAILED,
        ended_at=at,
        worked_at=None,
        message=in_code(refusal.text)[:LONGEST_REASON],
        message_values=kept_values(refusal.values, clean=without_phones),
    )


class Turn:
    """One worker's turn at one run."""

    def __init__(self, run: ImportRun, *, at: datetime, ends: float) -> None:
        self.run, self.at, self.ends = run, at, ends
        self.importer: Importer = importer_of(run.kind)
        self.actor: Any = run.started_by
        self.seen: set[bytes] = set()
        self.job = Job(self.actor, at, run.pk, run.file_name, run.is_dry_run)
        self.fields = self.importer.fields(self.actor)
        self.left_out = lines_left_out(run)
        self.header: tuple[str, ...] = ()

    def go_on(self) -> bool:
        """Take chunks until the file or the turn ends; return whether another turn is needed."""
        if self.run.attempts > MOST_ATTEMPTS:
            raise FileNotReadable(STOPPED_TOO_OFTEN, count=MOST_ATTEMPTS, row=self.run.rows_read)
        if not self.actor.is_active or not self.importer.may_import(self.actor):
            raise FileNotReadable(NO_LONGER_ALLOWED)
        if not self.run.total_rows:
            with opened(self.run) as table:
                self._count(table)
        with opened(self.run) as table:
            is_done = self._take_rows(table)
        if is_done:
            self._finish()
        return not is_done

    def _count(self, table: Table) -> None:
        """Count the rows before the first is taken: a file that is too long is refused whole."""
        total = sum(1 for _row in islice(table.rows, settings.IMPORT_MAX_ROWS + 1))
        if total > settings.IMPORT_MAX_ROWS:
            raise FileNotReadable(TOO_MANY_ROWS, limit=f"{settings.IMPORT_MAX_ROWS:,}")
        if not total:
            raise FileNotReadable(NO_ROWS)
        self.run.total_rows = total
        self._move(total_rows=total)

    def _take_rows(self, table: Table) -> bool:
        mapping = ColumnMap.of_json(self.run.mapping)
        mapping.check(self.fields, table.header)
        reader = RowReader(self.fields, table.header, mapping, epoch=table.epoch)
        self.header = table.header
        for row in islice(table.rows, self.run.rows_read):
            self.seen.add(_mark(row))
        while chunk := list(islice(table.rows, self.importer.chunk_rows)):
            self._take_chunk(chunk, reader)
            if monotonic() > self.ends and self.run.rows_read < self.run.total_rows:
                self._move(worked_at=None)  # free for whoever comes next
                return False
        return True

    def _take_chunk(self, chunk: list[Row], reader: RowReader) -> None:
        fresh = [row for row in chunk if self.left_out is None or row.line in self.left_out]
        read = [reader.read(row) for row in fresh]
        repeats = {row.line for row in chunk if self._is_repeat(row)}
        with transaction.atomic():
            # This statement owns the run until the commit: another worker waits here, then finds it moved on.
            self._move(worked_at=self.at)
            problems = [problem for row in read for problem in row.problems]
            if self.importer.look is not None:
                problems += self.importer.look(read, self.job)
            outcome = self._take({problem.line for problem in problems}, read)
            problems += outcome.refused
            refused = {problem.line for problem in problems}
            self._keep_reasons(problems)
            self._keep_reasons(outcome.named, is_refused=False)
            keep_refused_rows(self.run.pk, (row for row in chunk if row.line in refused))
            self._move(
                attempts=0,
                **self._message(reader),
                **self._kept_header(refused),
                rows_read=F("rows_read") + len(chunk),
                rows_taken=F("rows_taken") + outcome.taken,
                rows_unchanged=F("rows_unchanged") + outcome.unchanged + len(chunk) - len(fresh),
                rows_refused=F("rows_refused") + len(refused),
                rows_identical=F("rows_identical") + len(repeats - refused),
            )
        self.run.rows_read += len(chunk)

    def _keep_reasons(self, problems: list[Problem], *, is_refused: bool = True) -> None:
        ImportRowRefusal.objects.bulk_create(
            ImportRowRefusal(
                run_id=self.run.pk,
                is_refused=is_refused,
                line=problem.line,
                field=problem.field,
                reason=without_phones(in_code(problem.reason))[:LONGEST_REASON],
                values=kept_values(problem.values, clean=without_phones),
            )
            for problem in sorted(problems, key=lambda one: (one.line, one.field))
        )

    def _kept_header(self, refused: set[int]) -> dict[str, str]:
        return {"sealed_header": sealed_header(self.header)} if refused else {}

    def _take(self, spoilt: set[int], read: Sequence[Any]) -> Outcome:
        """Take the rows that were read whole; a trial takes them too, and then takes it all back."""
        good = [row for row in read if row.line not in spoilt]
        with transaction.atomic():
            outcome = self.importer.take(good, self.job)
            if self.run.is_dry_run:
                transaction.set_rollback(True)
        return outcome

    def _move(self, **changes: Any) -> None:
        """Change the run if it is still ours: running, and as far as we left it."""
        still = ImportRun.objects.running().filter(pk=self.run.pk, rows_read=self.run.rows_read)
        if not still.update(**changes):
            raise NotOurs

    def _is_repeat(self, row: Row) -> bool:
        mark = _mark(row)
        if mark in self.seen:
            return True
        self.seen.add(mark)
        return False

    def _message(self, reader: RowReader) -> dict[str, Any]:
        """Name the fields whose zeros may be lost, with the first lines to compare."""
        labels = [known.label for known in self.fields if known.code in reader.number_fields]
        lines = sorted({line for found in reader.number_fields.values() for line in found})
        if not labels:
            return {}
        named = ", ".join(map(str, lines[:MOST_LINES])) + ("…" if len(lines) > MOST_LINES else "")
        values = kept_values({"labels": labels, "lines": named}, clean=str)
        return {"message": in_code(ZEROS_MAY_BE_LOST), "message_values": values}

    def _finish(self) -> None:
        """End a run: a trial keeps its file for the import, after which the rows alone are kept (C10)."""
        with transaction.atomic():
            self._move(status=ImportRunStatus.DONE, ended_at=self.at, worked_at=None, attempts=0)
            if not self.run.is_dry_run:
                ImportRun.objects.filter(pk=self.run.pk).update(stored_name="")
                transaction.on_commit(lambda: forget_file(self.run.stored_name))


def _mark(row: Row) -> bytes:
    return blake2b(repr(row.cells).encode(), digest_size=16).digest()
