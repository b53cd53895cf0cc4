import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_qualifications"),
        ("equipment", "0002_events_are_append_only"),
        ("tickets", "0006_ticket_file"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalServiceNeed",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("installation_guidance", "Installation guidance"),
                            ("installation", "Installation"),
                            ("repair", "Repair on site"),
                            ("carry_in_repair", "Carry-in repair"),
                            ("remote_support", "Remote support"),
                            ("maintenance", "Maintenance"),
                            ("consultation", "Consultation"),
                            ("operator_training", "Operator training"),
                            ("upgrade", "System upgrade"),
                            ("inspection", "Inspection"),
                            ("complaint", "Complaint"),
                            ("quality_problem", "Major quality problem"),
                            ("safety_incident", "Safety incident"),
                            ("return_or_exchange", "Return or exchange"),
                        ],
                        help_text="Leave it out where it holds for every kind of ticket.",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it out where it holds for every model.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="equipment.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dealers.qualification",
                        verbose_name="qualification",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical need of a qualification",
                "verbose_name_plural": "historical needs of qualifications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ServiceNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("installation_guidance", "Installation guidance"),
                            ("installation", "Installation"),
                            ("repair", "Repair on site"),
                            ("carry_in_repair", "Carry-in repair"),
                            ("remote_support", "Remote support"),
                            ("maintenance", "Maintenance"),
                            ("consultation", "Consultation"),
                            ("operator_training", "Operator training"),
                            ("upgrade", "System upgrade"),
                            ("inspection", "Inspection"),
                            ("complaint", "Complaint"),
                            ("quality_problem", "Major quality problem"),
                            ("safety_incident", "Safety incident"),
                            ("return_or_exchange", "Return or exchange"),
                        ],
                        help_text="Leave it out where it holds for every kind of ticket.",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it out where it holds for every model.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="equipment.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.qualification",
                        verbose_name="qualification",
                    ),
                ),
            ],
            options={
                "verbose_name": "need of a qualification",
                "verbose_name_plural": "needs of qualifications",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", ""),
                            (
                                "kind__in",
                                [
                                    "installation_guidance",
                                    "installation",
                                    "repair",
                                    "carry_in_repair",
                                    "remote_support",
                                    "maintenance",
                                    "consultation",
                                    "operator_training",
                                    "upgrade",
                                    "inspection",
                                    "complaint",
                                    "quality_problem",
                                    "safety_incident",
                                    "return_or_exchange",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="need_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("product", "kind", "qualification"), name="need_once_a_product_and_kind"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("product__isnull", True)),
                        fields=("kind", "qualification"),
                        name="need_once_a_kind_of_every_product",
                    ),
                ],
            },
        ),
    ]
