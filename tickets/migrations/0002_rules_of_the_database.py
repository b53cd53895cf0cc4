"""What the database itself keeps: events only grow, sent quotes are frozen, tickets are found by any part."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.frozen import FrozenLines
from records.kept import Marked
from records.search import FoundByParts


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0001_tickets")]

    operations: ClassVar = [
        AppendOnly("tickets_ticketevent"),
        AppendOnly("tickets_ticketalert"),
        AppendOnly("tickets_incomingmail"),
        AppendOnly("tickets_maildecision"),
        AppendOnly("tickets_ticketreply"),
        AppendOnly("tickets_contactchoice"),
        Marked("tickets_serviceneed"),
        FrozenLines("tickets_quoteline", table="tickets_quote", by="quote_id", open_while="drafted"),
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
