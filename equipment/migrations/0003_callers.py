"""A caller is known by name and phone together: two strangers may have one name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0002_roles"),
        ("equipment", "0002_events_are_append_only"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="customer",
            name="customer_once_a_dealer",
        ),
        migrations.RemoveConstraint(
            model_name="customer",
            name="customer_once_at_headquarters",
        ),
        migrations.AddField(
            model_name="customer",
            name="is_caller",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="historicalcustomer",
            name="is_caller",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_caller", False)),
                fields=("dealer", "name"),
                name="customer_once_a_dealer",
            ),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dealer__isnull", True), ("is_caller", False)),
                fields=("name",),
                name="customer_once_at_headquarters",
            ),
        ),
    ]
