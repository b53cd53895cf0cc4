"""Maintenance plans of models, copied to each unit, and what of them was done (C5)."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("equipment", "0005_service_contracts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalProductMaintenance",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                (
                    "is_first",
                    models.BooleanField(
                        default=False,
                        help_text="It is done once, counted from the start of use.",
                        verbose_name="first maintenance",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="every so many months"
                    ),
                ),
                (
                    "hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="every so many operating hours"
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[
                            ("last_done", "From the last one done"),
                            ("plan", "By the plan, whenever it was done"),
                        ],
                        default="last_done",
                        max_length=10,
                        verbose_name="counted",
                    ),
                ),
                (
                    "checks_zh",
                    models.TextField(
                        blank=True,
                        help_text="One point a line, each once.",
                        verbose_name="what is done, in Chinese",
                    ),
                ),
                ("checks_en", models.TextField(blank=True, verbose_name="what is done, in English")),
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
                "verbose_name": "historical maintenance of a model",
                "verbose_name_plural": "historical maintenance plan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Maintenance",
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
                (
                    "is_first",
                    models.BooleanField(
                        default=False,
                        help_text="It is done once, counted from the start of use.",
                        verbose_name="first maintenance",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="every so many months"
                    ),
                ),
                (
                    "hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="every so many operating hours"
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[
                            ("last_done", "From the last one done"),
                            ("plan", "By the plan, whenever it was done"),
                        ],
                        default="last_done",
                        max_length=10,
                        verbose_name="counted",
                    ),
                ),
                (
                    "checks_zh",
                    models.TextField(
                        blank=True,
                        help_text="One point a line, each once.",
                        verbose_name="what is done, in Chinese",
                    ),
                ),
                ("checks_en", models.TextField(blank=True, verbose_name="what is done, in English")),
                ("copied_at", models.DateTimeField(verbose_name="recorded")),
                ("counted_on", models.DateField(blank=True, null=True, verbose_name="counted from")),
                ("times", models.PositiveIntegerField(default=0)),
                (
                    "hours_limit",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="due at operating hours"),
                ),
                ("opens_on", models.DateField(blank=True, null=True, verbose_name="may be done from")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="to be done by")),
                ("editions", models.PositiveSmallIntegerField(default=0)),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maintenance",
                        to="equipment.equipment",
                    ),
                ),
            ],
            options={
                "verbose_name": "maintenance of a unit",
                "verbose_name_plural": "maintenance of units",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MaintenanceDone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("done_on", models.DateField(verbose_name="done on")),
                ("ticket", models.CharField(blank=True, max_length=20, verbose_name="ticket")),
                (
                    "note",
                    models.CharField(blank=True, max_length=300, verbose_name="by whom, and how it is known"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "withdrawn_because",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was withdrawn"),
                ),
                (
                    "maintenance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="done",
                        to="equipment.maintenance",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                "verbose_name": "maintenance done",
                "verbose_name_plural": "maintenance done",
            },
        ),
        migrations.CreateModel(
            name="ProductMaintenance",
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
                (
                    "is_first",
                    models.BooleanField(
                        default=False,
                        help_text="It is done once, counted from the start of use.",
                        verbose_name="first maintenance",
                    ),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="every so many months"
                    ),
                ),
                (
                    "hours",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="every so many operating hours"
                    ),
                ),
                (
                    "counts",
                    models.CharField(
                        choices=[
                            ("last_done", "From the last one done"),
                            ("plan", "By the plan, whenever it was done"),
                        ],
                        default="last_done",
                        max_length=10,
                        verbose_name="counted",
                    ),
                ),
                (
                    "checks_zh",
                    models.TextField(
                        blank=True,
                        help_text="One point a line, each once.",
                        verbose_name="what is done, in Chinese",
                    ),
                ),
                ("checks_en", models.TextField(blank=True, verbose_name="what is done, in English")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="maintenance",
                        to="equipment.product",
                        verbose_name="model",
                    ),
                ),
            ],
            options={
                "verbose_name": "maintenance of a model",
                "verbose_name_plural": "maintenance plan",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="maintenance",
            index=models.Index(
                condition=models.Q(("opens_on__isnull", False)),
                fields=["opens_on", "id"],
                name="maintenance_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="maintenance",
            index=models.Index(
                condition=models.Q(("closes_on__isnull", False)),
                fields=["closes_on", "id"],
                name="maintenance_overdue_first",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__isnull", False), ("hours__isnull", False), _connector="OR"),
                name="maintenance_by_months_or_hours",
                violation_error_message="Write after how many months or operating hours it is due.",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__isnull", True), ("months__range", (1, 120)), _connector="OR"),
                name="maintenance_months_can_be_meant",
                violation_error_message="Months are from 1 to 120, or left empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__isnull", True), ("hours__range", (10, 100000)), _connector="OR"),
                name="maintenance_hours_can_be_meant",
                violation_error_message="Operating hours are from 10 to 100,000, or left empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts__in", ["last_done", "plan"])), name="maintenance_counts_as_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenance",
            constraint=models.UniqueConstraint(fields=("equipment", "code"), name="maintenance_copied_once"),
        ),
        migrations.AddConstraint(
            model_name="maintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("counted_on__isnull", True),
                        ("due_on__isnull", True),
                        ("hours_limit__isnull", True),
                        ("opens_on__isnull", True),
                        ("times", 0),
                    ),
                    models.Q(("counted_on__isnull", False), ("times__gt", 0)),
                    _connector="OR",
                ),
                name="maintenance_turn_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closes_on__isnull", True), ("due_on__isnull", True)),
                    models.Q(
                        ("closes_on__gte", models.F("due_on")),
                        ("closes_on__isnull", False),
                        ("due_on__isnull", False),
                        ("opens_on__isnull", False),
                        ("opens_on__lte", models.F("due_on")),
                    ),
                    _connector="OR",
                ),
                name="maintenance_window_in_order",
            ),
        ),
        migrations.AddIndex(
            model_name="maintenancedone",
            index=models.Index(fields=["-done_on", "-id"], name="maintenance_done_newest_first"),
        ),
        migrations.AddIndex(
            model_name="maintenancedone",
            index=models.Index(
                condition=models.Q(("ticket", ""), _negated=True),
                fields=["ticket"],
                name="maintenance_done_by_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenancedone",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("maintenance", "done_on"),
                name="maintenance_done_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenancedone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ticket", ""), _negated=True),
                    models.Q(models.Q(("note", ""), _negated=True), ("recorded_by__isnull", False)),
                    _connector="OR",
                ),
                name="maintenance_done_by_hand_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="maintenancedone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_because", ""),
                        ("withdrawn_by__isnull", True),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="maintenance_done_withdrawn_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="productmaintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__isnull", False), ("hours__isnull", False), _connector="OR"),
                name="productmaintenance_by_months_or_hours",
                violation_error_message="Write after how many months or operating hours it is due.",
            ),
        ),
        migrations.AddConstraint(
            model_name="productmaintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("months__isnull", True), ("months__range", (1, 120)), _connector="OR"),
                name="productmaintenance_months_can_be_meant",
                violation_error_message="Months are from 1 to 120, or left empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="productmaintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours__isnull", True), ("hours__range", (10, 100000)), _connector="OR"),
                name="productmaintenance_hours_can_be_meant",
                violation_error_message="Operating hours are from 10 to 100,000, or left empty.",
            ),
        ),
        migrations.AddConstraint(
            model_name="productmaintenance",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts__in", ["last_done", "plan"])),
                name="productmaintenance_counts_as_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="productmaintenance",
            constraint=models.UniqueConstraint(
                fields=("product", "code"),
                name="product_maintenance_once",
                violation_error_message="This model has a maintenance of that code already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="productmaintenance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_first", True)),
                fields=("product",),
                name="product_maintenance_one_first",
                violation_error_message="A model has one first maintenance. Make the other a regular one.",
            ),
        ),
    ]
