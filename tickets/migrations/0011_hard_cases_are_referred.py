"""Hard cases referred to headquarters, frozen once they are, and the steps by which they are (D9)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly
from records.frozen import FrozenFacts


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0004_papers_have_scans"),
        ("tickets", "0010_tickets_are_found_by_unit_and_fault"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drafted", "Being put together"),
                            ("referred", "With headquarters"),
                            ("answered", "Answered"),
                            ("ended", "Ended with the ticket"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "wanted",
                    models.CharField(
                        choices=[("remote", "Remotely"), ("on_site", "On site")],
                        default="remote",
                        max_length=8,
                        verbose_name="help wanted",
                    ),
                ),
                ("diagnosis", models.TextField(blank=True, verbose_name="diagnosis so far")),
                ("question", models.TextField(blank=True, verbose_name="question")),
                ("drafted_at", models.DateTimeField()),
                ("dossier", models.JSONField(default=dict, verbose_name="dossier")),
                ("referred_at", models.DateTimeField(blank=True, null=True, verbose_name="referred")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="answer due")),
                ("overdue_told_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                (
                    "given",
                    models.CharField(
                        blank=True,
                        choices=[("remote", "Remotely"), ("on_site", "On site")],
                        max_length=8,
                        verbose_name="help given",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days on site")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "referral to headquarters",
                "verbose_name_plural": "referrals to headquarters",
            },
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
                    ("refer", "Referred to headquarters"),
                    ("advise", "Headquarters' advice"),
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
                            "refer",
                            "advise",
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
            model_name="referral",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="drafted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="referred_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="tickets.ticket"
            ),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["status", "due_at"], name="referral_by_status_and_due"),
        ),
        migrations.AddIndex(
            model_name="referral",
            index=models.Index(fields=["-drafted_at", "-id"], name="referral_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["drafted", "referred", "answered", "ended"]),
                    ("wanted__in", ["remote", "on_site"]),
                ),
                name="referral_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("drafted", "referred"))),
                fields=("ticket",),
                name="referral_one_open_a_ticket",
                violation_error_message="The ticket has an open referral already. Go on with that one.",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_at__isnull", True),
                        ("referred_at__isnull", True),
                        ("referred_by__isnull", True),
                        ("status__in", ["drafted", "ended"]),
                    ),
                    models.Q(
                        ("due_at__isnull", False),
                        ("referred_at__isnull", False),
                        ("referred_by__isnull", False),
                        models.Q(("status", "drafted"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="referral_referred_by_somebody_until",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "answered"),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                        ("given__in", ["remote", "on_site"]),
                    ),
                    models.Q(
                        models.Q(("status", "answered"), _negated=True),
                        ("answer", ""),
                        ("answered_at__isnull", True),
                        ("answered_by__isnull", True),
                        ("given", ""),
                    ),
                    _connector="OR",
                ),
                name="referral_answered_iff_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days__gt", 0), ("given", "on_site")),
                    models.Q(models.Q(("given", "on_site"), _negated=True), ("days", 0)),
                    _connector="OR",
                ),
                name="referral_days_iff_on_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("status", "ended")),
                    models.Q(models.Q(("status", "ended"), _negated=True), ("ended_at__isnull", True)),
                    _connector="OR",
                ),
                name="referral_ended_at_iff_ended",
            ),
        ),
        # SQLite made the table of steps anew: its rule once more
        AppendOnly("tickets_ticketevent"),
        FrozenFacts(
            "tickets_referral",
            columns=[
                "number",
                "ticket_id",
                "wanted",
                "diagnosis",
                "question",
                "dossier",
                "referred_at",
                "referred_by_id",
            ],
            open_while="drafted",
        ),
    ]
