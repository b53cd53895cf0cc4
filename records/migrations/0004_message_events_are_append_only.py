"""The database refuses changes of what became of a message."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0003_outbox")]
    operations: ClassVar = [AppendOnly("records_outboxevent")]
