"""A link of a customer may be for confirming a number that was typed at a machine."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0002_rules_of_the_database"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="customerlink", name="customer_link_purpose_is_known"),
        migrations.AlterField(
            model_name="customerlink",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("progress", "Progress"),
                    ("stop", "No more messages"),
                    ("number", "Number confirmed"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="customerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["progress", "stop", "number"])),
                name="customer_link_purpose_is_known",
            ),
        ),
    ]
