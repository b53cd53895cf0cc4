"""What the database itself keeps: events only grow, what is kept in memory draws a mark."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0001_records")]

    operations: ClassVar = [
        AppendOnly("records_auditentry"),
        AppendOnly("records_outboxevent"),
        Marked("records_messagetext"),
        Marked("records_robot"),
    ]
