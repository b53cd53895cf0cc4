"""What is kept in memory draws a mark with each change."""

from typing import ClassVar

from django.db import migrations

from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dealers", "0001_people"), ("records", "0001_records")]

    operations: ClassVar = [
        Marked("dealers_division"),
        Marked("dealers_qualification"),
        Marked("dealers_telling"),
        Marked("dealers_tellingway"),
    ]
