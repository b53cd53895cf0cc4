"""People are told on their page too, and of what nobody wished to get the reason is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0013_messages_newest_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="outboxevent",
            name="message_event_step_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="message_status_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="message_channel_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="outboxmessage",
            name="message_stuck_says_why",
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="read"),
        ),
        migrations.AddField(
            model_name="outboxmessage",
            name="reader",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="source",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sent", "Sent"),
                    ("parked", "Stuck"),
                    ("dropped", "Dropped"),
                    ("skipped", "Not wished"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="target",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sent", "Sent"),
                    ("parked", "Stuck"),
                    ("dropped", "Dropped"),
                    ("skipped", "Not wished"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="outboxevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("send", "Sent"),
                    ("fail", "Not sent, tried again later"),
                    ("park", "Stuck"),
                    ("expire", "Dropped, its time had passed"),
                    ("retry", "Tried again by hand"),
                    ("drop", "Dropped by hand"),
                    ("skip", "Not sent, not wished"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="channel",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("sms", "SMS"),
                    ("robot", "Group robot"),
                    ("page", "On the page"),
                ],
                max_length=8,
                verbose_name="channel",
            ),
        ),
        migrations.AlterField(
            model_name="outboxmessage",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sent", "Sent"),
                    ("parked", "Stuck"),
                    ("dropped", "Dropped"),
                    ("skipped", "Not wished"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="status",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("reader__isnull", False)),
                fields=["reader", "read_at", "-created_at"],
                name="message_of_a_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("source__in", ["waiting", "sent", "parked", "dropped", "skipped"]),
                    ("target__in", ["waiting", "sent", "parked", "dropped", "skipped"]),
                    ("verb__in", ["send", "fail", "park", "expire", "retry", "drop", "skip"]),
                ),
                name="message_event_step_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "sent", "parked", "dropped", "skipped"])),
                name="message_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "sms", "robot", "page"])),
                name="message_channel_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["parked", "skipped"]), _negated=True),
                    models.Q(("last_fault", ""), _negated=True),
                    _connector="OR",
                ),
                name="message_not_sent_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "page"), _negated=True),
                    models.Q(("reader__isnull", False), ("status", "sent")),
                    models.Q(("reader__isnull", True), ("status", "skipped")),
                    _connector="OR",
                ),
                name="message_on_the_page_has_a_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("read_at__isnull", True), ("reader__isnull", True)),
                    ("channel", "page"),
                    _connector="OR",
                ),
                name="message_is_read_on_the_page",
            ),
        ),
        AppendOnly("records_outboxevent"),
    ]
