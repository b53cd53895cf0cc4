"""The first version of the regulation stands from the start."""

from datetime import date, datetime, timezone

from django.db import migrations

from regulation.migrations.first_version.clauses import CLAUSES
from regulation.migrations.first_version.levels import LEVELS
from regulation.migrations.first_version.parameters import PARAMETERS


def add(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.create(
        number=1,
        status="approved",
        in_force_from=date(2026, 1, 1),
        parameters=PARAMETERS,
        drafted_at=datetime(2025, 12, 1, tzinfo=timezone.utc),
        approved_at=datetime(2025, 12, 20, tzinfo=timezone.utc),
        review_due_on=date(2027, 1, 1),
    )
    clause = apps.get_model("regulation", "Clause")
    clause.objects.bulk_create(
        clause(
            regulation_version=version,
            code=code,
            name_zh=name[0],
            name_en=name[1],
            sources=sources,
            position=position,
            chapter_zh=chapter[0],
            chapter_en=chapter[1],
            text_zh=text_zh,
            text_en=text_en,
        )
        for position, (code, name, sources, chapter, text_zh, text_en) in enumerate(CLAUSES, start=1)
    )
    level = apps.get_model("regulation", "ServiceLevel")
    level.objects.bulk_create(
        level(
            regulation_version=version,
            position=position,
            code=code,
            name_zh=name_zh,
            name_en=name_en,
            conditions=conditions,
            targets=targets,
        )
        for position, ((code, name_zh, name_en), conditions, targets) in enumerate(LEVELS, start=1)
    )


def remove(apps, schema_editor):
    apps.get_model("regulation", "RegulationVersion").objects.filter(number=1).delete()


class Migration(migrations.Migration):
    dependencies = [("regulation", "0002_rules_of_the_database")]
    operations = [migrations.RunPython(add, remove)]
