from django.db import migrations, models
from django.db.models.functions import Upper

import equipment.fields


class Migration(migrations.Migration):
    dependencies = [("equipment", "0002_events_are_append_only")]

    operations = [
        migrations.RunSQL(
            "UPDATE equipment_equipment SET serial_number = upper(serial_number) "
            "WHERE serial_number <> upper(serial_number)",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            "equipment",
            "serial_number",
            equipment.fields.SerialNumberField(max_length=40, unique=True, verbose_name="serial number"),
        ),
        migrations.AddConstraint(
            "equipment",
            models.UniqueConstraint(Upper("serial_number"), name="unit_serial_number_once_in_any_case"),
        ),
    ]
