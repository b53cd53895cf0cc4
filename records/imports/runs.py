"""What a person does to an import: sends a file, says its columns, tries it, imports it, stops it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from records.audit import record_audit
from records.choices import ImportRunStatus
from records.files.names import shown_name
from records.imports.fields import Field, FieldType, as_written, known_choice
from records.imports.mapping import ColumnMap, columns_digest
from records.imports.refused_file import opened
from records.imports.registry import Importer, importer_of
from records.imports.storage import forget_file, keep_file, kept_file
from records.imports.suggesting import column_cells, suggest
from records.models import ColumnMapping, ImportRowRefusal, ImportRun, RefusedRow
from records.querysets import ImportRunQuerySet
from records.refusals import MovedByAnother, Refusal
from records.tabular import Row
from records.wording import short_day

if TYPE_CHECKING:
    from dealers.models import User

S = ImportRunStatus
STOPPED = frozenset({S.CANCELLED, S.FAILED})
SAMPLE_ROWS = 5
LONGEST_SAMPLE = 40
ROWS_FOR_VALUES = 2_000
ROWS_FOR_SUGGESTION = 200
MOST_VALUES = 40
NOUGHT: dict[str, Any] = {
    "rows_read": 0,
    "rows_taken": 0,
    "rows_unchanged": 0,
    "rows_refused": 0,
    "rows_identical": 0,
    "attempts": 0,
    "worked_at": None,
    "ended_at": None,
    "message": "",
    "message_values": {},
    "sealed_header": "",
}


TAKEN_IN_PART = _(
    "This file was imported before, on %(day)s. What was taken then stays as it is; "
    "only the rows refused then (%(count)s) are tried again."
)
IS_COMING_IN = _("This file is being imported at this moment. Nothing was imported again.")


class FileAlreadyImported(Refusal):
    """The same bytes came in before; `run` is that import where it is the person's own."""

    code = "file_already_imported"
    status = 409
    message = _("This file was imported already on %(day)s (%(rows)s rows). Nothing was imported again.")

    def __init__(self, earlier: ImportRun, *, actor: "User") -> None:
        super().__init__(
            IS_COMING_IN if earlier.status == S.RUNNING else "",
            day=short_day(earlier.created_at),
            rows=earlier.rows_taken + earlier.rows_unchanged,
        )
        self.run = earlier if earlier.started_by_id == actor.pk else None


class RunMovedOn(MovedByAnother):
    code = "import_moved_on"
    message = _("This import has moved on in the meantime. Reload the page to see where it stands.")


@dataclass(frozen=True, slots=True)
class Look:
    """What a person is shown of a file before it is read whole."""

    header: tuple[str, ...]
    samples: list[Row]
    sheet: str
    other_sheets: int
    suggested: ColumnMap
    is_remembered: bool
    values: dict[str, list[str]]  # column → what stands in it, for closed choices

    def sample_of(self, column: str) -> str:
        """Return what stands in a column of the first rows, each value once."""
        cells = column_cells(self.samples, self.header.index(column))
        return " · ".join(dict.fromkeys(as_written(cell)[:LONGEST_SAMPLE] for cell in cells))


def receive_file(*, actor: "User", at: datetime, kind: str, file: IO[bytes], name: str) -> ImportRun:
    """Keep a file for a kind of import, unless it is no table or was imported whole already (C1).

    One of which rows were refused comes in again for those: what they lacked may be there by now.
    """
    importer = _allowed(kind, actor)
    stored_name, digest = keep_file(file)
    try:
        run = ImportRun(
            code=secrets.token_hex(8),
            kind=kind,
            file_name=shown_name(name),
            stored_name=stored_name,
            digest=digest,
            once_key=digest if importer.is_once_for_all else f"{digest}:{actor.pk}",
            language=(get_language() or "")[:10],
            started_by=actor,
            created_at=at,
        )
        earlier = _earlier(run)
        if earlier is not None:
            return _again(earlier, run, actor=actor)
        with opened(run) as table:
            run.encoding = table.encoding
        run.save(force_insert=True)
    except Refusal:
        forget_file(stored_name)
        raise
    return run


