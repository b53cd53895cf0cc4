"""What the pages of an import say about a run: its steps, its figures, its refused rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.choices import ImportRunStatus
from records.imports import runs
from records.imports.fields import DateFormat, DecimalMark, Field, as_written
from records.imports.mapping import ColumnMap
from records.imports.registry import importer_of
from records.imports.runs import Look
from records.models import ImportRowRefusal, ImportRun
from records.querysets import ImportRowRefusalQuerySet

S = ImportRunStatus
MOST_RUNS = 100
MOST_NAMED = 200
LONGEST_CELL = 60
FILE, COLUMNS, TRIAL, IMPORT = range(4)
TONES = {S.RUNNING: "info", S.DONE: "good", S.CANCELLED: "warn", S.FAILED: "bad", S.MAPPING: ""}


def address(name: str) -> str:
    """Return the address of a list, if its app has one."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


def list_of(run: ImportRun) -> str:
    """Return the address of the list of what an import brought: exactly that where the list can tell."""
    importer = importer_of(run.kind)
    url = address(importer.list_page)
    knows = url and importer.list_filter and run.rows_taken
    return f"{url}?{importer.list_filter}={run.code}" if knows else url


def count(number: int) -> str:
    return f"{number:,}"


def steps(run: ImportRun | None, *, current: int | None = None) -> list[dict[str, Any]]:
    """Return the four steps of an import, with the one the run is at."""
    here = current if current is not None else _step_of(run)
    labels = [_("File"), _("Columns"), _("Trial"), _("Import")]
    notes = [run.file_name if run else "", "", _("nothing is kept"), ""]
    is_over = run is not None and not run.is_dry_run and run.status == S.DONE
    return [
        {
            "label": label,
            "note": note,
            "state": "done" if place < here or is_over else ("current" if place == here else "todo"),
        }
        for place, (label, note) in enumerate(zip(labels, notes, strict=True))
    ]


def _step_of(run: ImportRun | None) -> int:
    if run is None:
        return FILE
    if run.status == S.MAPPING:
        return COLUMNS
    return TRIAL if run.is_dry_run else IMPORT


def status_of(run: ImportRun) -> str:
    """Return where a run stands, in words."""
    if run.is_dry_run and run.status == S.DONE:
        return _("Tried, not imported")
    return str(run.get_status_display())


def row(run: ImportRun) -> dict[str, Any]:
    """Return one line of the list of runs."""
    return {
        "run": run,
        "kind": importer_of(run.kind).label,
        "icon": importer_of(run.kind).icon,
        "status": status_of(run),
        "tone": "" if run.is_dry_run else TONES[S(run.status)],
        "total": count(run.total_rows) if run.total_rows else "",
        "taken": "" if run.is_dry_run else count(run.rows_taken),
        "refused": count(run.rows_refused) if run.rows_refused else "",
        "url": reverse("records:import-run", args=[run.code]),
    }


def taken_before(run: ImportRun) -> str:
    """Say of a file on its way in that it came in before, in part; an ended import speaks for itself."""
    is_over = run.status == S.DONE and not run.is_dry_run
    return "" if is_over else runs.taken_before(run)


def headline(run: ImportRun) -> str:
    """Return the page's conclusion as a sentence."""
    values = {
        "taken": count(run.rows_taken),
        "refused": count(run.rows_refused),
        "total": count(run.total_rows),
        "read": count(run.rows_read),
    }
    return _sentence(run) % values


def _sentence(run: ImportRun) -> str:
    if run.status == S.RUNNING:
        return _("Trying each row…") if run.is_dry_run else _("Importing…")
    if run.status == S.CANCELLED:
        return _("Stopped after row %(read)s of %(total)s. What was taken stays.")
    if run.status == S.FAILED:
        return _("The file could not be read to its end.")
    if run.is_dry_run:
        return _ended(
            run, _("All %(taken)s rows can be taken."), _("%(taken)s of %(total)s rows can be taken.")
        )
    return _ended(
        run, _("All %(taken)s rows were imported."), _("%(taken)s of %(total)s rows were imported.")
    )


def _ended(run: ImportRun, whole: str, partly: str) -> str:
    if run.rows_unchanged == run.total_rows:
        return _("Every row stands here already: nothing changes.")
    return whole if run.rows_taken == run.total_rows else partly


def figures(run: ImportRun) -> list[dict[str, str]]:
    """Return the counts that account for every row."""
    taken = _("Can be taken") if run.is_dry_run else _("Imported")
    figured = [
        (taken, run.rows_taken, "good" if run.rows_taken else ""),
        (_("Unchanged"), run.rows_unchanged, ""),
        (_("Not taken"), run.rows_refused, "bad" if run.rows_refused else ""),
        (_("Identical to an earlier row"), run.rows_identical, ""),
    ]
    return [{"label": label, "value": count(value), "tone": tone} for label, value, tone in figured]


def refused(run: ImportRun, labels: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first refused rows by line, and how many there are."""
    says = ngettext("%(count)s row was refused", "%(count)s rows were refused", run.rows_refused)
    rows = ImportRowRefusal.objects.refused().filter(run=run)
    return _named(rows, labels) | {"says": says % {"count": count(run.rows_refused)}}


def without_effect(run: ImportRun, labels: Mapping[str, Any]) -> dict[str, Any]:
    """Return the first rows that were read and change nothing, with the reason, and how many there are."""
    rows = ImportRowRefusal.objects.without_effect().filter(run=run)
    number = rows.count()
    says = ngettext("%(count)s row changes nothing", "%(count)s rows change nothing", number)
    return _named(rows, labels) | {"says": says % {"count": count(number)}}


def _named(rows: ImportRowRefusalQuerySet, labels: Mapping[str, Any]) -> dict[str, Any]:
    shown = [
        {"line": one.line, "field": labels.get(one.field, one.field) or "–", "reason": one.says}
        for one in rows.order_by("line", "pk")[: MOST_NAMED + 1]
    ]
    return {"rows": shown[:MOST_NAMED], "is_cut": len(shown) > MOST_NAMED}


def preview(look: Look) -> list[list[str]]:
    """Return the first rows of a file as they are read."""
    return [
        [_shown(row.cells[place]) if place < len(row.cells) else "" for place in range(len(look.header))]
        for row in look.samples
    ]


def _shown(cell: Any) -> str:  # noqa: ANN401 (whatever a file holds)
    text = as_written(cell)
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"


def posted_columns(posted: MultiValueDict[str, str], own: Sequence[Field]) -> ColumnMap:
    """Return the columns a sent form names, before it is checked: they say what else must be asked."""
    columns = {wanted.code: posted.get(f"column-{wanted.code}", "") for wanted in own}
    return ColumnMap(
        columns={code: column for code, column in columns.items() if column},
        date_format=posted.get("date_format", DateFormat.ISO),
        decimal_mark=posted.get("decimal_mark", DecimalMark.POINT),
    )
