"""What the database itself keeps: events only grow, warranties stay, customers are found by any part of their name."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.frozen import FrozenFacts
from records.search import FoundByParts


class Migration(migrations.Migration):
    dependencies: ClassVar = [("equipment", "0001_equipment")]

    operations: ClassVar = [
        AppendOnly("equipment_equipmentevent"),
        AppendOnly("equipment_serialnumbercaseevent"),
        FrozenFacts(
            "equipment_warranty",
            columns=[
                "equipment_id",
                "part",
                "name_zh",
                "name_en",
                "months",
                "hours",
                "copied_at",
                "replaced_on",
                "replaced_at_hours",
                "replaced_in",
            ],
        ),
        FoundByParts("customer_words", "equipment_customer", ["name"]),
    ]
