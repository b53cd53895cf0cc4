"""Every table of what has happened refuses changes, however often it was made anew by migrations (F7)."""

import re
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r'AppendOnly\(\s*"(\w+)"')
TABLES = sorted({name for path in ROOT.glob("*/migrations/*.py") for name in NAMED.findall(path.read_text())})
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_its_triggers_stand_after_all_migrations(table):
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor], [table])
        assert cursor.fetchall(), f"{table}: a later migration made the table anew without its triggers"
