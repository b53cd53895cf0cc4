"""A message is named by a code that its key and a secret make; mail for staff knows whose it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_rules_of_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameField(model_name="outboxmessage", old_name="message_id", new_name="code"),
        migrations.RunSQL(
            "UPDATE records_outboxmessage SET code = substr(code, 2, 32)", migrations.RunSQL.noop
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="code",
            field=models.CharField(max_length=32, unique=True, verbose_name="code"),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
