"""The clause of warnings and escalation in the first version, behind that of waiting (D3, D10)."""

from django.db import migrations
from django.db.models import F

BEHIND, CODE = "D3.1", "D3.2"
NUMBERS = {"warn_left": 20, "centre_after": 60, "manager_after": 120}
TEXT_ZH = (
    "时限只剩 {escalation.warn_left} % 时，提醒承办方。时限一到未办到，立即告知承办方；再过 "
    "{escalation.centre_after} 分钟，告知上级中心；再过 {escalation.manager_after} 分钟，告知总部服务经理。"
    "没有的一级，由更上一级接手。分钟按该时限的计时方式算，停止计时期间不提醒、不升级；"
    "承诺客户的答复同样办理，按工作时间算。"
)
TEXT_EN = (
    "Who serves is warned when {escalation.warn_left} % of a time is left. Once it has passed, who serves hears of it "
    "at once, the centre above after {escalation.centre_after} minutes, headquarters' service manager after another "
    "{escalation.manager_after}. Where there is no such level the next one stands in for it. Minutes count as the time "
    "itself does, and while it stands still nobody is warned or told. Answers promised to customers are watched "
    "likewise, in working time."
)
OUT_OF_THE_WAY = 1000


def add(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.get(number=1)
    clauses = apps.get_model("regulation", "Clause").objects.filter(regulation_version=version)
    before = clauses.get(code=BEHIND)
    place = before.position + 1
    clauses.filter(position__gte=place).update(position=F("position") + OUT_OF_THE_WAY)
    clauses.filter(position__gte=OUT_OF_THE_WAY).update(position=F("position") - OUT_OF_THE_WAY + 1)
    clauses.create(
        regulation_version=version,
        code=CODE,
        position=place,
        name_zh="预警与升级",
        name_en="Warning and escalation",
        chapter_zh=before.chapter_zh,
        chapter_en=before.chapter_en,
        sources=["TX", "own"],
        text_zh=TEXT_ZH,
        text_en=TEXT_EN,
    )
    version.parameters["escalation"] = NUMBERS
    version.save(update_fields=["parameters"])


def remove(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.get(number=1)
    apps.get_model("regulation", "Clause").objects.filter(regulation_version=version, code=CODE).delete()
    version.parameters.pop("escalation", None)
    version.save(update_fields=["parameters"])


class Migration(migrations.Migration):
    dependencies = [("regulation", "0008_clause_of_quotes")]
    operations = [migrations.RunPython(add, remove)]
