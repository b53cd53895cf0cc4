"""The scan of a skill or certificate is filed with it; apart, for files know who keeps them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0001_people"),
        ("records", "0001_records"),
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
