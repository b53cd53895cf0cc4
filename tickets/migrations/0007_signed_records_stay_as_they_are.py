"""What the database itself keeps of service records: their steps and signed versions only grow, the rest is frozen."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.frozen import FrozenFacts, FrozenLines

OF_A_RECORD = {"table": "tickets_servicerecord", "by": "record_id", "open_while": "open"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0006_records_are_written_on_site")]

    operations: ClassVar = [
        AppendOnly("tickets_recordevent"),
        AppendOnly("tickets_signedrecord"),
        FrozenLines("tickets_recordline", **OF_A_RECORD),
        FrozenLines("tickets_recordreading", **OF_A_RECORD),
        FrozenLines("tickets_recordphoto", **OF_A_RECORD),
        FrozenFacts(
            "tickets_servicerecord",
            columns=[
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
            ],
            open_while="open",
        ),
    ]
