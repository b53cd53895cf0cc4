"""The versions and their levels, and the entered days are kept in memory while they stand."""

from typing import ClassVar

from django.db import migrations

from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("regulation", "0009_clause_of_escalation"),
        ("records", "0012_table_marks"),
    ]

    operations: ClassVar = [
        Marked("regulation_regulationversion"),
        Marked("regulation_servicelevel"),
        Marked("regulation_specialday"),
    ]
