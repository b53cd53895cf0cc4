"""Days of regions with their lines; what was confirmed never changes, later news only grow (D16)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly
from records.frozen import FrozenFacts, FrozenLines


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0006_regions_have_heads"),
        ("reports", "0001_maker_proposals"),
        ("tickets", "0002_rules_of_the_database"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("on", models.DateField(verbose_name="day")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Not confirmed"), ("confirmed", "Confirmed")],
                        default="open",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("remark", models.TextField(blank=True, max_length=1000, verbose_name="remark")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="confirmed at")),
                ("reckoned_at", models.DateTimeField(blank=True, null=True, verbose_name="as of")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="reminded at")),
                ("escalated_at", models.DateTimeField(blank=True, null=True, verbose_name="escalated at")),
                ("seen_step", models.BigIntegerField(default=0)),
                ("marked_step", models.BigIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmed by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="daily_reports",
                        to="dealers.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "daily report",
                "verbose_name_plural": "daily reports",
            },
        ),
        migrations.CreateModel(
            name="DailyReportChange",
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
                        choices=[
                            ("installation_guidance", "Installation guidance"),
                            ("installation", "Installation"),
                            ("repair", "Repair on site"),
                            ("carry_in_repair", "Carry-in repair"),
                            ("remote_support", "Remote support"),
                            ("maintenance", "Maintenance"),
                            ("consultation", "Consultation"),
                            ("operator_training", "Operator training"),
                            ("upgrade", "System upgrade"),
                            ("inspection", "Inspection"),
                            ("complaint", "Complaint"),
                            ("quality_problem", "Major quality problem"),
                            ("safety_incident", "Safety incident"),
                            ("return_or_exchange", "Return or exchange"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                ("was_open", models.BooleanField(default=False)),
                (
                    "entered",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("came_in", "Came in"),
                            ("reopened", "Reopened"),
                            ("taken_over", "Taken over"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "left",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "Resolved"),
                            ("cancelled", "Cancelled"),
                            ("handed_on", "Handed on"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_open", models.BooleanField(default=False)),
                ("is_overdue", models.BooleanField(default=False)),
                ("is_closed", models.BooleanField(default=False)),
                ("found_at", models.DateTimeField(verbose_name="found at")),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.dealer",
                        verbose_name="dealer",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="reports.dailyreport",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "later news of a daily report",
                "verbose_name_plural": "later news of daily reports",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DailyReportLine",
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
                        choices=[
                            ("installation_guidance", "Installation guidance"),
                            ("installation", "Installation"),
                            ("repair", "Repair on site"),
                            ("carry_in_repair", "Carry-in repair"),
                            ("remote_support", "Remote support"),
                            ("maintenance", "Maintenance"),
                            ("consultation", "Consultation"),
                            ("operator_training", "Operator training"),
                            ("upgrade", "System upgrade"),
                            ("inspection", "Inspection"),
                            ("complaint", "Complaint"),
                            ("quality_problem", "Major quality problem"),
                            ("safety_incident", "Safety incident"),
                            ("return_or_exchange", "Return or exchange"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                ("was_open", models.BooleanField(default=False)),
                (
                    "entered",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("came_in", "Came in"),
                            ("reopened", "Reopened"),
                            ("taken_over", "Taken over"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "left",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "Resolved"),
                            ("cancelled", "Cancelled"),
                            ("handed_on", "Handed on"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_open", models.BooleanField(default=False)),
                ("is_overdue", models.BooleanField(default=False)),
                ("is_closed", models.BooleanField(default=False)),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.dealer",
                        verbose_name="dealer",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="reports.dailyreport",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a daily report",
                "verbose_name_plural": "lines of daily reports",
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="dailyreport",
            index=models.Index(fields=["-on", "-id"], name="daily_report_newest_first"),
        ),
        migrations.AddIndex(
            model_name="dailyreport",
            index=models.Index(
                condition=models.Q(("status", "open")), fields=["on"], name="daily_report_open_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreport",
            constraint=models.UniqueConstraint(
                fields=("region", "on"), name="daily_report_once_a_region_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["open", "confirmed"])), name="daily_report_status_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirmed_at__isnull", True),
                        ("confirmed_by__isnull", True),
                        ("remark", ""),
                        ("status", "open"),
                    ),
                    models.Q(
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        ("status", "confirmed"),
                    ),
                    _connector="OR",
                ),
                name="daily_report_confirmed_by_iff_confirmed",
            ),
        ),
        migrations.AddIndex(
            model_name="dailyreportchange",
            index=models.Index(fields=["found_at"], name="daily_change_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="dailyreportchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "installation_guidance",
                            "installation",
                            "repair",
                            "carry_in_repair",
                            "remote_support",
                            "maintenance",
                            "consultation",
                            "operator_training",
                            "upgrade",
                            "inspection",
                            "complaint",
                            "quality_problem",
                            "safety_incident",
                            "return_or_exchange",
                        ],
                    ),
                    ("entered__in", ["", "came_in", "reopened", "taken_over"]),
                    ("left__in", ["", "resolved", "cancelled", "handed_on"]),
                ),
                name="dailyreportchange_ways_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreportchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered", ""), ("is_open", True), ("left", ""), ("was_open", True)),
                    models.Q(
                        ("entered", ""),
                        ("is_open", False),
                        ("was_open", True),
                        models.Q(("left", ""), _negated=True),
                    ),
                    models.Q(
                        ("is_open", True),
                        ("left", ""),
                        ("was_open", False),
                        models.Q(("entered", ""), _negated=True),
                    ),
                    models.Q(
                        ("is_open", False),
                        ("was_open", False),
                        models.Q(("entered", ""), _negated=True),
                        models.Q(("left", ""), _negated=True),
                    ),
                    models.Q(("entered", ""), ("is_open", False), ("left", ""), ("was_open", False)),
                    _connector="OR",
                ),
                name="dailyreportchange_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreportchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_overdue", False), ("is_open", True), _connector="OR"),
                name="dailyreportchange_overdue_is_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreportline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "installation_guidance",
                            "installation",
                            "repair",
                            "carry_in_repair",
                            "remote_support",
                            "maintenance",
                            "consultation",
                            "operator_training",
                            "upgrade",
                            "inspection",
                            "complaint",
                            "quality_problem",
                            "safety_incident",
                            "return_or_exchange",
                        ],
                    ),
                    ("entered__in", ["", "came_in", "reopened", "taken_over"]),
                    ("left__in", ["", "resolved", "cancelled", "handed_on"]),
                ),
                name="dailyreportline_ways_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreportline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered", ""), ("is_open", True), ("left", ""), ("was_open", True)),
                    models.Q(
                        ("entered", ""),
                        ("is_open", False),
                        ("was_open", True),
                        models.Q(("left", ""), _negated=True),
                    ),
                    models.Q(
                        ("is_open", True),
                        ("left", ""),
                        ("was_open", False),
                        models.Q(("entered", ""), _negated=True),
                    ),
                    models.Q(
                        ("is_open", False),
                        ("was_open", False),
                        models.Q(("entered", ""), _negated=True),
                        models.Q(("left", ""), _negated=True),
                    ),
                    models.Q(("entered", ""), ("is_open", False), ("left", ""), ("was_open", False)),
                    _connector="OR",
                ),
                name="dailyreportline_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreportline",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_overdue", False), ("is_open", True), _connector="OR"),
                name="dailyreportline_overdue_is_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyreportline",
            constraint=models.UniqueConstraint(fields=("report", "ticket"), name="daily_line_once_a_ticket"),
        ),
        FrozenFacts(
            "reports_dailyreport",
            columns=("code", "region_id", '"on"', "status", "remark", "confirmed_at", "confirmed_by_id"),
            open_while="open",
        ),
        FrozenLines(
            "reports_dailyreportline", table="reports_dailyreport", by="report_id", open_while="open"
        ),
        AppendOnly("reports_dailyreportchange"),
    ]
