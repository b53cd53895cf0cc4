"""The questions of each stage's call sheet (F1, F2, F3, F5)."""

from django.db import migrations

YES_NO = lambda good_zh, good_en, bad_zh, bad_en: [
    {"value": "good", "zh": good_zh, "en": good_en, "bad": False},
    {"value": "bad", "zh": bad_zh, "en": bad_en, "bad": True},
]
INSTALLATION = (
    "installation",
    "choice",
    "安装、调试和交接培训是否都已完成？",
    "Are installation, commissioning and training complete?",
    YES_NO("都已完成", "All complete", "还有未完成", "Not all"),
)
USE = (
    "use",
    "choice",
    "设备目前使用正常吗？",
    "Does the unit work well?",
    [
        {"value": "good", "zh": "正常", "en": "Well", "bad": False},
        {"value": "minor", "zh": "有小问题", "en": "Small problem", "bad": True},
        {"value": "stopped", "zh": "停机", "en": "Stopped", "bad": True},
    ],
)
QUALITY = (
    "quality",
    "score",
    "对产品质量是否满意？",
    "How satisfied are you with the product's quality?",
    [],
)
OPINIONS = ("opinions", "text", "还有什么意见或建议？", "Any opinions or suggestions?", [])
COMPLAINT = (
    "complaint",
    "choice",
    "以前反映的问题是否都有了结果？",
    "Did your earlier complaints have a result?",
    [
        {"value": "none", "zh": "没有反映过", "en": "None made", "bad": False},
        {"value": "good", "zh": "都有结果", "en": "All settled", "bad": False},
        {"value": "bad", "zh": "还没有结果", "en": "Not settled", "bad": True},
    ],
)
RESULT = (
    "result",
    "choice",
    "故障是否已经排除？",
    "Is the fault gone?",
    YES_NO("已排除", "Gone", "没有排除", "Not gone"),
)
CONTENT = ("content", "score", "对服务内容是否满意？", "How satisfied are you with what was done?", [])
PROCESS = ("process", "score", "对服务过程是否满意？", "How satisfied are you with how it was done?", [])
ATTITUDE = ("attitude", "score", "对服务态度是否满意？", "How satisfied are you with the manner?", [])
SHEETS = {
    "one_week": [INSTALLATION, USE, QUALITY, OPINIONS],
    "three_months": [USE, QUALITY, OPINIONS],
    "annual": [USE, QUALITY, COMPLAINT, OPINIONS],
    "after_service": [RESULT, CONTENT, PROCESS, ATTITUDE, OPINIONS],
}


def add(apps, schema_editor):
    question = apps.get_model("visits", "Question")
    question.objects.bulk_create(
        question(
            rule=rule,
            code=code,
            position=position,
            kind=kind,
            text_zh=text_zh,
            text_en=text_en,
            choices=choices,
        )
        for rule, sheet in SHEETS.items()
        for position, (code, kind, text_zh, text_en, choices) in enumerate(sheet, start=1)
    )


def remove(apps, schema_editor):
    apps.get_model("visits", "Question").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_rules_of_the_database")]
    operations = [migrations.RunPython(add, remove)]
