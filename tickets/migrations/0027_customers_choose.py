"""What contacts choose and stop by their links is kept with the link and the time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("equipment", "0008_contacts_choose"),
        ("tickets", "0026_calendar_read_anew"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "told_by",
                    models.CharField(
                        choices=[
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("page", "Only on the page of the repair"),
                        ],
                        max_length=5,
                        verbose_name="told by",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English")],
                        max_length=10,
                        verbose_name="language of messages",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "verbose_name": "choice of a contact",
                "verbose_name_plural": "choices of contacts",
            },
        ),
        migrations.CreateModel(
            name="TicketStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
            ],
            options={
                "verbose_name": "stop of messages",
                "verbose_name_plural": "stops of messages",
            },
        ),
        migrations.RemoveConstraint(
            model_name="customerlink",
            name="customer_link_purpose_is_known",
        ),
        migrations.AlterField(
            model_name="customerlink",
            name="purpose",
            field=models.CharField(
                choices=[("progress", "Progress"), ("stop", "No more messages")], max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="customerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["progress", "stop"])),
                name="customer_link_purpose_is_known",
            ),
        ),
        migrations.AddField(
            model_name="contactchoice",
            name="contact",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="choices",
                to="equipment.customercontact",
                verbose_name="contact",
            ),
        ),
        migrations.AddField(
            model_name="contactchoice",
            name="link",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.customerlink"
            ),
        ),
        migrations.AddField(
            model_name="ticketstop",
            name="ended_link",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.customerlink",
            ),
        ),
        migrations.AddField(
            model_name="ticketstop",
            name="link",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tickets.customerlink"
            ),
        ),
        migrations.AddField(
            model_name="ticketstop",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stops",
                to="tickets.ticket",
                verbose_name="ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language__in", ["zh-hans", "en"]), ("told_by__in", ["sms", "email", "page"])
                ),
                name="contact_choice_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketstop",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("ticket",),
                name="ticket_stopped_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketstop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_link__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_link__isnull", False),
                        ("ended_at__gte", models.F("at")),
                    ),
                    _connector="OR",
                ),
                name="ticket_stop_ends_by_a_link",
            ),
        ),
        AppendOnly("tickets_contactchoice"),
    ]
