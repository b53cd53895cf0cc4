"""What hangs on the working calendar is read anew once a day of it has changed (D3, F6)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0025_sent_quotes_are_frozen"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reckoning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                ("first_day", models.DateField(verbose_name="from the day")),
                ("entered", models.JSONField(default=dict)),
                ("published_until", models.PositiveSmallIntegerField()),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("last", models.BigIntegerField(default=0)),
                ("read", models.PositiveIntegerField(default=0, verbose_name="tickets read")),
                ("moved", models.PositiveIntegerField(default=0, verbose_name="of them changed")),
            ],
            options={
                "verbose_name": "working calendar read anew",
                "verbose_name_plural": "working calendar read anew",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("moved__lte", models.F("read"))),
                        name="reckoning_moves_what_it_reads",
                    )
                ],
            },
        ),
    ]
