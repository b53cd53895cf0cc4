"""Tables whose rows the database itself refuses to change or delete (safety.md, F7)."""

from collections.abc import Iterable

from records.triggers import DatabaseRule

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


class AppendOnly(DatabaseRule):
    """Migration operation: rows of `table` can be added and nothing else."""

    def __init__(self, table: str) -> None:
        self.table = table

    def made(self, vendor: str) -> Iterable[str]:
        statements = (POSTGRES,) if vendor == "postgresql" else (SQLITE_UPDATE, SQLITE_DELETE)
        return [statement.format(table=self.table) for statement in statements]

    def undone(self, vendor: str) -> Iterable[str]:
        if vendor == "postgresql":
            return (
                f"DROP TRIGGER {self.table}_append_only ON {self.table}",
                f"DROP FUNCTION refuse_change_of_{self.table}()",
            )
        return (f"DROP TRIGGER {self.table}_no_update", f"DROP TRIGGER {self.table}_no_delete")

    def describe(self) -> str:
        return f"Refuse every change of a row of {self.table}"
