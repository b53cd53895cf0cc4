"""What units are covered for, copied from their models, and what moves the end of it (C4)."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_roles"),
        ("equipment", "0003_numbers_are_confirmed"),
        ("records", "0002_rules_of_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="HistoricalProductPart",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("months", models.PositiveSmallIntegerField(verbose_name="warranty in months")),
                (
                    "hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="at most operating hours"
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="equipment.product",
                        verbose_name="model",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical part with its own warranty",
                "verbose_name_plural": "historical parts with their own warranty",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HourReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("read_on", models.DateField(verbose_name="read on")),
                ("meter", models.PositiveIntegerField(verbose_name="meter shows")),
                ("hours", models.PositiveIntegerField(verbose_name="operating hours")),
                ("is_new_meter", models.BooleanField(default=False, verbose_name="new meter")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was withdrawn"),
                ),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hour_readings",
                        to="equipment.equipment",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of operating hours",
                "verbose_name_plural": "readings of operating hours",
                "indexes": [models.Index(fields=["equipment", "read_on"], name="hour_readings_in_order")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("equipment", "read_on", "hours"),
                        name="hour_reading_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", True),
                                ("withdrawn_because", ""),
                                ("withdrawn_by__isnull", True),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hour_reading_withdrawn_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__gte", models.F("meter"))),
                        name="hour_reading_never_below_its_meter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("months", models.PositiveSmallIntegerField(verbose_name="warranty in months")),
                (
                    "hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="at most operating hours"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="equipment.product",
                        verbose_name="model",
                    ),
                ),
            ],
            options={
                "verbose_name": "part with its own warranty",
                "verbose_name_plural": "parts with their own warranty",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("product", "code"),
                        name="product_part_once",
                        violation_error_message="This model has a part of that code already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("months__gt", 0)),
                        name="product_part_has_months",
                        violation_error_message="A warranty has at least one month.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours__isnull", True), ("hours__gt", 0), _connector="OR"),
                        name="product_part_hours_above_zero",
                        violation_error_message="Leave the operating hours empty, or write a number above 0.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="ticket")),
                ("from_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(verbose_name="until")),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="repair_times",
                        to="equipment.equipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "time in repair",
                "verbose_name_plural": "times in repair",
                "constraints": [
                    models.UniqueConstraint(fields=("equipment", "number"), name="repair_time_once_a_ticket"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="repair_time_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Warranty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=40, verbose_name="code of the part")),
                ("name_zh", models.CharField(blank=True, max_length=40, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("months", models.PositiveSmallIntegerField(verbose_name="months")),
                (
                    "hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="at most operating hours"
                    ),
                ),
                ("copied_at", models.DateTimeField(verbose_name="recorded")),
                ("replaced_on", models.DateField(blank=True, null=True, verbose_name="part replaced on")),
                (
                    "replaced_at_hours",
                    models.PositiveIntegerField(default=0, verbose_name="operating hours at the replacement"),
                ),
                (
                    "replaced_in",
                    models.CharField(blank=True, max_length=20, verbose_name="replaced in ticket"),
                ),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="warranties",
                        to="equipment.equipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "warranty of a unit",
                "verbose_name_plural": "warranties of units",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_on__isnull", True)),
                        fields=("equipment", "part"),
                        name="warranty_copied_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_on__isnull", False)),
                        fields=("equipment", "part", "replaced_in"),
                        name="warranty_of_a_replaced_part_once",
                    ),
                    models.CheckConstraint(condition=models.Q(("months__gt", 0)), name="warranty_has_months"),
                    models.CheckConstraint(
                        condition=models.Q(("hours__isnull", True), ("hours__gt", 0), _connector="OR"),
                        name="warranty_hours_above_zero",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("replaced_at_hours", 0), ("replaced_in", ""), ("replaced_on__isnull", True)
                            ),
                            models.Q(
                                ("replaced_on__isnull", False),
                                models.Q(("replaced_in", ""), _negated=True),
                                models.Q(("part", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="warranty_replaced_part_is_named",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="equipment",
            name="warranty_ends_on",
            field=models.DateField(blank=True, null=True, verbose_name="warranty ends on"),
        ),
        migrations.AddField(
            model_name="historicalproduct",
            name="warranty_hours",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Empty: only the months count.",
                null=True,
                verbose_name="at most operating hours",
            ),
        ),
        migrations.AddField(
            model_name="product",
            name="warranty_hours",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Empty: only the months count.",
                null=True,
                verbose_name="at most operating hours",
            ),
        ),
        migrations.AddIndex(
            model_name="equipment",
            index=models.Index(fields=["warranty_ends_on"], name="unit_by_end_of_warranty"),
        ),
        migrations.AddConstraint(
            model_name="equipment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("installed_on__isnull", True), ("warranty_ends_on__isnull", True)),
                    models.Q(("installed_on__isnull", False), ("warranty_ends_on__isnull", False)),
                    _connector="OR",
                ),
                name="unit_warranty_iff_installed",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(("warranty_months__gt", 0)),
                name="product_warranty_has_months",
                violation_error_message="A warranty has at least one month.",
            ),
        ),
        migrations.AddConstraint(
            model_name="product",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("warranty_hours__isnull", True), ("warranty_hours__gt", 0), _connector="OR"
                ),
                name="product_warranty_hours_above_zero",
                violation_error_message="Leave the operating hours empty, or write a number above 0.",
            ),
        ),
        AppendOnly("equipment_warranty"),
    ]
