"""Tables whose rows the database itself refuses to change or delete (safety.md, F7)."""

from typing import TYPE_CHECKING

from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState

POSTGRES = """
CREATE OR REPLACE FUNCTION refuse_change_of_{table}() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END;
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_{table}();
"""
SQLITE_UPDATE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)
SQLITE_DELETE = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} "
    "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
)


class AppendOnly(Operation):
    """Migration operation: rows of `table` can be added and nothing else.

    SQLite makes a table anew when a column or a constraint of it changes, and its triggers go with the old
    one: each such migration ends with this operation again, which does nothing where they still stand.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRES.format(table=self.table))
        else:
            for statement in (SQLITE_UPDATE, SQLITE_DELETE):
                schema_editor.execute(statement.format(table=self.table))

    def database_backwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.table}_append_only ON {self.table}")
            schema_editor.execute(f"DROP FUNCTION refuse_change_of_{self.table}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_update")
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_delete")

    def describe(self) -> str:
        return f"Refuse every change of a row of {self.table}"
