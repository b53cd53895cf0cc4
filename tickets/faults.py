"""The names of fault classes, kept in memory: each time line of a ticket says them."""

from collections.abc import Mapping

from equipment.models.terms import in_language
from records.kept import kept
from tickets.models import FaultClass


def fault_name(code: str) -> str:
    """Return what a class is called in the language of the page; the code where there is none any more."""
    name_zh, name_en = _names().get(code, (code, ""))
    return in_language(name_zh, name_en)


@kept("tickets_faultclass")
def _names() -> Mapping[str, tuple[str, str]]:
    return {
        code: (name_zh, name_en)
        for code, name_zh, name_en in FaultClass.objects.values_list("code", "name_zh", "name_en")
    }
