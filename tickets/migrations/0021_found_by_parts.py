"""Tickets are found by any part of what is written on them."""

from typing import ClassVar

from django.db import migrations

from records.search import FoundByParts


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("tickets", "0020_needs_are_marked"),
        ("equipment", "0007_customers_found_by_parts"),
    ]

    operations: ClassVar = [
        FoundByParts(
            "ticket_words",
            "tickets_ticket",
            [
                "number",
                "serial_number",
                "unit_text",
                "place_text",
                "contact_name",
                "external_id",
                "description",
            ],
        ),
    ]
