"""What work asks for is kept in memory while it stands."""

from typing import ClassVar

from django.db import migrations

from records.kept import Marked


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tickets", "0019_alerts"), ("dealers", "0004_kept_tables")]

    operations: ClassVar = [Marked("tickets_serviceneed")]
