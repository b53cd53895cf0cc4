"""What must be on hand before somebody leaves for a machine (D6)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0011_hard_cases_are_referred"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PreparationItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("check", "Check"), ("part", "Part"), ("tool", "Tool")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="what")),
                ("part_number", models.CharField(blank=True, max_length=40, verbose_name="part number")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=2, default=1, max_digits=6, verbose_name="quantity"),
                ),
                ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                ("is_needed", models.BooleanField(default=True, verbose_name="must be on hand")),
                ("is_ready", models.BooleanField(default=False, verbose_name="on hand")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="where from")),
                ("cases", models.PositiveIntegerField(blank=True, null=True, verbose_name="cases")),
                ("of_cases", models.PositiveIntegerField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ready_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preparation",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of a preparation",
                "verbose_name_plural": "items of preparations",
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "name"), name="preparation_once_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["check", "part", "tool"])),
                        name="preparation_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0)), name="preparation_quantity_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_ready", True), ("ready_at__isnull", False)),
                            models.Q(
                                ("is_ready", False), ("ready_at__isnull", True), ("ready_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="preparation_ready_at_iff_ready",
                    ),
                ],
            },
        ),
    ]
