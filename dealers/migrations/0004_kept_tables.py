"""Divisions and qualifications are kept in memory while they stand."""

from typing import ClassVar

from django.db import migrations

from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dealers", "0003_qualifications"), ("records", "0012_table_marks")]

    operations: ClassVar = [
        migrations.RemoveField("division", "edition"),
        Marked("dealers_division"),
        Marked("dealers_qualification"),
    ]
