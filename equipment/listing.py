"""What the list of units shows around its rows: views, conditions, sort heads, and its columns as a file."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from equipment.filters import AWAITING, INSTALLED, LATE, EquipmentFilter
from records.wording import capped

if TYPE_CHECKING:
    from django.db.models import Model

    from equipment.models import Equipment, SerialNumberCase
    from equipment.querysets import EquipmentQuerySet
    from records.querysets import SavedViewQuerySet

MOST_COUNTED = 100
PAGE = "equipment:units"
SORTS = {
    "serial_number": gettext_lazy("Serial number"),
    "planned": gettext_lazy("Installation"),
    "delivered": gettext_lazy("Delivered"),
}
EXPORTED = (
    gettext_lazy("Serial number"),
    gettext_lazy("Model"),
    gettext_lazy("Dealer"),
    gettext_lazy("Customer company"),
    gettext_lazy("Contact"),
    gettext_lazy("Phone"),
    gettext_lazy("First place of use"),
    gettext_lazy("Division"),
    gettext_lazy("Project"),
    gettext_lazy("Planned installation"),
    gettext_lazy("Delivered"),
    gettext_lazy("Installed on"),
    gettext_lazy("In use from"),
    gettext_lazy("Warranty ends"),
    gettext_lazy("Registered"),
)
CLAIMED = {
    "product": gettext_lazy("Model"),
    "customer_name": gettext_lazy("Customer company"),
    "contact_name": gettext_lazy("Contact"),
    "first_place_of_use": gettext_lazy("First place of use"),
    "project_name": gettext_lazy("Project"),
    "planned_installation_on": gettext_lazy("Planned installation"),
}


def views(
    request: HttpRequest, *, rows: "EquipmentQuerySet", saved: "SavedViewQuerySet", today: date
) -> list[dict[str, Any]]:
    """Return the standing views with live counts up to a hundred, and the person's own (L1)."""
    awaiting, late = _capped(rows.awaiting_installation()), _capped(rows.late_to_install(on=today))
    standing = [
        _view(request, query="", label=_("All units"), icon="list"),
        _view(
            request, query=f"installed={AWAITING}", label=_("To be installed"), icon="tool", count=awaiting
        ),
        _view(
            request,
            query=f"installed={LATE}",
            label=_("Installation overdue"),
            icon="alert-triangle",
            count=late,
            tone="bad" if late else "",
        ),
        _view(request, query=f"installed={INSTALLED}", label=pgettext("unit", "Installed"), icon="check"),
    ]
    own = [_view(request, query=view.query, label=view.name, icon="bookmark") for view in saved.on_page(PAGE)]
    groups = [{"label": "", "views": standing}]
    return [*groups, {"label": _("Saved by me"), "views": own}] if own else groups


def current_own_view(groups: list[dict[str, Any]]) -> str:
    """Return the name of the person's own view that is shown; empty if it is none."""
    own = [view for group in groups[1:] for view in group["views"] if view["current"]]
    return str(own[0]["label"]) if own else ""


def _capped(rows: "EquipmentQuerySet") -> int:
    """Count up to a hundred and no further: never a full count."""
    return rows[:MOST_COUNTED].count()


def _view(
    request: HttpRequest, *, query: str, label: str, icon: str, count: int | None = None, tone: str = ""
) -> dict[str, Any]:
    return {
        "url": f"?{query}",
        "label": label,
        "icon": icon,
        "count": None if count is None else capped(count),
        "tone": tone,
        "current": without(request, "cursor", "limit") == query,
    }


def tokens(found: EquipmentFilter, request: HttpRequest) -> list[dict[str, str]]:
    """Return the conditions in force, each with the address that drops it."""
    if not found.is_valid():
        return []
    chosen = [(name, value) for name, value in found.form.cleaned_data.items() if value]
    return [
        {
            "label": str(found.form.fields[name].label),
            "value": _said(found, name, value),
            "remove_url": f"?{without(request, name, 'cursor')}",
        }
        for name, value in chosen
    ]


def _said(found: EquipmentFilter, name: str, value: "str | date | Model") -> str:
    choices = dict(getattr(found.form.fields[name], "choices", ())) if isinstance(value, str) else {}
    return str(choices.get(value, value))


def sort_heads(request: HttpRequest, sort: str) -> dict[str, dict[str, str]]:
    """Return each sortable head with its address: a second press turns the order round."""
    return {
        name: {
            "label": str(label),
            "url": f"?{_with_sort(request, f'-{name}' if sort == name else name)}",
            "order": {name: "ascending", f"-{name}": "descending"}.get(sort, ""),
        }
        for name, label in SORTS.items()
    }


def _with_sort(request: HttpRequest, sort: str) -> str:
    query = request.GET.copy()
    query.pop("cursor", None)
    query["sort"] = sort
    return query.urlencode()


def without(request: HttpRequest, *names: str) -> str:
    """Return the address's conditions but for some, and but for empty ones."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    for name in [name for name, value in query.items() if not value]:
        query.pop(name)
    return query.urlencode()


def export_header() -> list[str]:
    return [str(name) for name in EXPORTED]


def export_row(unit: "Equipment") -> list[object]:
    """Return a unit as a row of a file; the phone stays masked (C10)."""
    return [
        unit.serial_number,
        str(unit.product),
        str(unit.dealer),
        str(unit.customer),
        str(unit.contact),
        unit.contact.masked_phone,
        unit.first_place_of_use,
        str(unit.division or ""),
        unit.project_name,
        unit.planned_installation_on,
        unit.delivered_on,
        unit.installed_on,
        unit.in_use_from,
        unit.warranty_ends_on,
        unit.registered_at,
    ]


def claim_facts(case: "SerialNumberCase") -> list[dict[str, object]]:
    """Return what the second dealer typed, beside what stands on record."""
    unit = case.equipment
    standing = {
        "product": unit.product.code,
        "customer_name": unit.customer,
        "contact_name": unit.contact,
        "first_place_of_use": unit.first_place_of_use,
        "project_name": unit.project_name,
        "planned_installation_on": unit.planned_installation_on.isoformat(),
    }
    return [
        {
            "label": label,
            "claimed": case.claim.get(name, ""),
            "standing": standing[name],
            "differs": str(case.claim.get(name, "")) != str(standing[name]),
        }
        for name, label in CLAIMED.items()
    ]
