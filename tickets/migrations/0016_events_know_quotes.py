"""The steps by which a quote is sent, answered, withdrawn or lapses (C4)."""

from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("tickets", "0015_what_to_bring")]

    operations = [
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
                    ("quote", "Quote sent"),
                    ("agree", "Quote agreed to"),
                    ("decline", "Quote declined"),
                    ("withdraw", "Quote withdrawn"),
                    ("expire", "Quote not answered in time"),
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
                            "quote",
                            "agree",
                            "decline",
                            "withdraw",
                            "expire",
                            "import",
                        ],
                    ),
                ),
                name="ticket_event_step_is_known",
            ),
        ),
        AppendOnly("tickets_ticketevent"),
    ]
