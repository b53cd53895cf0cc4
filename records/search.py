"""Finding rows by any part of their words, two characters or more, in a million of them as in ten.

PostgreSQL finds words by the pairs of neighbouring characters in them, which an index keeps: that serves
Chinese, serial numbers and names alike. The embedded default has few rows and reads them.
"""

from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState
    from django.db.models.sql.compiler import SQLCompiler

PAIR: Final = 2
WILD: Final = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


class WordsField(models.TextField):  # type: ignore[type-arg]  # the stubs can't know
    """The words of a row, in small letters."""


class Words(models.Func):
    """The words of some columns, one after the other: filter by `__hold`."""

    function = "LOWER"
    arg_joiner = " || ' ' || "
    output_field = WordsField()


@WordsField.register_lookup
class Hold(models.Lookup):
    """Whether words hold a text, in whichever letters it is written."""

    lookup_name = "hold"

    def get_prep_lookup(self) -> str:
        return str(self.rhs).lower()

    def as_sql(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper"
    ) -> tuple[str, tuple[str | int, ...]]:
        words, parameters = self.process_lhs(compiler, connection)
        return f"instr({words}, %s) > 0", (*parameters, self.rhs)

    def as_postgresql(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper"
    ) -> tuple[str, tuple[str | int, ...]]:
        words, parameters = self.process_lhs(compiler, connection)
        pattern = f"%{self.rhs.translate(WILD)}%"
        if len(self.rhs) < PAIR:
            return f"{words} LIKE %s", (*parameters, pattern)
        pairs = f"bigrams({words}) @> bigrams(%s)"
        if len(self.rhs) == PAIR:
            return pairs, (*parameters, self.rhs)
        return f"({pairs} AND {words} LIKE %s)", (*parameters, self.rhs, *parameters, pattern)


BIGRAMS: Final = """
CREATE OR REPLACE FUNCTION bigrams(words text) RETURNS text[]
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT substr(words, place, 2)), '{}')
    FROM generate_series(1, length(words) - 1) AS place
$$
"""


class FoundByParts(Operation):
    """Migration operation: an index, on PostgreSQL, by which `Words` of these columns are found."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str, table: str, columns: list[str]) -> None:
        self.name, self.table, self.columns = name, table, columns

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        """Indexes of one kind of database are no part of the models' state."""

    def database_forwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            words = " || ' ' || ".join(self.columns)
            schema_editor.execute(BIGRAMS)
            schema_editor.execute(
                f"CREATE INDEX {self.name} ON {self.table} USING gin (bigrams(lower({words})))"
            )

    def database_backwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP INDEX {self.name}")

    def describe(self) -> str:
        return f"Find rows of {self.table} by parts of their words"
