"""What is wrong, why and what helps as reference data; tickets and records name it (D6, D13)."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly
from records.kept import Marked


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0004_papers_have_scans"),
        ("equipment", "0006_maintenance"),
        ("records", "0004_audit_knows_scans"),
        ("tickets", "0007_signed_records_stay_as_they_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FaultCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
            ],
            options={
                "verbose_name": "cause of a fault",
                "verbose_name_plural": "causes of faults",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FaultClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
            ],
            options={
                "verbose_name": "fault class",
                "verbose_name_plural": "fault classes",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FaultRemedy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
            ],
            options={
                "verbose_name": "remedy of a cause",
                "verbose_name_plural": "remedies of causes",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalFaultCause",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("code", models.CharField(db_index=True, max_length=60, verbose_name="code")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical cause of a fault",
                "verbose_name_plural": "historical causes of faults",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFaultClass",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("code", models.CharField(db_index=True, max_length=60, verbose_name="code")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical fault class",
                "verbose_name_plural": "historical fault classes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFaultClass_products",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
            ],
            options={
                "verbose_name": "HistoricalFaultClass_products",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFaultRemedy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("code", models.CharField(db_index=True, max_length=60, verbose_name="code")),
                ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
            ],
            options={
                "verbose_name": "historical remedy of a cause",
                "verbose_name_plural": "historical remedies of causes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RemoveConstraint(
            model_name="ticketevent",
            name="ticket_event_step_is_known",
        ),
        migrations.AlterField(
            model_name="ticketevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("open", "Opened"),
                    ("offer", "Offered"),
                    ("accept", "Accepted"),
                    ("refuse", "Refused"),
                    ("lapse", "Not answered in time"),
                    ("assign", "Assigned"),
                    ("appoint", "Appointment agreed"),
                    ("confirm", "Appointment confirmed"),
                    ("call_off", "Appointment called off"),
                    ("wait", "Waiting"),
                    ("chase", "Asked after"),
                    ("resume", "Resumed"),
                    ("promise", "Answer promised"),
                    ("answer", "Answer given"),
                    ("depart", "On the way"),
                    ("arrive", "Arrived"),
                    ("record", "Service recorded"),
                    ("solve", "Solved without a trip"),
                    ("reopen", "Reopened"),
                    ("close", "Closed"),
                    ("cancel", "Cancelled"),
                    ("prioritize", "Priority set"),
                    ("classify", "Fault class set"),
                    ("merge", "Merged into another"),
                    ("quote", "Quote sent"),
                    ("agree", "Quote agreed to"),
                    ("decline", "Quote declined"),
                    ("withdraw", "Quote withdrawn"),
                    ("expire", "Quote not answered in time"),
                    ("warn", "Warned"),
                    ("escalate", "Escalated"),
                    ("import", "Imported"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "target__in",
                        [
                            "new",
                            "offered",
                            "accepted",
                            "assigned",
                            "waiting",
                            "resolved",
                            "closed",
                            "cancelled",
                        ],
                    ),
                    (
                        "verb__in",
                        [
                            "open",
                            "offer",
                            "accept",
                            "refuse",
                            "lapse",
                            "assign",
                            "appoint",
                            "confirm",
                            "call_off",
                            "wait",
                            "chase",
                            "resume",
                            "promise",
                            "answer",
                            "depart",
                            "arrive",
                            "record",
                            "solve",
                            "reopen",
                            "close",
                            "cancel",
                            "prioritize",
                            "classify",
                            "merge",
                            "quote",
                            "agree",
                            "decline",
                            "withdraw",
                            "expire",
                            "warn",
                            "escalate",
                            "import",
                        ],
                    ),
                ),
                name="ticket_event_step_is_known",
            ),
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="cause",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="tickets.faultcause",
                verbose_name="cause",
            ),
        ),
        migrations.AddField(
            model_name="faultclass",
            name="import_run",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.importrun",
                verbose_name="made by import",
            ),
        ),
        migrations.AddField(
            model_name="faultclass",
            name="products",
            field=models.ManyToManyField(
                blank=True,
                help_text="Leave it empty where it holds for every model.",
                related_name="+",
                to="equipment.product",
                verbose_name="models",
            ),
        ),
        migrations.AddField(
            model_name="faultcause",
            name="fault_class",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="causes",
                to="tickets.faultclass",
                verbose_name="fault class",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="fault_class",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tickets",
                to="tickets.faultclass",
                verbose_name="fault class",
            ),
        ),
        migrations.AddField(
            model_name="faultremedy",
            name="cause",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remedies",
                to="tickets.faultcause",
                verbose_name="cause",
            ),
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="remedy",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="tickets.faultremedy",
                verbose_name="remedy",
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultcause",
            name="fault_class",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="tickets.faultclass",
                verbose_name="fault class",
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultcause",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultclass",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultclass",
            name="import_run",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.importrun",
                verbose_name="made by import",
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultclass_products",
            name="faultclass",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="tickets.faultclass",
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultclass_products",
            name="history",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="tickets.historicalfaultclass",
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultclass_products",
            name="product",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_tablespace="",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="equipment.product",
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultremedy",
            name="cause",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="tickets.faultcause",
                verbose_name="cause",
            ),
        ),
        migrations.AddField(
            model_name="historicalfaultremedy",
            name="history_user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="faultclass",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__contains", "/"), _negated=True),
                name="faultclass_code_fits_an_address",
                violation_error_message="A code has no slash: addresses are made of it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="faultcause",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__contains", "/"), _negated=True),
                name="faultcause_code_fits_an_address",
                violation_error_message="A code has no slash: addresses are made of it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="faultremedy",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__contains", "/"), _negated=True),
                name="faultremedy_code_fits_an_address",
                violation_error_message="A code has no slash: addresses are made of it.",
            ),
        ),
        # the table of the steps was made anew
        AppendOnly("tickets_ticketevent"),
        Marked("tickets_faultclass"),
    ]
