"""All tables of an app are made at once, its models drawn up once, and fall again together."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from records.tables import Tables

SHELVES = Tables(
    [
        migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),
        migrations.CreateModel(
            "Box",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("shelf", models.ForeignKey("records.Shelf", models.PROTECT)),
            ],
        ),
    ]
)
MADE = {"records_shelf", "records_box"}


def states():
    """Return the state before and after, the one before drawn up as Django does."""
    before = ProjectState()
    assert before.apps
    after = before.clone()
    SHELVES.state_forwards("records", after)
    return before, after


def standing():
    return MADE & set(connection.introspection.table_names())


def test_models_are_not_drawn_up_with_each_table():
    _, after = states()
    assert "apps" not in vars(after)
    assert {name for _, name in after.models} == {"shelf", "box"}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_tables_come_and_fall_together():
    before, after = states()
    with connection.schema_editor() as editor:
        SHELVES.database_forwards("records", editor, before, after)
    assert standing() == MADE
    with connection.schema_editor() as editor:
        SHELVES.database_backwards("records", editor, after, before)
    assert standing() == set()


def test_it_says_what_it_does():
    assert SHELVES.describe() == "Make 2 tables"
