"""SQLite made the table of events anew for their new verb, and its triggers went with the old one."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0008_events_know_priorities")]
    operations: ClassVar = [AppendOnly("tickets_ticketevent")]
