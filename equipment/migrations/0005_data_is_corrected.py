"""A unit's GPS terminal, and its data corrected as a step of its history."""

from django.conf import settings
from django.db import migrations, models

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_qualifications"),
        ("equipment", "0004_events_know_labels"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="equipmentevent",
            name="unit_event_verb_is_known",
        ),
        migrations.AddField(
            model_name="equipment",
            name="gps_terminal",
            field=models.CharField(blank=True, max_length=40, verbose_name="GPS terminal"),
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
                    ("facts", "Data corrected"),
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
                            "facts",
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