def _earlier(run: ImportRun) -> ImportRun | None:
    """Return the import of the same file that allows no other."""
    return _same_file(run).in_the_way().newest_first().first()


def _same_file(run: ImportRun) -> ImportRunQuerySet:
    return ImportRun.objects.of_file(kind=run.kind, once_key=run.once_key).exclude(pk=run.pk)


def taken_before(run: ImportRun) -> str:
    """Say that a file was imported before and what is open of it; empty where it is a first import."""
    earlier = _same_file(run).taken_in_part().order_by("-ended_at", "-pk").first()
    if earlier is None:
        return ""
    count = len(lines_left_out(run) or ())
    return str(TAKEN_IN_PART) % {"day": short_day(earlier.created_at), "count": f"{count:,}"}


def lines_left_out(run: ImportRun) -> set[int] | None:
    """Return the lines that every other import of this file refused; none where this is the first.

    A line is known by the file's bytes and its place, so what was taken is recognised whatever kind it is of.
    """
    earlier = _same_file(run).taken_in_part()
    count = earlier.count()
    if not count:
        return None
    refused = ImportRowRefusal.objects.refused().filter(run__in=earlier).values("line")
    always = refused.annotate(runs=Count("run", distinct=True)).filter(runs=count)
    return set(always.values_list("line", flat=True))


def _again(earlier: ImportRun, sent: ImportRun, *, actor: "User") -> ImportRun:
    """Recognise a file; one that was stopped half-way gets its bytes back, so that it can be gone on with."""
    is_stopped = earlier.status in STOPPED
    if not is_stopped or earlier.started_by_id != actor.pk:
        raise FileAlreadyImported(earlier, actor=actor)
    forget_file(earlier.stored_name)
    ImportRun.objects.filter(pk=earlier.pk).update(
        stored_name=sent.stored_name, created_at=sent.created_at, file_name=sent.file_name
    )
    earlier.refresh_from_db()
    return earlier


def look_into(run: ImportRun, *, actor: "User", chosen: ColumnMap | None = None) -> Look:
    """Read a heading and first rows, and what the person, the last such file or the headings say of them."""
    importer = _allowed(run.kind, actor)
    fields = importer.fields(actor)
    with opened(run) as table:
        rows = list(islice(table.rows, ROWS_FOR_VALUES))
        samples = rows[:SAMPLE_ROWS]
        remembered = ColumnMapping.objects.filter(
            user_id=actor.pk, kind=run.kind, columns_digest=columns_digest(table.header)
        ).first()
        said = run.mapping or (remembered.mapping if remembered else None)
        suggested = chosen or (
            ColumnMap.of_json(said) if said else suggest(fields, table.header, rows[:ROWS_FOR_SUGGESTION])
        )
        return Look(
            header=table.header,
            samples=samples,
            sheet=table.sheet,
            other_sheets=table.other_sheets,
            suggested=suggested,
            is_remembered=remembered is not None and not run.mapping and chosen is None,
            values=_values(fields, table.header, rows, chosen=suggested),
        )


def _values(
    fields: Sequence[Field], header: Sequence[str], rows: Sequence[Row], *, chosen: ColumnMap
) -> dict[str, list[str]]:
    """Return what stands in the column of each closed choice, as far as no choice bears that name."""
    found: dict[str, list[str]] = {}
    for wanted in fields:
        column = chosen.columns.get(wanted.code, "")
        if wanted.type is FieldType.CHOICE and column in header:
            written = dict.fromkeys(as_written(cell) for cell in column_cells(rows, header.index(column)))
            found[wanted.code] = [text for text in written if known_choice(wanted, text) is None][
                :MOST_VALUES
            ]
    return found


def read_as(run: ImportRun, *, encoding: str) -> ImportRun:
    """Read a file that waits for its columns in another encoding; refuse one it can't be read in."""
    with opened(run, encoding=encoding):
        _claim(ImportRun.objects.waiting(), run, encoding=encoding, mapping={}, total_rows=0)
    run.refresh_from_db()
    return run


