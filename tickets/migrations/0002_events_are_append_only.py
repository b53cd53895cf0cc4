"""The database refuses changes of what has happened."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0001_tickets")]
    operations: ClassVar = [AppendOnly("tickets_ticketevent"), AppendOnly("tickets_servicerecord")]
