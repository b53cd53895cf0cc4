"""The service levels of the first version: times of our own, for the sources leave them open (D3)."""

from django.db import migrations

HOUR, DAY, WORKING_DAY = 60, 1440, 540


def always(minutes):
    return {"minutes": minutes, "basis": "calendar"}


def working(minutes):
    return {"minutes": minutes, "basis": "working"}


LEVELS = [
    (
        ("safety", "安全事故", "Safety incident"),
        {"kinds": ["safety_incident"]},
        {
            "respond": always(HOUR // 2),
            "attend": always(DAY),
            "fix": always(3 * DAY),
            "complete": working(5 * WORKING_DAY),
            "answer": always(HOUR // 2),
        },
    ),
    (
        ("grave", "重大质量", "Major quality problem"),
        {"kinds": ["quality_problem"]},
        {
            "respond": always(HOUR),
            "attend": always(DAY),
            "fix": always(5 * DAY),
            "complete": working(10 * WORKING_DAY),
            "answer": always(HOUR),
        },
    ),
    (
        ("complaint", "投诉", "Complaint"),
        {"kinds": ["complaint"]},
        {
            "respond": working(WORKING_DAY),
            "fix": working(5 * WORKING_DAY),
            "complete": working(7 * WORKING_DAY),
            "answer": working(4 * HOUR),
        },
    ),
    (
        ("standstill", "停机抢修", "Machine at a standstill"),
        {"kinds": ["repair", "carry_in_repair", "remote_support"], "priorities": ["urgent"]},
        {
            "respond": always(HOUR),
            "attend": always(DAY),
            "fix": always(2 * DAY),
            "complete": working(5 * WORKING_DAY),
            "answer": always(HOUR),
        },
    ),
    (
        ("repair", "一般报修", "Repair"),
        {"kinds": ["repair", "carry_in_repair", "remote_support"]},
        {
            "respond": working(2 * HOUR),
            "attend": working(2 * WORKING_DAY),
            "fix": working(3 * WORKING_DAY),
            "complete": working(5 * WORKING_DAY),
            "answer": working(2 * HOUR),
        },
    ),
    (
        ("standard", "其他请求", "Other requests"),
        {},
        {
            "respond": working(WORKING_DAY),
            "complete": working(10 * WORKING_DAY),
            "answer": working(WORKING_DAY),
        },
    ),
]


def add(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.get(number=1)
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
    apps.get_model("regulation", "ServiceLevel").objects.filter(regulation_version__number=1).delete()


class Migration(migrations.Migration):
    dependencies = [("regulation", "0004_service_levels")]
    operations = [migrations.RunPython(add, remove)]
