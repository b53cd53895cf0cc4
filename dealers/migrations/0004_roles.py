"""Every role exists as a group from the start (L1)."""

from django.db import migrations

ROLES = [
    "agent",
    "dealer_user",
    "centre_user",
    "engineer",
    "dispatcher",
    "technical_support",
    "parts_clerk",
    "quality_specialist",
    "finance",
    "service_manager",
    "deputy_in_charge",
    "general_manager",
    "department_head",
    "service_administrator",
    "counter_clerk",
    "workshop_technician",
    "logistics_clerk",
    "accounts",
    "region_head",
    "proposal_committee",
    "inspection_group",
    "renewal_clerk",
    "administrator",
]


def add(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for role in ROLES:
        group.objects.get_or_create(name=role)


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("dealers", "0003_rules_of_the_database"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations = [migrations.RunPython(add, remove)]
