"""The scan of a skill or certificate is filed with it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_roles"),
        ("records", "0004_audit_knows_scans"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalstaffqualification",
            name="scan",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="records.storedfile",
                verbose_name="scan",
            ),
        ),
        migrations.AddField(
            model_name="staffqualification",
            name="scan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.storedfile",
                verbose_name="scan",
            ),
        ),
    ]
