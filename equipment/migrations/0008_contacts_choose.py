"""Contacts say by which way and in which language they want to be told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("equipment", "0007_customers_found_by_parts"),
    ]

    operations = [
        migrations.AddField(
            model_name="customercontact",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("zh-hans", "Chinese"), ("en", "English")],
                max_length=10,
                verbose_name="language of messages",
            ),
        ),
        migrations.AddField(
            model_name="customercontact",
            name="told_by",
            field=models.CharField(
                blank=True,
                choices=[("sms", "SMS"), ("email", "E-mail"), ("page", "Only on the page of the repair")],
                max_length=5,
                verbose_name="told by",
            ),
        ),
        migrations.AddConstraint(
            model_name="customercontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("told_by__in", ["", "sms", "email", "page"]), ("language__in", ["", "zh-hans", "en"])
                ),
                name="contact_wish_is_known",
            ),
        ),
    ]
