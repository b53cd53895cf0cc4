"""Who goes back to the customer, and when, and what they say."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dealers", "0001_people"),
        ("equipment", "0001_equipment"),
        ("regulation", "0001_regulation"),
        ("tickets", "0001_tickets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "equipment",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="plan",
                                to="equipment.equipment",
                                verbose_name="unit",
                            ),
                        ),
                        ("planned_until", models.DateField(db_index=True, verbose_name="planned until")),
                        (
                            "dealer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        ("installed_on", models.DateField(verbose_name="installed on")),
                        ("in_use_from", models.DateField(verbose_name="in use from")),
                        ("editions", models.PositiveIntegerField(verbose_name="versions known")),
                        ("planned_on", models.DateField(verbose_name="planned on")),
                    ],
                    options={
                        "verbose_name": "plan",
                        "verbose_name_plural": "plans",
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                        (
                            "equipment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="equipment.equipment",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="equipment.product",
                                verbose_name="model",
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="visits",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("one_week", "First call"),
                                    ("three_months", "Second call"),
                                    ("annual", "Annual call"),
                                    ("after_service", "Call after service"),
                                ],
                                max_length=16,
                                verbose_name="stage",
                            ),
                        ),
                        ("nth", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="turn")),
                        ("counted_on", models.DateField(verbose_name="day that decides the version")),
                        ("opens_on", models.DateField(verbose_name="opens on")),
                        ("due_on", models.DateField(verbose_name="due on")),
                        ("closes_on", models.DateField(verbose_name="closes on")),
                        (
                            "regulation_version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="regulation.regulationversion",
                                verbose_name="version of the regulation",
                            ),
                        ),
                        ("why", models.JSONField(default=dict, verbose_name="why")),
                        ("planned_at", models.DateTimeField(verbose_name="planned")),
                        ("is_provisional", models.BooleanField(default=False, verbose_name="provisional")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("done", "Done"),
                                    ("unreachable", "Not reached"),
                                    ("refused", "Refused"),
                                    ("lapsed", "Lapsed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "recorded_late",
                                        "The window had closed before the installation was recorded",
                                    ),
                                    ("attempts_used", "All attempts were made and nobody was reached"),
                                    ("customer_refused", "The customer did not want to talk"),
                                    ("fell_away", "The dates or rules no longer call for it"),
                                ],
                                max_length=20,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "leased_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="taken by",
                            ),
                        ),
                        (
                            "leased_until",
                            models.DateTimeField(blank=True, null=True, verbose_name="taken until"),
                        ),
                        (
                            "attempts_made",
                            models.PositiveSmallIntegerField(default=0, verbose_name="attempts made"),
                        ),
                        (
                            "call_again_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="call again at"),
                        ),
                        ("draft", models.JSONField(blank=True, default=dict, verbose_name="draft")),
                        (
                            "draft_saved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="draft saved"),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ended by",
                            ),
                        ),
                        (
                            "rating",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="rating"),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="notes")),
                        (
                            "opened_ticket",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.ticket",
                                verbose_name="ticket opened out of the call",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                    ],
                    options={
                        "verbose_name": "call",
                        "verbose_name_plural": "calls",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "planned")),
                                fields=["closes_on", "opens_on", "number"],
                                name="visit_calling_order",
                            ),
                            models.Index(fields=["status", "ended_on"], name="visit_by_month"),
                            models.Index(fields=["dealer", "status", "ended_on"], name="visit_of_a_dealer"),
                            models.Index(fields=["due_on"], name="visit_due_on"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("equipment", "rule", "nth"), name="visit_planned_once"
                            ),
                            models.UniqueConstraint(
                                fields=("ticket", "rule"), name="visit_after_service_planned_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("nth__isnull", True),
                                        ("rule", "after_service"),
                                        ("ticket__isnull", False),
                                    ),
                                    models.Q(
                                        ("rule__in", ["one_week", "three_months", "annual"]),
                                        ("equipment__isnull", False),
                                        ("nth__gte", 1),
                                        ("ticket__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_has_a_ticket_or_a_turn",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ["planned", "done", "unreachable", "refused", "lapsed", "cancelled"],
                                    )
                                ),
                                name="visit_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("due_on__lte", models.F("closes_on")),
                                    ("opens_on__lte", models.F("due_on")),
                                ),
                                name="visit_window_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True),
                                        ("ended_on__isnull", True),
                                        ("status", "planned"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "planned"), _negated=True),
                                        ("ended_at__isnull", False),
                                        ("ended_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_ended_at_iff_ended",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rating__isnull", True),
                                    models.Q(("rating__range", (1, 5)), ("status", "done")),
                                    _connector="OR",
                                ),
                                name="visit_rating_from_1_to_5_once_done",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["planned", "done"]),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="visit_not_made_has_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitAttempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attempts",
                                to="visits.visit",
                                verbose_name="call",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("no_answer", "No answer"),
                                    ("busy", "Busy"),
                                    ("wrong_number", "Wrong number"),
                                    ("asked_later", "Asked for another time"),
                                    ("refused", "Refused to talk"),
                                ],
                                max_length=14,
                                verbose_name="outcome",
                            ),
                        ),
                        ("counts", models.BooleanField(verbose_name="counts")),
                        (
                            "call_again_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="call again at"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="notes")),
                    ],
                    options={
                        "verbose_name": "attempt",
                        "verbose_name_plural": "attempts",
                        "indexes": [models.Index(fields=["visit", "at"], name="attempts_in_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        ["no_answer", "busy", "wrong_number", "asked_later", "refused"],
                                    )
                                ),
                                name="attempt_outcome_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answers",
                                to="visits.visit",
                                verbose_name="call",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        ("question", models.CharField(max_length=40, verbose_name="question")),
                        ("value", models.TextField(blank=True, verbose_name="answer")),
                    ],
                    options={
                        "verbose_name": "answer",
                        "verbose_name_plural": "answers",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "question"), name="answer_once_a_question"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="visits.visit",
                                verbose_name="call",
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
                                    ("move", "Window moved"),
                                    ("take", "Taken"),
                                    ("attempt", "Attempt"),
                                    ("complete", "Completed"),
                                    ("give_up", "Not reached"),
                                    ("refuse", "Refused"),
                                    ("lapse", "Lapsed"),
                                    ("revive", "Planned again"),
                                    ("cancel", "Cancelled"),
                                ],
                                max_length=10,
                                verbose_name="what",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="notes")),
                        ("changes", models.JSONField(default=dict, verbose_name="changes")),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                        "indexes": [models.Index(fields=["visit", "at"], name="visit_events_in_order")],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("one_week", "First call"),
                                    ("three_months", "Second call"),
                                    ("annual", "Annual call"),
                                    ("after_service", "Call after service"),
                                ],
                                max_length=16,
                                verbose_name="stage",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("choice", "One of several answers"),
                                    ("score", "A score from 1 to 5"),
                                    ("text", "The customer's words"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("text_zh", models.CharField(max_length=120, verbose_name="text in Chinese")),
                        ("text_en", models.CharField(max_length=160, verbose_name="text in English")),
                        (
                            "choices",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="A list of objects with value, zh, en, and bad: true where the answer tells of a problem.",
                                verbose_name="answers to choose from",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is asked")),
                    ],
                    options={
                        "verbose_name": "question",
                        "verbose_name_plural": "questions",
                        "constraints": [
                            models.UniqueConstraint(fields=("rule", "code"), name="question_once_a_stage")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalQuestion",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("one_week", "First call"),
                                    ("three_months", "Second call"),
                                    ("annual", "Annual call"),
                                    ("after_service", "Call after service"),
                                ],
                                max_length=16,
                                verbose_name="stage",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("choice", "One of several answers"),
                                    ("score", "A score from 1 to 5"),
                                    ("text", "The customer's words"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("text_zh", models.CharField(max_length=120, verbose_name="text in Chinese")),
                        ("text_en", models.CharField(max_length=160, verbose_name="text in English")),
                        (
                            "choices",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="A list of objects with value, zh, en, and bad: true where the answer tells of a problem.",
                                verbose_name="answers to choose from",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is asked")),
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
                        "verbose_name": "historical question",
                        "verbose_name_plural": "historical questions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        )
    ]
