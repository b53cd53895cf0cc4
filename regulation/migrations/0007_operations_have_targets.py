"""The targets of the operations report in the first version: numbers of our own (J2)."""

from django.db import migrations

CODE = "J2"
TEXT_ZH = (
    "同期受理的工单，按时响应的不低于 {operations.responded_in_time} %，按时修复的不低于 {operations.fixed_in_time} %；"
    "上门修复的，一次修好的不低于 {operations.first_time} %。尚未到时限的不计。"
)
TEXT_EN = (
    "Of the tickets opened in a period at least {operations.responded_in_time} % are responded to and "
    "{operations.fixed_in_time} % fixed in time; of the repairs on site at least {operations.first_time} % take one "
    "trip. What is not due yet does not count."
)


TARGETS = {"responded_in_time": 95, "fixed_in_time": 90, "first_time": 80}


def add(apps, schema_editor):
    for version in apps.get_model("regulation", "RegulationVersion").objects.filter(number=1):
        version.parameters["operations"] = TARGETS
        version.save()
    clauses = apps.get_model("regulation", "Clause").objects.filter(regulation_version__number=1)
    before = clauses.get(code="J1")
    for clause in clauses.filter(position__gt=before.position).order_by("-position"):
        clause.position += 1
        clause.save()
    clauses.create(
        regulation_version_id=before.regulation_version_id,
        code=CODE,
        name_zh="服务时效",
        name_en="Times kept",
        sources=["TX", "own"],
        position=before.position + 1,
        chapter_zh=before.chapter_zh,
        chapter_en=before.chapter_en,
        text_zh=TEXT_ZH,
        text_en=TEXT_EN,
    )


def remove(apps, schema_editor):
    apps.get_model("regulation", "Clause").objects.filter(regulation_version__number=1, code=CODE).delete()
    for version in apps.get_model("regulation", "RegulationVersion").objects.filter(number=1):
        version.parameters.pop("operations", None)
        version.save()


class Migration(migrations.Migration):
    dependencies = [("regulation", "0006_clause_of_qualifications")]
    operations = [migrations.RunPython(add, remove)]
