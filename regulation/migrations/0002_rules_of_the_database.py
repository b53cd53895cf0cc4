"""What the database itself keeps: events only grow, what is kept in memory draws a mark."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("regulation", "0001_regulation"), ("records", "0001_records")]

    operations: ClassVar = [
        AppendOnly("regulation_versionevent"),
        Marked("regulation_regulationversion"),
        Marked("regulation_servicelevel"),
        Marked("regulation_specialday"),
    ]
