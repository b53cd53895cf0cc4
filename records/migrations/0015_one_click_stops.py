"""A mail can carry the address at which one click ends such messages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0014_messages_on_the_page"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="sealed_unsubscribe",
            field=models.TextField(blank=True),
        ),
    ]
