"""Fault classes as files name them: found by code or by either name, made where an import was asked to."""

from collections.abc import Iterable
from typing import Final

from records.imports.fields import folded
from tickets.models import FaultClass

LONGEST_NAME: Final = 60
# what files write where nothing is known
NOTHING: Final = frozenset({"", "-", "--", "/", "na", "n/a", "none", "null", "unknown", "无", "不详", "未知"})


def folded_name(written: str) -> str:
    """Return a name as it is compared: without case, full-width letters and spare blanks."""
    return " ".join(folded(written).casefold().split())


def says_something(written: str) -> bool:
    return folded_name(written) not in NOTHING


def known_faults(written: Iterable[str]) -> dict[str, FaultClass]:
    """Return the classes that are named so, by the folded name; a code goes before a name."""
    wanted = {folded_name(name) for name in written if says_something(name)}
    rows = list(FaultClass.objects.order_by("-pk")) if wanted else []
    named = [
        *((row.name_en, row) for row in rows),
        *((row.name_zh, row) for row in rows),
        *((row.code, row) for row in rows),
    ]
    return {folded_name(name): row for name, row in named if folded_name(name) in wanted}


def made_faults(written: Iterable[str], *, run_id: int) -> dict[str, FaultClass]:
    """Return the classes that are named so; those that were not known are made, and name the import."""
    names = {folded_name(name): " ".join(folded(name).split()) for name in written if says_something(name)}
    if not names:
        return {}
    known = known_faults(names.values())
    taken = set(FaultClass.objects.values_list("code", flat=True))
    for key, name in names.items():
        if key not in known:
            code = _free_code(name, taken)
            taken.add(code)
            known[key] = FaultClass.objects.create(code=code, name_zh=name, import_run_id=run_id)
    return known


def _code(name: str) -> str:
    return name.replace("/", "-").replace(" ", "-").upper()[: LONGEST_NAME - 4]


def _free_code(name: str, taken: set[str]) -> str:
    """Return a code made of the name; numbered where another class has it."""
    code, number = _code(name), 2
    while code in taken:
        code, number = f"{_code(name)}-{number}", number + 1
    return code
