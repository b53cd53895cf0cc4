"""Dealers have accounts, whose entries nobody changes (I11)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0004_roles"),
        ("regulation", "0001_regulation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("key", models.CharField(max_length=80, unique=True)),
                (
                    "account",
                    models.CharField(
                        choices=[("service", "Service fees"), ("bonus", "Sales bonus")],
                        max_length=10,
                        verbose_name="account",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paid_service", "Paid service of headquarters"),
                            ("reversal", "Reversal"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount, yuan"),
                ),
                ("document", models.CharField(max_length=20, verbose_name="document")),
                ("clause", models.CharField(max_length=10, verbose_name="clause")),
                ("inputs", models.JSONField(default=dict)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("booked_on", models.DateField(verbose_name="booked on")),
                ("posted_at", models.DateTimeField(verbose_name="posted")),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="dealers.dealer",
                        verbose_name="dealer",
                    ),
                ),
                (
                    "posted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="posted by",
                    ),
                ),
                (
                    "regulation_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regulation.regulationversion",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="dealers.accountentry",
                        verbose_name="reverses",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry on a dealer's account",
                "verbose_name_plural": "entries on dealers' accounts",
                "indexes": [
                    models.Index(fields=["dealer", "account", "id"], name="account_entries_of_a_dealer"),
                    models.Index(fields=["-booked_on", "-id"], name="account_entries_newest_first"),
                    models.Index(fields=["amount", "id"], name="account_entries_by_amount"),
                    models.Index(fields=["document"], name="account_entries_of_a_document"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("account__in", ["service", "bonus"]), ("kind__in", ["paid_service", "reversal"])
                        ),
                        name="account_entry_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "reversal"),
                                ("reverses__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("kind", "reversal"), _negated=True), ("reverses__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="account_entry_reverses_iff_reversal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", "service"), ("amount__lt", 0), ("kind", "paid_service")),
                            models.Q(
                                models.Q(("kind", "paid_service"), _negated=True),
                                models.Q(("amount", 0), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="account_entry_amount_fits_kind",
                    ),
                ],
            },
        ),
        AppendOnly("dealers_accountentry"),
    ]
