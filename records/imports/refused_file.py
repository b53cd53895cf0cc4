"""The file of the rows an import refused: to be mended and sent alone (C1).

Its first three columns say which line of the file, which fields and why; behind them stand the columns and
cells as they came. Sent again, those three are passed over: it is read as the file it was made from.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from records.imports.storage import kept_file
from records.models import ImportRowRefusal, ImportRun, RefusedRow
from records.sealing import seal, unseal
from records.tabular import Row, Table, Value, open_table

KEPT_FOR: Final = timedelta(days=30)
MARKS: Final = (
    gettext_lazy("Line in the file"),
    gettext_lazy("Fields at fault"),
    gettext_lazy("Why not taken"),
)
MOMENT, DAY = "moment", "day"
AT_ONCE: Final = 1000


@contextmanager
def opened(run: ImportRun, *, encoding: str = "") -> Iterator[Table]:
    """Open a run's file as a table, without the marks that our own file of refused rows bears."""
    with (
        kept_file(run.stored_name) as path,
        open_table(path, encoding=encoding or run.encoding) as table,
    ):
        yield _without_marks(table) if table.header[: len(MARKS)] in _marks_of_all() else table


def _without_marks(table: Table) -> Table:
    cut = (replace(row, cells=row.cells[len(MARKS) :]) for row in table.rows)
    return replace(table, header=table.header[len(MARKS) :], rows=(row for row in cut if not row.is_blank))


@cache
def _marks_of_all() -> frozenset[tuple[str, ...]]:
    """Return the marks as each language writes them: the next reader may read another."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(tuple(map(str, MARKS)))
    return frozenset(found)


def keep_refused_rows(run_id: int, rows: Iterable[Row]) -> None:
    """Keep what stood in the rows that were not taken."""
    RefusedRow.objects.bulk_create(
        RefusedRow(run_id=run_id, line=row.line, sealed_cells=seal(json.dumps(list(map(_kept, row.cells)))))
        for row in rows
    )


def sealed_header(header: Sequence[str]) -> str:
    """Return the columns' names as a run keeps them: without a heading a customer stands there."""
    return seal(json.dumps(list(header)))


def forget_refused_rows(at: datetime) -> int:
    """Forget what stood in refused rows a month after their import; line, field and reason stay."""
    runs = ImportRun.objects.with_refused_rows().filter(ended_at__lt=at - KEPT_FOR)
    codes = list(runs.values_list("pk", flat=True))
    if codes:
        RefusedRow.objects.filter(run__in=codes).delete()
        ImportRun.objects.filter(pk__in=codes).update(sealed_header="")
    return len(codes)


def header_of(run: ImportRun) -> list[str]:
    """Return the head of the file: our marks, then the columns as they came, as long as they are kept."""
    columns = json.loads(unseal(run.sealed_header)) if run.sealed_header else []
    return [*map(str, MARKS), *columns]


def rows_of(run: ImportRun, labels: Mapping[str, Any]) -> Iterator[list[object]]:
    """Yield each refused row once: its line, the fields at fault, every reason, and what stood in it."""
    refusals = (
        ImportRowRefusal.objects.refused().filter(run=run).order_by("line", "pk").iterator(chunk_size=AT_ONCE)
    )
    kept = RefusedRow.objects.filter(run=run).in_order().values_list("line", "sealed_cells")
    coming = kept.iterator(chunk_size=AT_ONCE)
    line, sealed = next(coming, (0, ""))
    for refused, found in groupby(refusals, key=lambda one: one.line):
        why = list(found)
        while line and line < refused:
            line, sealed = next(coming, (0, ""))
        fields = dict.fromkeys(str(labels.get(one.field, one.field)) for one in why if one.field)
        reasons = dict.fromkeys(one.says for one in why)
        cells = _cells(sealed) if line == refused else []
        yield [refused, _(", ").join(fields), "\n".join(reasons), *cells]


def _cells(sealed: str) -> list[Value]:
    return [_read(cell) for cell in json.loads(unseal(sealed))]


def _kept(cell: Value) -> Any:  # noqa: ANN401 (what JSON holds)
    if isinstance(cell, datetime):
        return {MOMENT: cell.isoformat()}
    return {DAY: cell.isoformat()} if isinstance(cell, date) else cell


def _read(cell: Any) -> Value:  # noqa: ANN401 (what JSON held)
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]  # the stubs can't know
    return datetime.fromisoformat(cell[MOMENT]) if MOMENT in cell else date.fromisoformat(cell[DAY])
