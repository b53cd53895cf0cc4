"""Day plans of engineers, their jobs and the steps of each, which only grow (D18)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0004_papers_have_scans"),
        ("tickets", "0012_trips_are_prepared"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DayPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("on", models.DateField(verbose_name="day")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "dealer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.dealer",
                        verbose_name="dealer",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="day_plans",
                        to="dealers.servicestaff",
                        verbose_name="engineer",
                    ),
                ),
            ],
            options={
                "verbose_name": "day plan",
                "verbose_name_plural": "day plans",
            },
        ),
        migrations.CreateModel(
            name="DayPlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed time"),
                            ("carried", "From an earlier day"),
                            ("due", "Due"),
                            ("added", "Came in that day"),
                            ("worked", "Done beside the plan"),
                        ],
                        max_length=8,
                        verbose_name="why it is planned",
                    ),
                ),
                ("begins_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Open"),
                            ("done", "Done"),
                            ("carried_over", "Carried over"),
                            ("dropped", "Dropped"),
                        ],
                        default="planned",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("earlier_job", "An earlier job took longer"),
                            ("part", "A part is missing"),
                            ("customer", "The customer asked for another time"),
                            ("site", "No access to the machine"),
                            ("support", "Technical support is needed"),
                            ("urgent", "An urgent job came between"),
                            ("weather", "Weather or road"),
                            ("other", "Something else"),
                            ("none_given", "No reason given"),
                            ("given_away", "Given to somebody else"),
                            ("cancelled", "The ticket was cancelled"),
                            ("done_before", "Done on an earlier day"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                ("carried_to", models.DateField(blank=True, null=True, verbose_name="carried over to")),
                (
                    "explained_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reason given later at"),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="carried_into",
                        to="tickets.dayplanitem",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="tickets.dayplan",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="day_items",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "job of a day plan",
                "verbose_name_plural": "jobs of day plans",
            },
        ),
        migrations.CreateModel(
            name="DayPlanEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("join", "Put into the plan"),
                            ("finish", "Done"),
                            ("reopen", "Taken up again"),
                            ("carry", "Carried over"),
                            ("drop", "Dropped"),
                            ("find", "Found done that day, told later"),
                            ("explain", "Reason given later"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("planned", "Open"),
                            ("done", "Done"),
                            ("carried_over", "Carried over"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=12,
                        verbose_name="from state",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("planned", "Open"),
                            ("done", "Done"),
                            ("carried_over", "Carried over"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=12,
                        verbose_name="to state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("earlier_job", "An earlier job took longer"),
                            ("part", "A part is missing"),
                            ("customer", "The customer asked for another time"),
                            ("site", "No access to the machine"),
                            ("support", "Technical support is needed"),
                            ("urgent", "An urgent job came between"),
                            ("weather", "Weather or road"),
                            ("other", "Something else"),
                            ("none_given", "No reason given"),
                            ("given_away", "Given to somebody else"),
                            ("cancelled", "The ticket was cancelled"),
                            ("done_before", "Done on an earlier day"),
                        ],
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("received_at", models.DateTimeField(verbose_name="received")),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="tickets.dayplanitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a day plan",
                "verbose_name_plural": "steps of day plans",
            },
        ),
        migrations.AddIndex(
            model_name="dayplan",
            index=models.Index(fields=["-on", "-id"], name="day_plan_newest_first"),
        ),
        migrations.AddIndex(
            model_name="dayplan",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)), fields=["on"], name="day_plan_open_by_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="dayplan",
            constraint=models.UniqueConstraint(fields=("staff", "on"), name="day_plan_once_a_person_and_day"),
        ),
        migrations.AddConstraint(
            model_name="dayplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", False), ("closed_by__isnull", True), _connector="OR"
                ),
                name="day_plan_closed_by_iff_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayplanitem",
            constraint=models.UniqueConstraint(fields=("plan", "ticket"), name="day_item_once_a_plan"),
        ),
        migrations.AddConstraint(
            model_name="dayplanitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ["agreed", "carried", "due", "added", "worked"])),
                name="day_item_origin_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayplanitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("carried_to", None), ("done_at", None), ("reason", ""), ("state", "planned")),
                    models.Q(("done_at__isnull", False), ("state", "done")),
                    models.Q(
                        ("carried_to__isnull", False),
                        ("done_at", None),
                        (
                            "reason__in",
                            [
                                "earlier_job",
                                "part",
                                "customer",
                                "site",
                                "support",
                                "urgent",
                                "weather",
                                "other",
                                "none_given",
                            ],
                        ),
                        ("state", "carried_over"),
                    ),
                    models.Q(
                        ("carried_to", None),
                        ("done_at", None),
                        ("reason__in", ["given_away", "cancelled", "done_before"]),
                        ("state", "dropped"),
                    ),
                    _connector="OR",
                ),
                name="day_item_says_what_its_state_asks",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayplanitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("begins_at", None), ("ends_at", None)),
                    ("ends_at__gt", models.F("begins_at")),
                    _connector="OR",
                ),
                name="day_item_window_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="dayplanevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target__in", ["planned", "done", "carried_over", "dropped"]),
                    ("verb__in", ["join", "finish", "reopen", "carry", "drop", "find", "explain"]),
                ),
                name="day_event_step_is_known",
            ),
        ),
        AppendOnly("tickets_dayplanevent"),
    ]
