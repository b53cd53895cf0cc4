"""What the database itself keeps: the ledger of stock and prices only grow."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.search import FoundByParts


class Migration(migrations.Migration):
    dependencies: ClassVar = [("parts", "0001_parts")]

    operations: ClassVar = [
        AppendOnly("parts_stockact"),
        AppendOnly("parts_stockmovement"),
        AppendOnly("parts_movedpiece"),
        AppendOnly("parts_partprice"),
        FoundByParts("part_words", "parts_part", ["code", "name_zh", "name_en"]),
    ]
