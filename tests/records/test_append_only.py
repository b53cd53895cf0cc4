"""What the database refuses by triggers stays refused, however often migrations made a table anew (F7)."""

import re
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r'(AppendOnly|FrozenLines|FrozenFacts)\(\s*"(\w+)"')
RULES = sorted({rule for path in ROOT.glob("*/migrations/*.py") for rule in NAMED.findall(path.read_text())})
CALLED = {
    "AppendOnly": re.compile("_append_only$|_no_update$|_no_delete$"),
    "FrozenLines": re.compile("_frozen"),
    "FrozenFacts": re.compile("_facts_frozen"),
}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
}
NEEDED = {("sqlite", "AppendOnly"): 2, ("sqlite", "FrozenLines"): 3, ("sqlite", "FrozenFacts"): 2}


@pytest.mark.django_db
@pytest.mark.parametrize(("rule", "table"), RULES)
def test_its_triggers_stand_after_all_migrations(rule, table):
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor], [table])
        standing = [name for (name,) in cursor.fetchall() if CALLED[rule].search(name)]
    needed = NEEDED.get((connection.vendor, rule), 1)
    assert len(standing) == needed, f"{table}: a later migration made the table anew without its triggers"
