"""Proposals to the maker; what was put to them never changes (D15)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from records.frozen import FrozenFacts


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MakerProposal",
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
                            ("proposed", "Proposed"),
                            ("taken_up", "Taken up"),
                            ("declined", "Declined"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("finding", models.TextField(max_length=2000, verbose_name="finding")),
                ("proposal", models.TextField(max_length=2000, verbose_name="what is proposed")),
                ("query", models.CharField(max_length=400)),
                ("figures", models.JSONField()),
                ("proposed_at", models.DateTimeField(verbose_name="proposed")),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="the maker's answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal to the maker",
                "verbose_name_plural": "proposals to the maker",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["proposed", "taken_up", "declined"])),
                        name="maker_proposal_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("status", "proposed"),
                            ),
                            models.Q(
                                models.Q(("status", "proposed"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="maker_proposal_answered_iff_decided",
                    ),
                ],
            },
        ),
        FrozenFacts(
            "reports_makerproposal",
            columns=[
                "number",
                "title",
                "finding",
                "proposal",
                "query",
                "figures",
                "proposed_at",
                "proposed_by_id",
            ],
            open_while="never",
        ),
    ]
