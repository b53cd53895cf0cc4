"""Event logs of other systems on their way in, for the tests of their replay."""

from datetime import UTC, datetime

from records.imports import work_through
from records.imports.mapping import ColumnMap
from records.imports.runs import begin_import, begin_trial, receive_file
from records.models import ImportRowRefusal

AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
COLUMNS = {"case": "case", "event": "event", "at": "at"}
OF_EVERY_ROW = {"kind": "remote_support", "priority": "normal"}


def written(tmp_path, *rows, name="log.csv", header="case,event,at"):
    path = tmp_path / name
    path.write_text("\n".join([header, *rows]) + "\n")
    return path


def sent(path, actor, mapping=None, *, begin=begin_import, at=AT):
    """Begin to replay a log."""
    with path.open("rb") as file:
        run = receive_file(actor=actor, at=at, kind="ticket_log", file=file, name=path.name)
    chosen = mapping or ColumnMap(COLUMNS, OF_EVERY_ROW)
    return begin(run, actor=actor, at=at, mapping=chosen)


def worked(run, at=AT):
    while work_through(run.pk, at=at):
        pass
    run.refresh_from_db()
    return run


def replayed(path, actor, mapping=None, **how):
    return worked(sent(path, actor, mapping, **how))


def tried(path, actor):
    return worked(sent(path, actor, begin=begin_trial))


def steps(ticket):
    return list(ticket.events.in_order().values_list("verb", flat=True))


def named(run, *, is_refused):
    rows = ImportRowRefusal.objects.filter(run=run, is_refused=is_refused).order_by("line", "pk")
    return [(row.line, row.field) for row in rows]
