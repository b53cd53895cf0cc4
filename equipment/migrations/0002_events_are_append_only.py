"""The database refuses changes of what has happened."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("equipment", "0001_equipment")]
    operations: ClassVar = [
        AppendOnly("equipment_equipmentevent"),
        AppendOnly("equipment_serialnumbercaseevent"),
    ]
