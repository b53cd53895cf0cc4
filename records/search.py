"""Finding rows by any part of their words, two characters or more, in a million of them as in ten.

PostgreSQL finds words by the pairs of neighbouring characters in them, which an index keeps: that serves
Chinese, serial numbers and names alike. The embedded default has few rows and reads them.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.core.exceptions import FullResultSet
from django.db import models

from records.triggers import DatabaseRule

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

PAIR: Final = 2


class WordsField(models.TextField):  # type: ignore[type-arg]  # the stubs can't know
    """The words of a row, in small letters."""


class Words(models.Func):
    """The words of some columns, one after the other: filter `words` by `holding`."""

    function = "LOWER"
    arg_joiner = " || ' ' || "
    output_field = WordsField()


def holding(text: str) -> models.Q:
    """Return the condition under which a row with `words` holds a text, in whichever letters."""
    return models.Q(words__paired=text) & models.Q(words__hold=text)


@WordsField.register_lookup
class Hold(models.Lookup):
    """Whether words hold a text: exact, and cheap for a row that is at hand."""

    lookup_name = "hold"

    def get_prep_lookup(self) -> str:
        return str(self.rhs).lower()

    def as_sql(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper"
    ) -> tuple[str, tuple[str | int, ...]]:
        words, parameters = self.process_lhs(compiler, connection)
        place = "strpos" if connection.vendor == "postgresql" else "instr"
        return f"{place}({words}, %s) > 0", (*parameters, self.rhs)


@WordsField.register_lookup
class Paired(Hold):
    """Whether all pairs of characters of a text stand in words: what the index answers."""

    lookup_name = "paired"

    def as_sql(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper"
    ) -> tuple[str, tuple[str | int, ...]]:
        if connection.vendor != "postgresql" or len(self.rhs) < PAIR:
            raise FullResultSet
        words, parameters = self.process_lhs(compiler, connection)
        return f"bigrams({words}) @> bigrams(%s)", (*parameters, self.rhs)


# its cost is measured: told less, the server rather reads a list than asks the index for a rare word; and
# fifty rows are not worth the start of other processes
BIGRAMS: Final = """
CREATE OR REPLACE FUNCTION bigrams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL UNSAFE COST 1000 AS $$
    SELECT coalesce(array_agg(DISTINCT substr(words, place, 2)), '{}')
    FROM generate_series(1, length(words) - 1) AS place
$$
"""


class FoundByParts(DatabaseRule):
    """Migration operation: an index, on PostgreSQL, by which `Words` of these columns are found."""

    def __init__(self, name: str, table: str, columns: list[str]) -> None:
        self.name, self.table, self.columns = name, table, columns

    def made(self, vendor: str) -> Iterable[str]:
        if vendor != "postgresql":
            return ()
        words = " || ' ' || ".join(self.columns)
        return (BIGRAMS, f"CREATE INDEX {self.name} ON {self.table} USING gin (bigrams(lower({words})))")

    def undone(self, vendor: str) -> Iterable[str]:
        return (f"DROP INDEX {self.name}",) if vendor == "postgresql" else ()

    def describe(self) -> str:
        return f"Find rows of {self.table} by parts of their words"