@transaction.atomic
def begin_trial(run: ImportRun, *, actor: "User", at: datetime, mapping: ColumnMap) -> ImportRun:
    """Begin the dry run of a file with its columns said; they are remembered for the next such file."""
    _say_columns(run, actor=actor, at=at, mapping=mapping)
    return _begin(run, is_dry_run=True, mapping=mapping.as_json())


@transaction.atomic
def begin_import(
    run: ImportRun, *, actor: "User", at: datetime, mapping: ColumnMap | None = None
) -> ImportRun:
    """Begin to take a file's rows in: after its trial, or at once where the columns are said here."""
    chosen = mapping or ColumnMap.of_json(run.mapping)
    _say_columns(run, actor=actor, at=at, mapping=chosen)
    earlier = _earlier(run)
    if earlier is not None:
        raise FileAlreadyImported(earlier, actor=actor)
    record_audit(
        actor=actor, at=at, verb="import", object_type=run.kind, object_ref=run.code, reason=run.file_name
    )
    return _begin(run, is_dry_run=False, mapping=chosen.as_json())


def _begin(run: ImportRun, **changes: Any) -> ImportRun:
    """Claim the run for its first row; the reasons of an earlier trial go."""
    try:
        with transaction.atomic():
            _claim(ImportRun.objects.waiting(), run, status=S.RUNNING, **{**NOUGHT, **changes})
    except IntegrityError as error:  # the same file began in another window at this moment
        raise RunMovedOn from error
    _forget_reasons(run)
    run.refresh_from_db()
    return run


def _forget_reasons(run: ImportRun) -> None:
    ImportRowRefusal.objects.filter(run=run).delete()
    RefusedRow.objects.filter(run=run).delete()


def _say_columns(run: ImportRun, *, actor: "User", at: datetime, mapping: ColumnMap) -> None:
    importer = _allowed(run.kind, actor)
    with opened(run) as table:
        mapping.check(importer.fields(actor), table.header)
        digest = columns_digest(table.header)
    ColumnMapping.objects.update_or_create(
        user_id=actor.pk,
        kind=run.kind,
        columns_digest=digest,
        defaults={"mapping": mapping.as_json(), "saved_at": at},
    )


def cancel_run(run: ImportRun, *, at: datetime) -> ImportRun:
    """Stop between two chunks: what was taken stays, the rest can follow; a trial returns to its columns."""
    if run.is_dry_run:
        _claim(ImportRun.objects.running(), run, status=S.MAPPING, **NOUGHT)
        _forget_reasons(run)
    else:
        _claim(ImportRun.objects.running(), run, status=S.CANCELLED, ended_at=at, worked_at=None)
    run.refresh_from_db()
    return run


def continue_run(run: ImportRun, *, actor: "User") -> ImportRun:
    """Go on with a stopped import from exactly where it stands."""
    _allowed(run.kind, actor)
    again: dict[str, Any] = {
        "status": S.RUNNING,
        "ended_at": None,
        "worked_at": None,
        "attempts": 0,
        "message": "",
        "message_values": {},
    }
    try:
        with kept_file(run.stored_name), transaction.atomic():
            _claim(ImportRun.objects.stopped(), run, **again)
    except IntegrityError as error:  # the file has come in by another import meanwhile
        raise RunMovedOn from error
    run.refresh_from_db()
    return run


@transaction.atomic
def discard_run(run: ImportRun) -> None:
    """Drop an upload that was never imported, with its file."""
    stored_name = run.stored_name
    _claim(ImportRun.objects.waiting(), run, status=S.MAPPING)
    run.delete()
    transaction.on_commit(lambda: forget_file(stored_name))


def _claim(expected: ImportRunQuerySet, run: ImportRun, **changes: Any) -> None:
    """Change a run only where it stands as it was shown: one that has moved on stays as it is."""
    if not expected.filter(pk=run.pk).update(**changes):
        raise RunMovedOn


def _allowed(kind: str, actor: "User") -> Importer:
    importer = importer_of(kind)
    if not importer.may_import(actor):
        raise PermissionDenied
    return importer
