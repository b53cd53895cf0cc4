"""The database refuses changes of what has happened."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0001_records")]
    operations: ClassVar = [AppendOnly("records_auditentry")]
