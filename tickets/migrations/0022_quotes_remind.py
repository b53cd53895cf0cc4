"""From when on who serves is reminded of a quote that nobody has answered (C4)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0021_found_by_parts")]

    operations = [
        migrations.AddField(
            model_name="quote", name="remind_on", field=models.DateField(blank=True, null=True)
        ),
    ]
