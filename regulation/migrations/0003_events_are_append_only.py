"""The database refuses changes of what has happened."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("regulation", "0002_first_version")]
    operations: ClassVar = [AppendOnly("regulation_versionevent")]
