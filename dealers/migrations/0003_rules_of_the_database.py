"""What is kept in memory draws a mark with each change."""

from typing import ClassVar

from django.db import migrations

from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("dealers", "0002_papers_have_scans")]

    operations: ClassVar = [
        Marked("dealers_division"),
        Marked("dealers_qualification"),
        Marked("dealers_telling"),
        Marked("dealers_tellingway"),
    ]
