"""A migration operation that makes all first tables of an app at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Migration operation: what these `CreateModel`s make, one after the other.

    Django draws up all models that are related to a new one again with each of them, and here everything is
    related to the user: a hundred times a hundred models took seven of the nine seconds that an empty
    database needs. Their tables need the models of the whole only, which are drawn up once.
    """

    reversible = True

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: "ProjectState") -> None:
        state.__dict__.pop("apps", None)  # whoever asks next has them drawn up, once
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(  # noqa: PLR0917 (the signature is Django's)
        self,
        app_label: str,
        schema_editor: "BaseDatabaseSchemaEditor",
        from_state: "ProjectState",
        to_state: "ProjectState",
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Make {len(self.tables)} tables"
