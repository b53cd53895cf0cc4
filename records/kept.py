"""What rarely changes and is asked for everywhere, kept in memory while the database says that it stands.

Versions of the regulation, the working calendar, the words of messages: each request needs them, and nobody
changes them for weeks. A trigger draws a new mark for a table whenever a row of it changes, by whichever way
(`Marked`); an answer is kept in a process with the marks it was read under, so that no process can go on with
an old one. Asking for the marks is one small statement, within `held` a single one for all questions.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Final, ParamSpec, TypeVar

from records.models import TableMark
from records.triggers import DatabaseRule

P = ParamSpec("P")
T = TypeVar("T")
ANSWERS: Final = 16  # kept of one question, by its arguments and by the marks they were given under
TABLES: Final[set[str]] = set()  # all that somebody keeps something of

_held: ContextVar[dict[str, str] | None] = ContextVar("marks", default=None)


def kept(*tables: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep what a function reads out of marked tables; what it returns is shared, and nobody's to change.

    A table without a mark, as in a database just emptied, is read each time.
    """
    TABLES.update(tables)

    def keep(read: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=ANSWERS)
        def answer(_marks: tuple[str, ...], *args: P.args, **kwargs: P.kwargs) -> T:
            return read(*args, **kwargs)

        @wraps(read)
        def ask(*args: P.args, **kwargs: P.kwargs) -> T:
            marks = _marks()
            if not all(table in marks for table in tables):
                return read(*args, **kwargs)
            known = tuple(marks[table] for table in tables)
            return answer(known, *args, **kwargs)  # type: ignore[arg-type]  # whoever asks names it by hashables

        return ask

    return keep


@contextmanager
def held() -> Iterator[None]:
    """Ask once what stands, for all questions of a request or of one act: it does not change half-way."""
    if _held.get() is not None:
        yield
        return
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def _marks() -> Mapping[str, str]:
    marks = _held.get()
    if marks:
        return marks
    fresh = dict(TableMark.objects.values_list("table", "mark"))
    if marks is not None:
        marks.update(fresh)
    return fresh


POSTGRES: Final = """
CREATE OR REPLACE FUNCTION mark_changed_table() RETURNS trigger AS $$
BEGIN
    INSERT INTO records_tablemark ("table", mark) VALUES (TG_TABLE_NAME, gen_random_uuid()::text)
    ON CONFLICT ("table") DO UPDATE SET mark = excluded.mark;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {table}_marked AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION mark_changed_table();
"""
SQLITE: Final = (
    "CREATE TRIGGER IF NOT EXISTS {table}_marked_{verb} AFTER {verb} ON {table} BEGIN "
    "INSERT INTO records_tablemark (\"table\", mark) VALUES ('{table}', {mark}) "
    'ON CONFLICT ("table") DO UPDATE SET mark = excluded.mark; END'
)
DRAWN: Final = "lower(hex(randomblob(16)))"
FIRST: Final = (
    "INSERT INTO records_tablemark (\"table\", mark) VALUES ('{table}', {mark}) ON CONFLICT DO NOTHING"
)
VERBS: Final = ("insert", "update", "delete")


class Marked(DatabaseRule):
    """Migration operation: each change of a row of `table` draws a new mark, so that it can be `kept`."""

    def __init__(self, table: str) -> None:
        self.table = table

    def made(self, vendor: str) -> Iterable[str]:
        if vendor == "postgresql":
            return (
                POSTGRES.format(table=self.table),
                FIRST.format(table=self.table, mark="gen_random_uuid()::text"),
            )
        triggers = [SQLITE.format(table=self.table, verb=verb, mark=DRAWN) for verb in VERBS]
        return [*triggers, FIRST.format(table=self.table, mark=DRAWN)]

    def undone(self, vendor: str) -> Iterable[str]:
        if vendor == "postgresql":
            return (f"DROP TRIGGER {self.table}_marked ON {self.table}",)
        return [f"DROP TRIGGER {self.table}_marked_{verb}" for verb in VERBS]

    def describe(self) -> str:
        return f"Draw a new mark whenever a row of {self.table} changes"
