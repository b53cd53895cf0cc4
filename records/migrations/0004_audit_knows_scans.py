"""The audit tells who opened the scan of a certificate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_messages_have_codes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="verb",
            field=models.CharField(
                choices=[
                    ("phone_revealed", "Looked at a phone number"),
                    ("export", "Took rows as a file"),
                    ("import", "Imported a file"),
                    ("refused_missing", "Asked for what is missing or foreign"),
                    ("refused_forbidden", "Asked for what is not allowed"),
                    ("phones_alert", "Looked at unusually many phone numbers"),
                    ("case_decided", "Decided a claimed serial number"),
                    ("file_hostile", "Sent a harmful file"),
                    ("robot_changed", "Changed a group robot"),
                    ("locked_out", "Locked out at sign-in"),
                    ("link_refused", "Opened a public link that is none"),
                    ("scan_opened", "Opened the scan of a certificate"),
                    ("warranty_checked", "Asked whether a unit is in warranty"),
                ],
                max_length=40,
                verbose_name="what",
            ),
        ),
    ]
