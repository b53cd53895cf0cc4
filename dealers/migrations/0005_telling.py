"""Each person chooses how to be told; the choices are kept in memory while they stand."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.kept import Marked


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0004_kept_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalTelling",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English")],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("masked_mobile", models.CharField(blank=True, max_length=20, verbose_name="mobile")),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet until")),
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical way of telling",
                "verbose_name_plural": "historical ways of telling",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English")],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("sealed_mobile", models.TextField(blank=True)),
                ("masked_mobile", models.CharField(blank=True, max_length=20, verbose_name="mobile")),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet until")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="telling",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "way of telling",
                "verbose_name_plural": "ways of telling",
            },
        ),
        migrations.CreateModel(
            name="HistoricalTellingWay",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("offered", "A ticket is offered to us"),
                            ("assigned", "A ticket is given to me"),
                            ("answered", "The customer has answered a quote"),
                            ("times", "A promised time runs out"),
                            ("escalated", "A promised time has passed"),
                        ],
                        max_length=10,
                        verbose_name="events",
                    ),
                ),
                ("on_page", models.BooleanField(verbose_name="on the page")),
                ("by_email", models.BooleanField(verbose_name="by e-mail")),
                ("by_sms", models.BooleanField(verbose_name="by SMS")),
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
                    "telling",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dealers.telling",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical ways of a group of events",
                "verbose_name_plural": "historical ways of groups of events",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="TellingWay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("offered", "A ticket is offered to us"),
                            ("assigned", "A ticket is given to me"),
                            ("answered", "The customer has answered a quote"),
                            ("times", "A promised time runs out"),
                            ("escalated", "A promised time has passed"),
                        ],
                        max_length=10,
                        verbose_name="events",
                    ),
                ),
                ("on_page", models.BooleanField(verbose_name="on the page")),
                ("by_email", models.BooleanField(verbose_name="by e-mail")),
                ("by_sms", models.BooleanField(verbose_name="by SMS")),
                (
                    "telling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ways", to="dealers.telling"
                    ),
                ),
            ],
            options={
                "verbose_name": "ways of a group of events",
                "verbose_name_plural": "ways of groups of events",
            },
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["zh-hans", "en"])), name="telling_language_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("masked_mobile", ""), ("sealed_mobile", "")),
                    models.Q(
                        models.Q(("sealed_mobile", ""), _negated=True),
                        models.Q(("masked_mobile", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="telling_mobile_is_masked_iff_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="telling",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                    models.Q(
                        ("quiet_from__isnull", False),
                        ("quiet_until__isnull", False),
                        models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="telling_quiet_hours_are_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="tellingway",
            constraint=models.UniqueConstraint(fields=("telling", "group"), name="telling_way_once_a_group"),
        ),
        migrations.AddConstraint(
            model_name="tellingway",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__in", ["offered", "assigned", "answered", "times", "escalated"])),
                name="telling_way_group_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tellingway",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group__in", ["escalated", "times"]), _negated=True),
                    ("on_page", True),
                    ("by_email", True),
                    ("by_sms", True),
                    _connector="OR",
                ),
                name="telling_way_of_warnings_stays_open",
                violation_error_message="Warnings can't be switched off wholly. Leave at least one way.",
            ),
        ),
        Marked("dealers_telling"),
        Marked("dealers_tellingway"),
    ]
