"""What the database itself keeps: events only grow, what was said to others is frozen, tickets are found."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly
from records.frozen import FrozenFacts, FrozenLines
from records.kept import Marked
from records.search import FoundByParts

OF_A_RECORD = {"table": "tickets_servicerecord", "by": "record_id", "open_while": "open"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0001_tickets")]

    operations: ClassVar = [
        AppendOnly("tickets_ticketevent"),
        AppendOnly("tickets_ticketalert"),
        AppendOnly("tickets_incomingmail"),
        AppendOnly("tickets_maildecision"),
        AppendOnly("tickets_ticketreply"),
        AppendOnly("tickets_contactchoice"),
        AppendOnly("tickets_recordevent"),
        AppendOnly("tickets_signedrecord"),
        AppendOnly("tickets_dayplanevent"),
        Marked("tickets_serviceneed"),
        Marked("tickets_faultclass"),
        FrozenLines("tickets_quoteline", table="tickets_quote", by="quote_id", open_while="drafted"),
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
                "cause_id",
                "remedy_id",
            ],
            open_while="open",
        ),
        FrozenFacts(
            "tickets_referral",
            columns=[
                "number",
                "ticket_id",
                "wanted",
                "diagnosis",
                "question",
                "dossier",
                "referred_at",
                "referred_by_id",
                "asker_id",
                "territory_id",
            ],
            open_while="drafted",
        ),
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
