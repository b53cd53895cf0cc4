"""Waits with their reason, promised answers, linked and merged tickets (D3, D10)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_qualifications"),
        ("equipment", "0006_contacts_by_email"),
        ("records", "0010_idempotency_keys_of_links"),
        ("regulation", "0006_clause_of_qualifications"),
        ("tickets", "0012_mails_are_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TicketPromise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField()),
                ("late_minutes", models.PositiveIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TicketWait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("customer", "the customer's answer"),
                            ("site", "access to the site"),
                            ("quote", "agreement to a quote"),
                            ("day", "an agreed day"),
                            ("part", "a part"),
                            ("support", "technical support"),
                            ("others", "somebody else's work"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("pauses", models.BooleanField()),
                ("chase_every", models.PositiveSmallIntegerField()),
                ("chased", models.PositiveSmallIntegerField(default=0)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="ticketevent",
            name="ticket_event_step_is_known",
        ),
        migrations.AddField(
            model_name="ticket",
            name="chase_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="ticket",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="tickets.ticket",
                verbose_name="goes on in",
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="promised_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="ticket",
            name="due_clock",
            field=models.CharField(
                blank=True,
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
        migrations.AlterField(
            model_name="ticket",
            name="wait_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("customer", "the customer's answer"),
                    ("site", "access to the site"),
                    ("quote", "agreement to a quote"),
                    ("day", "an agreed day"),
                    ("part", "a part"),
                    ("support", "technical support"),
                    ("others", "somebody else's work"),
                ],
                max_length=10,
                verbose_name="waiting for",
            ),
        ),
        migrations.AlterField(
            model_name="ticketclock",
            name="kind",
            field=models.CharField(
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
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "waiting"),
                        (
                            "wait_reason__in",
                            ["customer", "site", "quote", "day", "part", "support", "others"],
                        ),
                    ),
                    models.Q(
                        models.Q(("status", "waiting"), _negated=True),
                        ("chase_on__isnull", True),
                        ("wait_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="ticket_wait_reason_iff_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("promised_until__isnull", True),
                    ("status__in", ("new", "offered", "accepted", "assigned", "waiting")),
                    _connector="OR",
                ),
                name="ticket_promised_only_while_unsolved",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into__isnull", True), ("status", "cancelled"), _connector="OR"),
                name="ticket_merged_is_cancelled",
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
            model_name="ticketlink",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links_from", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="ticketlink",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ticketlink",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links_to", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="ticketpromise",
            name="ended",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ends_promise",
                to="tickets.ticketevent",
            ),
        ),
        migrations.AddField(
            model_name="ticketpromise",
            name="made",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="makes_promise",
                to="tickets.ticketevent",
            ),
        ),
        migrations.AddField(
            model_name="ticketpromise",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="promises", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="ticketwait",
            name="began",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="begins_wait",
                to="tickets.ticketevent",
            ),
        ),
        migrations.AddField(
            model_name="ticketwait",
            name="ended",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ends_wait",
                to="tickets.ticketevent",
            ),
        ),
        migrations.AddField(
            model_name="ticketwait",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="waits", to="tickets.ticket"
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketlink",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="link_once_a_pair"),
        ),
        migrations.AddConstraint(
            model_name="ticketlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="link_older_ticket_first"
            ),
        ),
        migrations.AddIndex(
            model_name="ticketpromise",
            index=models.Index(fields=["until"], name="promise_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="ticketpromise",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended__isnull", True)),
                fields=("ticket",),
                name="promise_open_once_a_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketpromise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended__isnull", True), ("late_minutes__isnull", True)),
                    models.Q(("ended__isnull", False), ("late_minutes__isnull", False)),
                    _connector="OR",
                ),
                name="promise_late_minutes_iff_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="ticketwait",
            index=models.Index(
                condition=models.Q(("ended__isnull", True), ("ends_at__isnull", False)),
                fields=["ends_at"],
                name="wait_open_by_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketwait",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended__isnull", True)),
                fields=("ticket",),
                name="wait_open_once_a_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketwait",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["customer", "site", "quote", "day", "part", "support", "others"]),
                    models.Q(
                        models.Q(("reason", "day"), _negated=True),
                        ("ends_at__isnull", False),
                        _connector="OR",
                    ),
                ),
                name="wait_for_a_day_names_it",
            ),
        ),
        AppendOnly("tickets_ticketevent"),
    ]
