"""Warnings and escalation: how far it has gone with a ticket, each step once, the steps of the history (D3)."""

import django.db.models.deletion
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("regulation", "0009_clause_of_escalation"), ("tickets", "0018_calendar_feed")]

    operations = [
        migrations.CreateModel(
            name="TicketAlert",
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
                            ("respond", "Respond"),
                            ("attend", "Attend"),
                            ("fix", "Fix"),
                            ("complete", "Complete"),
                            ("answer", "Answer"),
                            ("promise", "Promised answer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0)),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[("working", "working hours"), ("calendar", "day and night")],
                        max_length=8,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("warn", "Warned"),
                            ("desk", "Overdue"),
                            ("centre", "Escalated to the centre"),
                            ("manager", "Escalated to the manager"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="ticketevent",
            name="ticket_event_step_is_known",
        ),
        migrations.AddField(
            model_name="ticket",
            name="alert",
            field=models.CharField(
                blank=True,
                choices=[
                    ("warn", "Warned"),
                    ("desk", "Overdue"),
                    ("centre", "Escalated to the centre"),
                    ("manager", "Escalated to the manager"),
                ],
                max_length=8,
                verbose_name="alert",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="next_alert_at",
            field=models.DateTimeField(blank=True, null=True),
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
                    ("record", "Service recorded"),
                    ("solve", "Solved without a trip"),
                    ("reopen", "Reopened"),
                    ("close", "Closed"),
                    ("cancel", "Cancelled"),
                    ("prioritize", "Priority set"),
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
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("next_alert_at__isnull", False)),
                fields=["next_alert_at", "id"],
                name="ticket_next_alert_first",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("alert", ""), _negated=True),
                fields=["alert", "dealer"],
                name="ticket_with_alert",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("alert", ""), ("next_alert_at__isnull", True)),
                    models.Q(
                        ("alert__in", ["", "warn", "desk", "centre", "manager"]),
                        (
                            "status__in",
                            ("new", "offered", "accepted", "assigned", "waiting", "resolved"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="ticket_alert_only_while_open",
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
                            "record",
                            "solve",
                            "reopen",
                            "close",
                            "cancel",
                            "prioritize",
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
            model_name="ticketalert",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="tickets.ticketevent"
            ),
        ),
        migrations.AddField(
            model_name="ticketalert",
            name="promise",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="alerts",
                to="tickets.ticketpromise",
            ),
        ),
        migrations.AddField(
            model_name="ticketalert",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="alerts", to="tickets.ticket"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketalert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("promise__isnull", True)),
                fields=("ticket", "kind", "minutes", "basis", "step"),
                name="alert_once_a_clock_and_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketalert",
            constraint=models.UniqueConstraint(
                fields=("promise", "step"), name="alert_once_a_promise_and_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketalert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("basis__in", ["working", "calendar"]),
                        ("minutes__gte", 1),
                        ("promise__isnull", True),
                        models.Q(("kind", "promise"), _negated=True),
                    ),
                    models.Q(("basis", ""), ("kind", "promise"), ("minutes", 0), ("promise__isnull", False)),
                    _connector="OR",
                ),
                name="alert_of_a_clock_or_a_promise",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketalert",
            constraint=models.CheckConstraint(
                condition=models.Q(("step__in", ["warn", "desk", "centre", "manager"])),
                name="alert_step_is_known",
            ),
        ),
        AppendOnly("tickets_ticketevent"),
        AppendOnly("tickets_ticketalert"),
    ]
