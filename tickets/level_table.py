"""The service levels of a version as a table in the reader's words: which requests, which times (D3)."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dealers.models import Division
from equipment.models import Customer, Product
from regulation.choices import INNER, PROMISED
from tickets.choices import TicketKind, TicketPriority
from tickets.clock_page import limit_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from regulation.levels import Conditions, Target
    from regulation.models import ServiceLevel

COLUMNS: Final = (*PROMISED, *INNER)


def table(levels: "Iterable[ServiceLevel]") -> list[dict[str, Any]]:
    """Return the levels in their order: name, for which requests, and the time of each clock."""
    rows = list(levels)
    names = _names([row.typed.conditions for row in rows])
    return [
        {
            "position": row.position,
            "name": row.name,
            "code": row.code,
            "conditions": _conditions(row.typed.conditions, names),
            "times": [_time(row.typed.targets.of(kind)) for kind in COLUMNS],
        }
        for row in rows
    ]


def heads() -> list[str]:
    return [str(kind.label) for kind in COLUMNS]


def _time(target: "Target | None") -> str:
    return limit_words(target.minutes, target.basis) if target is not None else "–"


def _conditions(conditions: "Conditions", names: "Mapping[str, Mapping[str, str]]") -> list[str]:
    """Say each condition of a level as a sentence of its own; all of them have to hold."""
    if conditions.are_none:
        return [_("every other request")]
    said = {
        "kinds": _("kind: %(names)s"),
        "priorities": _("priority: %(names)s"),
        "products": _("model: %(names)s"),
        "customers": _("customer: %(names)s"),
        "contracts": _("contract: %(names)s"),
        "divisions": _("place: %(names)s"),
    }
    comma = pgettext("between the items of a list", ", ")
    return [
        words % {"names": comma.join(names[field].get(code, code) for code in getattr(conditions, field))}
        for field, words in said.items()
        if getattr(conditions, field)
    ]


def _names(conditions: "list[Conditions]") -> "Mapping[str, Mapping[str, str]]":
    """Return what the codes of all levels are called; a code that stands for nothing any more stays one."""

    def wanted(field: str) -> list[str]:
        return sorted({code for one in conditions for code in getattr(one, field)})

    found: dict[str, Callable[[list[str]], dict[str, str]]] = {
        "products": lambda codes: {one.code: str(one) for one in Product.objects.filter(code__in=codes)},
        "customers": lambda codes: {one.code: one.name for one in Customer.objects.filter(code__in=codes)},
        "divisions": lambda codes: {
            one.code: one.full_name for one in Division.objects.filter(code__in=codes)
        },
    }
    named = {field: ask(wanted(field)) if wanted(field) else {} for field, ask in found.items()}
    fixed = {
        "kinds": {kind.value: str(kind.label) for kind in TicketKind},
        "priorities": {priority.value: str(priority.label) for priority in TicketPriority},
        "contracts": {},
    }
    return MappingProxyType(named | fixed)
