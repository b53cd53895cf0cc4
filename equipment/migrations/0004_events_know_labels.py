"""Printing and revoking a label are steps of a unit's history."""

from typing import ClassVar

from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("equipment", "0003_customers_terms_and_codes")]
    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name="equipmentevent",
            name="unit_event_verb_is_known",
        ),
        migrations.AlterField(
            model_name="equipmentevent",
            name="verb",
            field=models.CharField(
                choices=[
                    ("registered", "Registered on delivery"),
                    ("installed", "Installed and commissioned"),
                    ("corrected", "Installation corrected"),
                    ("contact", "Contact corrected"),
                    ("transferred", "Taken over from another dealer"),
                    ("label", "Label printed"),
                    ("code_revoked", "Code on the label revoked"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="equipmentevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "registered",
                            "installed",
                            "corrected",
                            "contact",
                            "transferred",
                            "label",
                            "code_revoked",
                        ],
                    )
                ),
                name="unit_event_verb_is_known",
            ),
        ),
        AppendOnly("equipment_equipmentevent"),
    ]
