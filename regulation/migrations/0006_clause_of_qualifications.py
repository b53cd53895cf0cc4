"""The clause of qualifications in the first version, behind that of acceptance and dispatch (B3)."""

from django.db import migrations
from django.db.models import F

BEHIND, CODE = "D5", "B3"
NAME = ("上岗资格", "Qualifications")
CHAPTER = ("受理与派工", "Intake and dispatch")
SOURCES = ["KR 3.5", "own"]
TEXT_ZH = (
    "上门人员应具备工单所需的技能，并持有所需证书；证书在上门当日无效的，不得派工。"
    "证书到期前 {qualifications.remind_before_days} 天起提醒本人所在网点。"
)
TEXT_EN = (
    "Who is sent has the skills that the ticket needs and holds the certificates it needs; nobody is sent on a day "
    "on which a certificate is not valid. From {qualifications.remind_before_days} days before a certificate ends "
    "the person's dealer is reminded."
)
OUT_OF_THE_WAY = 1000


def add(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.get(number=1)
    clauses = apps.get_model("regulation", "Clause").objects.filter(regulation_version=version)
    place = clauses.get(code=BEHIND).position + 1
    clauses.filter(position__gte=place).update(position=F("position") + OUT_OF_THE_WAY)
    clauses.filter(position__gte=OUT_OF_THE_WAY).update(position=F("position") - OUT_OF_THE_WAY + 1)
    clauses.create(
        regulation_version=version,
        code=CODE,
        position=place,
        name_zh=NAME[0],
        name_en=NAME[1],
        chapter_zh=CHAPTER[0],
        chapter_en=CHAPTER[1],
        sources=SOURCES,
        text_zh=TEXT_ZH,
        text_en=TEXT_EN,
    )
    version.parameters["qualifications"] = {"remind_before_days": 30}
    version.save(update_fields=["parameters"])


def remove(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.get(number=1)
    apps.get_model("regulation", "Clause").objects.filter(regulation_version=version, code=CODE).delete()
    version.parameters.pop("qualifications", None)
    version.save(update_fields=["parameters"])


class Migration(migrations.Migration):
    dependencies = [("regulation", "0005_first_service_levels")]
    operations = [migrations.RunPython(add, remove)]
