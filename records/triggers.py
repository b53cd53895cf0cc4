"""Migration operations that make the database itself keep a rule: what they share."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class DatabaseRule(Operation):
    """A migration operation that is statements of one kind of database and no part of the models' state.

    SQLite makes a table anew when a column or a constraint of it changes, and its triggers go with the old
    one: each such migration ends with the table's rules again, which do nothing where they still stand.
    """

    reduces_to_sql = True
    reversible = True

    def made(self, vendor: str) -> Iterable[str]:
        """Return the statements that make the rule on `postgresql` or `sqlite`."""
        raise NotImplementedError

    def undone(self, vendor: str) -> Iterable[str]:
        """Return the statements that take it back."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        """Nothing: rules are no part of the models' state."""

    def database_forwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        for statement in self.made(schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def database_backwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        for statement in self.undone(schema_editor.connection.vendor):
            schema_editor.execute(statement)
