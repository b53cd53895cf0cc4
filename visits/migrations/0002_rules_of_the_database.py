"""Events and attempts only grow."""

from typing import ClassVar

from django.db import migrations

from records.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("visits", "0001_visits")]

    operations: ClassVar = [
        AppendOnly("visits_visitevent"),
        AppendOnly("visits_visitattempt"),
    ]
