"""What the database itself keeps: events and warranties only grow, customers are found by any part of their name."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.search import FoundByParts


class Migration(migrations.Migration):
    dependencies: ClassVar = [("equipment", "0001_equipment")]

    operations: ClassVar = [
        AppendOnly("equipment_equipmentevent"),
        AppendOnly("equipment_serialnumbercaseevent"),
        AppendOnly("equipment_warranty"),
        FoundByParts("customer_words", "equipment_customer", ["name"]),
    ]
