"""A message knows the reply that it carries."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("records", "0012_table_marks"), ("tickets", "0022_quotes_remind")]

    operations: ClassVar = [
        migrations.AlterField(
            "ticketreply",
            "message",
            models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reply",
                to="records.outboxmessage",
            ),
        ),
    ]
