"""A number that somebody typed at the code on a machine is not confirmed until its holder says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("equipment", "0002_rules_of_the_database"),
    ]

    operations = [
        migrations.AddField(
            model_name="customercontact",
            name="is_unconfirmed",
            field=models.BooleanField(default=False, verbose_name="number not confirmed"),
        ),
        migrations.AddConstraint(
            model_name="customercontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_unconfirmed", False), models.Q(("phone_cipher", ""), _negated=True), _connector="OR"
                ),
                name="contact_unconfirmed_has_a_number",
            ),
        ),
    ]
