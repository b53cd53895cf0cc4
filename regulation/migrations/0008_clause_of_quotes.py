"""The clause of quotes in the first version, behind that of the installation record (C4)."""

from django.db import migrations
from django.db.models import F

BEHIND, CODE = "C3", "C4"
NAME = ("先报价后维修", "Quotes come first")
SOURCES = ["SC", "TX", "own"]
TEXT_ZH = (
    "是否在保修期内由系统按受理之日判定。超出保修的，先逐项报价，客户同意后方可维修；保修期内确需收费的，报价时写明理由。"
    "报价自发出之日起 {quotes.valid_days} 天内有效，到期前 {quotes.remind_before_days} 天提醒服务方，到期未答复的作废。"
    "报价发出后不得更改，改价须另行报价，原报价同时撤回。各行数量乘单价，四舍五入到分，合计为各行之和。"
)
TEXT_EN = (
    "Whether a repair is covered is decided by the day on which it was asked for. Outside the warranty a quote, item by "
    "item, and the customer's agreement come first; what is charged within it is quoted with the reason. A quote is good "
    "for {quotes.valid_days} days from its sending; {quotes.remind_before_days} days before the end who serves is "
    "reminded, and what is not answered by then lapses. A quote that was sent is not changed: another price is another "
    "quote, which withdraws it. Each line is quantity times price rounded half up to the cent; the total is their sum."
)
QUOTES = {"valid_days": 15, "remind_before_days": 3}
OUT_OF_THE_WAY = 1000


def add(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.get(number=1)
    clauses = apps.get_model("regulation", "Clause").objects.filter(regulation_version=version)
    before = clauses.get(code=BEHIND)
    clauses.filter(position__gt=before.position).update(position=F("position") + OUT_OF_THE_WAY)
    clauses.filter(position__gt=OUT_OF_THE_WAY).update(position=F("position") - OUT_OF_THE_WAY + 1)
    clauses.create(
        regulation_version=version,
        code=CODE,
        position=before.position + 1,
        name_zh=NAME[0],
        name_en=NAME[1],
        chapter_zh=before.chapter_zh,
        chapter_en=before.chapter_en,
        sources=SOURCES,
        text_zh=TEXT_ZH,
        text_en=TEXT_EN,
    )
    version.parameters["quotes"] = QUOTES
    version.save(update_fields=["parameters"])


def remove(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.get(number=1)
    apps.get_model("regulation", "Clause").objects.filter(regulation_version=version, code=CODE).delete()
    version.parameters.pop("quotes", None)
    version.save(update_fields=["parameters"])


class Migration(migrations.Migration):
    dependencies = [("regulation", "0007_operations_have_targets")]
    operations = [migrations.RunPython(add, remove)]
