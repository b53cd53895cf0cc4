from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0003_links_confirm_numbers"),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="contract",
            field=models.CharField(blank=True, max_length=20, verbose_name="service contract"),
        ),
    ]
