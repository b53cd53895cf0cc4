"""Tables that are kept in memory draw a mark with each change."""

from typing import ClassVar

from django.db import migrations, models

from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0011_audit_knows_warranty_checks")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="TableMark",
            fields=[
                ("table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("mark", models.CharField(max_length=36)),
            ],
        ),
        Marked("records_messagetext"),
        Marked("records_robot"),
    ]
