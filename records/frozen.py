"""Lines that the database itself refuses to touch once what they belong to has left the house (C4)."""

from collections.abc import Iterable
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
