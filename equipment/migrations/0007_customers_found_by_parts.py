"""Customers are found by any part of their name."""

from typing import ClassVar

from django.db import migrations

from records.search import FoundByParts


class Migration(migrations.Migration):
    dependencies: ClassVar = [("equipment", "0006_contacts_by_email")]

    operations: ClassVar = [FoundByParts("customer_words", "equipment_customer", ["name"])]
