"""The time to put an engineer on a ticket, in the levels and the clause of the first version (D5).

The times are our own, as the others are. A level whose requests nobody has to attend to has none.
"""

from django.db import migrations

CODE, HOUR = "D5", 60
PLAN = {
    "safety": {"minutes": HOUR, "basis": "calendar"},
    "grave": {"minutes": 2 * HOUR, "basis": "calendar"},
    "standstill": {"minutes": HOUR, "basis": "calendar"},
    "repair": {"minutes": 4 * HOUR, "basis": "working"},
}
BEFORE = {
    "text_zh": "经销商对派来的工单应予接受，或者说明理由退回；上门人员必须是总部已确认备案的服务人员。",
    "text_en": (
        "A dealer accepts an offered ticket or refuses it with a reason; only a service person confirmed by "
        "headquarters is sent."
    ),
}
AFTER = {
    "text_zh": (
        "经销商对派来的工单，应在等级表所列的答复时限内接受，或者说明理由退回；接受后，应在所列的派人时限内派定工程师。"
        "这两项是内部时限，不对客户承诺，计时和停止计时的办法与对客户的时限相同。上门人员必须是总部已确认备案的服务人员。"
    ),
    "text_en": (
        "Within the time that the table of levels sets, a dealer accepts an offered ticket or refuses it with a reason; "
        "having accepted it, it puts an engineer on it within the time set there. Both times are inner ones: no customer "
        "is promised them, and they are counted and stand still as the customers' times do. Only a service person "
        "confirmed by headquarters is sent."
    ),
}


def add(apps, schema_editor):
    levels = apps.get_model("regulation", "ServiceLevel").objects.filter(regulation_version__number=1)
    for level in levels.filter(code__in=PLAN):
        level.targets["plan"] = PLAN[level.code]
        level.save(update_fields=["targets"])
    _clause(apps).update(**AFTER)


def remove(apps, schema_editor):
    for level in apps.get_model("regulation", "ServiceLevel").objects.filter(regulation_version__number=1):
        level.targets.pop("plan", None)
        level.save(update_fields=["targets"])
    _clause(apps).update(**BEFORE)


def _clause(apps):
    return apps.get_model("regulation", "Clause").objects.filter(regulation_version__number=1, code=CODE)


class Migration(migrations.Migration):
    dependencies = [("regulation", "0010_kept_tables")]
    operations = [migrations.RunPython(add, remove)]
