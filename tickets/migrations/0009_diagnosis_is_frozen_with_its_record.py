"""The cause and the remedy of a written record stay as all it says: the database refuses to change them."""

from typing import ClassVar

from django.db import migrations

from records.frozen import FrozenFacts, Thawed

SAID = [
    "number",
    "ticket_id",
    "engineer_id",
    "dealer_id",
    "began_at",
    "departed_at",
    "arrived_at",
    "recorded_at",
    "work_done",
    "minutes_worked",
    "minutes_travelled",
    "meter",
    "result",
    "total",
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0008_faults_have_classes")]

    operations: ClassVar = [
        Thawed("tickets_servicerecord", columns=SAID, open_while="open"),
        FrozenFacts("tickets_servicerecord", columns=[*SAID, "cause_id", "remedy_id"], open_while="open"),
    ]
