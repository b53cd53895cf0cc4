"""Repairs of one unit and fault class in the order of their opening are found by an index (D6, D13)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0009_diagnosis_is_frozen_with_its_record")]

    operations = [
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("fault_class__isnull", False)),
                fields=["equipment", "fault_class", "opened_at"],
                name="ticket_faults_of_a_unit",
            ),
        ),
    ]
