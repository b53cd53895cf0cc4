"""Rows that the database itself refuses to touch once their paper has left the house (C4, D7)."""

from collections.abc import Iterable, Sequence
from typing import Final

from records.triggers import DatabaseRule

POSTGRES: Final = """
CREATE OR REPLACE FUNCTION refuse_frozen_{lines}() RETURNS trigger AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM {table} WHERE id IN (OLD.{by}, NEW.{by}) AND status <> '{open_while}'
    ) THEN
        RAISE EXCEPTION '{lines} are frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END;
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {lines}_frozen BEFORE INSERT OR UPDATE OR DELETE ON {lines}
FOR EACH ROW EXECUTE FUNCTION refuse_frozen_{lines}();
"""
SQLITE: Final = (
    "CREATE TRIGGER IF NOT EXISTS {lines}_frozen_{verb} BEFORE {verb} ON {lines} "
    "WHEN EXISTS (SELECT 1 FROM {table} WHERE id IN ({touched}) AND status <> '{open_while}') "
    "BEGIN SELECT RAISE(ABORT, '{lines} are frozen'); END"
)
TOUCHED: Final = {"insert": "NEW.{by}", "update": "OLD.{by}, NEW.{by}", "delete": "OLD.{by}"}
POSTGRES_FACTS: Final = """
CREATE OR REPLACE FUNCTION refuse_frozen_facts_of_{table}() RETURNS trigger AS $$
BEGIN
    IF {closed} AND (TG_OP = 'DELETE' OR {changed}) THEN
        RAISE EXCEPTION 'facts of {table} are frozen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END;
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {table}_facts_frozen BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_frozen_facts_of_{table}();
"""
SQLITE_FACTS_KEPT: Final = (
    "CREATE TRIGGER IF NOT EXISTS {table}_facts_frozen_update BEFORE UPDATE ON {table} "
    "WHEN {closed} AND ({changed}) "
    "BEGIN SELECT RAISE(ABORT, 'facts of {table} are frozen'); END"
)
SQLITE_ROW_KEPT: Final = (
    "CREATE TRIGGER IF NOT EXISTS {table}_facts_frozen_delete BEFORE DELETE ON {table} "
    "WHEN {closed} "
    "BEGIN SELECT RAISE(ABORT, 'facts of {table} are frozen'); END"
)


class FrozenLines(DatabaseRule):
    """Migration operation: `lines` change only while the row of `table` they belong to stands so."""

    def __init__(self, lines: str, *, table: str, by: str, open_while: str) -> None:
        self.lines, self.table, self.by, self.open_while = lines, table, by, open_while

    def made(self, vendor: str) -> Iterable[str]:
        names = {"lines": self.lines, "table": self.table, "by": self.by, "open_while": self.open_while}
        if vendor == "postgresql":
            return (POSTGRES.format(**names),)
        return [
            SQLITE.format(**names, verb=verb, touched=touched.format(by=self.by))
            for verb, touched in TOUCHED.items()
        ]

    def undone(self, vendor: str) -> Iterable[str]:
        if vendor == "postgresql":
            return (
                f"DROP TRIGGER {self.lines}_frozen ON {self.lines}",
                f"DROP FUNCTION refuse_frozen_{self.lines}()",
            )
        return [f"DROP TRIGGER {self.lines}_frozen_{verb}" for verb in TOUCHED]

    def describe(self) -> str:
        return f"Refuse every change of a row of {self.lines} once that of {self.table} is out of the house"


class FrozenFacts(DatabaseRule):
    """Migration operation: these columns of `table` change only while its status is `open_while` (D7).

    Without one they never change.
    """

    def __init__(self, table: str, *, columns: Sequence[str], open_while: str = "") -> None:
        self.table, self.columns, self.open_while = table, columns, open_while

    def made(self, vendor: str) -> Iterable[str]:
        differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
        changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in self.columns)
        statements = (POSTGRES_FACTS,) if vendor == "postgresql" else (SQLITE_FACTS_KEPT, SQLITE_ROW_KEPT)
        closed = f"OLD.status <> '{self.open_while}'" if self.open_while else "1 = 1"
        names = {"table": self.table, "closed": closed, "changed": changed}
        return [statement.format(**names) for statement in statements]

    def undone(self, vendor: str) -> Iterable[str]:
        if vendor == "postgresql":
            return (
                f"DROP TRIGGER {self.table}_facts_frozen ON {self.table}",
                f"DROP FUNCTION refuse_frozen_facts_of_{self.table}()",
            )
        return [f"DROP TRIGGER {self.table}_facts_frozen_{verb}" for verb in ("update", "delete")]

    def describe(self) -> str:
        return f"Refuse changes of what a row of {self.table} says once it is out of the house"
