"""Quotes with their lines (C4)."""

import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_qualifications"),
        ("tickets", "0016_events_know_quotes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drafted", "Being written"),
                            ("sent", "Sent, unanswered"),
                            ("agreed", "Agreed to"),
                            ("declined", "Declined"),
                            ("lapsed", "Not answered in time"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why the customer pays in warranty"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note to the customer")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="total"
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "answered",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "online, by the link"),
                            ("phone", "by phone"),
                            ("writing", "in writing"),
                        ],
                        max_length=10,
                        verbose_name="answered",
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=40, verbose_name="who said so")),
                ("declined_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("labour", "Labour"),
                            ("part", "Part"),
                            ("travel", "Travel"),
                            ("other", "Other"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="what for")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="quantity")),
                ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="price")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
            ],
        ),
        migrations.AddField(
            model_name="quote",
            name="answered_link",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.customerlink",
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="drafted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="sent_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="quote",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="quotes", to="tickets.ticket"
            ),
        ),
        migrations.AddField(
            model_name="quoteline",
            name="quote",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="tickets.quote"
            ),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["status", "valid_until"], name="quote_by_status_and_day"),
        ),
        migrations.AddIndex(
            model_name="quote",
            index=models.Index(fields=["-drafted_at", "-id"], name="quote_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["drafted", "sent", "agreed", "declined", "lapsed", "withdrawn"])
                ),
                name="quote_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                fields=("ticket", "ordinal"), name="quote_once_an_ordinal_of_a_ticket"
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("drafted", "sent"))),
                fields=("ticket", "status"),
                name="quote_one_drafted_one_sent_a_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sent_at__isnull", True),
                        ("sent_by__isnull", True),
                        ("valid_until__isnull", True),
                        ("status__in", ["drafted", "withdrawn"]),
                    ),
                    models.Q(
                        ("sent_at__isnull", False),
                        ("sent_by__isnull", False),
                        ("valid_until__isnull", False),
                        models.Q(("status", "drafted"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="quote_sent_by_somebody_until_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("status__in", ("drafted", "sent"))),
                    models.Q(
                        models.Q(("status__in", ("drafted", "sent")), _negated=True),
                        ("decided_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="quote_decided_at_iff_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered__in", ["link", "phone", "writing"]), ("status__in", ("agreed", "declined"))
                    ),
                    models.Q(
                        models.Q(("status__in", ("agreed", "declined")), _negated=True), ("answered", "")
                    ),
                    _connector="OR",
                ),
                name="quote_answered_by_a_way_iff_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered", "link"), ("answered_link__isnull", False), ("decided_by__isnull", True)
                    ),
                    models.Q(models.Q(("answered", "link"), _negated=True), ("answered_link__isnull", True)),
                    _connector="OR",
                ),
                name="quote_answered_online_by_a_link",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered__in", ["", "link"]),
                    models.Q(("decided_by__isnull", False), models.Q(("said_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="quote_answer_put_down_names_both",
            ),
        ),
        migrations.AddConstraint(
            model_name="quote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "drafted"), ("status", "withdrawn"), ("total__gt", 0), _connector="OR"
                ),
                name="quote_sent_over_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.UniqueConstraint(fields=("quote", "position"), name="quote_line_once_a_place"),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["labour", "part", "travel", "other"])),
                name="quote_line_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0), ("unit_price__gte", 0)),
                name="quote_line_never_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="quoteline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount__gt",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("quantity"), "*", models.F("unit_price")
                            ),
                            "-",
                            models.Value(Decimal("0.0051")),
                        ),
                    ),
                    (
                        "amount__lt",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("quantity"), "*", models.F("unit_price")
                            ),
                            "+",
                            models.Value(Decimal("0.0051")),
                        ),
                    ),
                ),
                name="quote_line_amount_is_quantity_times_price",
            ),
        ),
    ]
