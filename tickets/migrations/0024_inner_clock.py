"""The clock of who has taken a ticket on: until an engineer is put on it (D5)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0023_replies_of_messages"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ticketclock",
            name="clock_is_of_a_known_kind",
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
                    ("plan", "Assign"),
                    ("promise", "Promised answer"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="ticketalert",
            name="kind",
            field=models.CharField(
                choices=[
                    ("respond", "Respond"),
                    ("attend", "Attend"),
                    ("fix", "Fix"),
                    ("complete", "Complete"),
                    ("answer", "Answer"),
                    ("plan", "Assign"),
                    ("promise", "Promised answer"),
                ],
                max_length=8,
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
                    ("plan", "Assign"),
                    ("promise", "Promised answer"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketclock",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis__in", ["working", "calendar"]),
                    ("kind__in", ("respond", "attend", "fix", "complete", "plan")),
                    ("minutes__gte", 1),
                ),
                name="clock_is_of_a_known_kind",
            ),
        ),
    ]
