"""Which turns of maintenance have become tickets, and the channel by which they came (C5)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0004_papers_have_scans"),
        ("equipment", "0006_maintenance"),
        ("records", "0004_audit_knows_scans"),
        ("regulation", "0003_first_version"),
        ("tickets", "0004_tickets_know_contracts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MaintenanceTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_on", models.DateField(verbose_name="counted from")),
                ("times", models.PositiveIntegerField()),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
            ],
            options={
                "verbose_name": "turn of a maintenance",
                "verbose_name_plural": "turns of maintenance",
            },
        ),
        migrations.RemoveConstraint(
            model_name="ticket",
            name="ticket_channel_is_known",
        ),
        migrations.AlterField(
            model_name="ticket",
            name="channel",
            field=models.CharField(
                choices=[
                    ("hotline", "Hotline"),
                    ("dealer", "Dealer online"),
                    ("qr", "QR code"),
                    ("email", "E-mail"),
                    ("letter", "Letter"),
                    ("walk_in", "Walk-in"),
                    ("social", "Social account"),
                    ("visit", "Our call"),
                    ("plan", "Maintenance plan"),
                    ("import", "Import"),
                ],
                max_length=10,
                verbose_name="channel",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "channel__in",
                        [
                            "hotline",
                            "dealer",
                            "qr",
                            "email",
                            "letter",
                            "walk_in",
                            "social",
                            "visit",
                            "plan",
                            "import",
                        ],
                    )
                ),
                name="ticket_channel_is_known",
            ),
        ),
        migrations.AddField(
            model_name="maintenanceturn",
            name="maintenance",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="equipment.maintenance"
            ),
        ),
        migrations.AddField(
            model_name="maintenanceturn",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="maintenance_turns",
                to="tickets.ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenanceturn",
            constraint=models.UniqueConstraint(
                fields=("maintenance", "counted_on", "times"), name="maintenance_turn_has_one_ticket"
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenanceturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("times__gt", 0)), name="maintenance_turn_is_counted"
            ),
        ),
    ]
