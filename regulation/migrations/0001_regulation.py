"""Versions of the regulation with their clauses, service levels and special days."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="RegulationVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("reviewed", "Reviewed"),
                                    ("approved", "Approved"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("in_force_from", models.DateField(verbose_name="in force from")),
                        ("parameters", models.JSONField(verbose_name="parameters")),
                        ("reason", models.TextField(blank=True, verbose_name="what changes and why")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="drafted by",
                            ),
                        ),
                        ("drafted_at", models.DateTimeField()),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reviewed by",
                            ),
                        ),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approved by",
                            ),
                        ),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "review_due_on",
                            models.DateField(blank=True, null=True, verbose_name="to be reviewed again by"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "version of the regulation",
                        "verbose_name_plural": "versions of the regulation",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["draft", "reviewed", "approved"])),
                                name="version_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_at__isnull", False), ("status", "approved")),
                                    models.Q(
                                        models.Q(("status", "approved"), _negated=True),
                                        ("approved_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="version_approved_at_iff_approved",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "approved")),
                                fields=("in_force_from",),
                                name="version_alone_on_its_day",
                                violation_error_message="Another approved version takes effect on that day. Choose another day.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Clause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "regulation_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clauses",
                                to="regulation.regulationversion",
                            ),
                        ),
                        ("code", models.CharField(max_length=10, verbose_name="requirement")),
                        ("name_zh", models.CharField(max_length=20, verbose_name="name in Chinese")),
                        ("name_en", models.CharField(max_length=40, verbose_name="name in English")),
                        ("sources", models.JSONField(default=list, verbose_name="sources")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        ("chapter_zh", models.CharField(max_length=40)),
                        ("chapter_en", models.CharField(max_length=60)),
                        ("text_zh", models.TextField(verbose_name="text in Chinese")),
                        ("text_en", models.TextField(verbose_name="text in English")),
                    ],
                    options={
                        "verbose_name": "clause",
                        "verbose_name_plural": "clauses",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regulation_version", "code"), name="clause_once_a_version"
                            ),
                            models.UniqueConstraint(
                                fields=("regulation_version", "position"), name="clause_has_its_own_position"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ServiceLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "regulation_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="levels",
                                to="regulation.regulationversion",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        ("code", models.SlugField(max_length=20, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=20, verbose_name="name in Chinese")),
                        ("name_en", models.CharField(max_length=40, verbose_name="name in English")),
                        ("conditions", models.JSONField(blank=True, default=dict, verbose_name="conditions")),
                        ("targets", models.JSONField(verbose_name="targets")),
                    ],
                    options={
                        "verbose_name": "service level",
                        "verbose_name_plural": "service levels",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("regulation_version", "code"), name="level_once_a_version"
                            ),
                            models.UniqueConstraint(
                                fields=("regulation_version", "position"), name="level_has_its_own_position"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "regulation_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="regulation.regulationversion",
                                verbose_name="version",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("draft", "Drafted"),
                                    ("edit", "Changed"),
                                    ("review", "Reviewed"),
                                    ("return", "Returned"),
                                    ("approve", "Approved"),
                                ],
                                max_length=10,
                                verbose_name="what",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="notes")),
                        ("changes", models.JSONField(blank=True, default=dict, verbose_name="changes")),
                    ],
                    options={
                        "verbose_name": "step of a version",
                        "verbose_name_plural": "steps of versions",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verb__in", ["draft", "edit", "review", "return", "approve"])
                                ),
                                name="version_verb_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("is_workday", models.BooleanField(verbose_name="is a working day")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "special day",
                        "verbose_name_plural": "special days",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSpecialDay",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(db_index=True, verbose_name="day")),
                        ("is_workday", models.BooleanField(verbose_name="is a working day")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
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
                    ],
                    options={
                        "verbose_name": "historical special day",
                        "verbose_name_plural": "historical special days",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        )
    ]
