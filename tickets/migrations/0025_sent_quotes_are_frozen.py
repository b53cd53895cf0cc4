"""The lines of a quote that the customer has seen change no more: the database says so (C4)."""

from typing import ClassVar

from django.db import migrations

from records.frozen import FrozenLines


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0024_inner_clock")]

    operations: ClassVar = [
        FrozenLines("tickets_quoteline", table="tickets_quote", by="quote_id", open_while="drafted"),
    ]
