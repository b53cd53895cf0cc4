"""What a mail became, what was decided about it and what was written back can't be changed."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0011_mails")]
    operations: ClassVar = [
        AppendOnly("tickets_incomingmail"),
        AppendOnly("tickets_maildecision"),
        AppendOnly("tickets_ticketreply"),
    ]
