"""Times agreed with customers; the steps that agree on them (D5, D6)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_qualifications"),
        ("tickets", "0013_waits_promises_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketAppointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("agreed_with", models.CharField(blank=True, max_length=40, verbose_name="agreed with")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("changed", "Changed"),
                            ("called_off", "Called off"),
                            ("kept", "Kept"),
                        ],
                        default="agreed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
            ],
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
                    ("record", "Service recorded"),
                    ("solve", "Solved without a trip"),
                    ("reopen", "Reopened"),
                    ("close", "Closed"),
                    ("cancel", "Cancelled"),
                    ("prioritize", "Priority set"),
                    ("merge", "Merged into another"),
                    ("import", "Imported"),
                ],
                max_length=10,
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
                            "import",
                        ],
                    ),
                ),
                name="ticket_event_step_is_known",
            ),
        ),
        migrations.AddField(
            model_name="ticketappointment",
            name="confirmed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ticketappointment",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ticketappointment",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="appointments", to="tickets.ticket"
            ),
        ),
        migrations.AddIndex(
            model_name="ticketappointment",
            index=models.Index(
                condition=models.Q(("state", "agreed")),
                fields=["begins_at"],
                name="appointment_open_by_begin",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                name="appointment_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("state", "agreed")),
                    models.Q(("ended_at__isnull", False), ("state__in", ["changed", "called_off", "kept"])),
                    _connector="OR",
                ),
                name="appointment_ended_at_iff_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketappointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="appointment_confirmed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketappointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "agreed")),
                fields=("ticket",),
                name="appointment_open_once_a_ticket",
            ),
        ),
        AppendOnly("tickets_ticketevent"),
    ]
