"""SQLite made the table of events anew for their new verbs, and its triggers went with the old one."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0003_priority_and_clocks")]
    operations: ClassVar = [AppendOnly("tickets_ticketevent")]
