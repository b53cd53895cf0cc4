"""Answers of headquarters to hard cases are among the news that people choose ways for (D9, D20)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0004_papers_have_scans"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicaltellingway",
            name="group",
            field=models.CharField(
                choices=[
                    ("offered", "A ticket is offered to us"),
                    ("assigned", "A ticket or a hard case is given to me"),
                    ("answered", "A quote or a hard case is answered"),
                    ("records", "Service records are returned or not back"),
                    ("times", "A promised time runs out"),
                    ("escalated", "A promised time has passed"),
                ],
                max_length=10,
                verbose_name="events",
            ),
        ),
        migrations.AlterField(
            model_name="tellingway",
            name="group",
            field=models.CharField(
                choices=[
                    ("offered", "A ticket is offered to us"),
                    ("assigned", "A ticket or a hard case is given to me"),
                    ("answered", "A quote or a hard case is answered"),
                    ("records", "Service records are returned or not back"),
                    ("times", "A promised time runs out"),
                    ("escalated", "A promised time has passed"),
                ],
                max_length=10,
                verbose_name="events",
            ),
        ),
    ]
