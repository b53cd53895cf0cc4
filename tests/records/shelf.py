"""A kind of file made for tests: names on a shelf, taken two rows at a time."""

import io
from datetime import UTC, datetime, timedelta

from records.imports import Outcome, Problem, work_through
from records.imports.fields import Field, FieldType
from records.imports.mapping import ColumnMap
from records.imports.runs import begin_import, receive_file
from records.models import SavedView

AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)
MAPPING = ColumnMap({"name": "name", "size": "size"})
FIELDS = (
    Field("name", "Name", FieldType.CODE, is_required=True, longest=8, can_lose_zeros=True),
    Field("size", "Size", FieldType.INTEGER),
)


class Killed(BaseException):
    """Stands for kill -9: nothing of ours catches it."""


class Shelf:
    """What a kind of file does with its rows: a row named twice is unchanged, `no` is refused at first."""

    dies_at = ""
    refuses = "no"

    def __init__(self):
        self.kept = []

    def take(self, rows, job):
        outcome = Outcome()
        for row in rows:
            name = row.values["name"]
            if name == self.dies_at:
                raise Killed
            if name == self.refuses:
                outcome.refused.append(Problem(row.line, "name", f"no, {row.values['size']}"))
                continue
            self.kept.append(row.kept)
            _row, is_new = SavedView.objects.get_or_create(user=job.actor, page="shelf", name=name)
            outcome.taken += is_new
            outcome.unchanged += not is_new
        return outcome


def names(actor):
    return sorted(SavedView.objects.filter(user=actor).values_list("name", flat=True))


def file_of(*lines, heading="name,size"):
    return io.BytesIO("\n".join([heading, *lines]).encode())


def sent(actor, *lines, at=AT, **kwargs):
    return receive_file(actor=actor, at=at, kind="shelf", file=file_of(*lines, **kwargs), name="rows.csv")


def imported(actor, *lines, at=AT, **kwargs):
    run = begin_import(sent(actor, *lines, at=at, **kwargs), actor=actor, at=at, mapping=MAPPING)
    work_through(run.pk, at=at)
    run.refresh_from_db()
    return run


def counts(run):
    run.refresh_from_db()
    return (run.rows_read, run.rows_taken, run.rows_unchanged, run.rows_refused, run.rows_identical)
