"""What the list of units shows around its rows: its views, what it sorts by, its columns as a file."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from equipment.filters import AWAITING, INSTALLED, LATE
from equipment.states import CaseStatus, CaseVerb
from records.listing import capped_count, view, with_own_views
from records.wording import short_moment

if TYPE_CHECKING:
    from equipment.models import Equipment, SerialNumberCase
    from equipment.querysets import EquipmentQuerySet, SerialNumberCaseEventQuerySet
    from records.querysets import SavedViewQuerySet

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
    awaiting, late = capped_count(rows.awaiting_installation()), capped_count(rows.late_to_install(on=today))
    standing = [
        view(request, query="", label=_("All units"), icon="list"),
        view(request, query=f"installed={AWAITING}", label=_("To be installed"), icon="tool", count=awaiting),
        view(
            request,
            query=f"installed={LATE}",
            label=_("Installation overdue"),
            icon="alert-triangle",
            count=late,
            tone="bad" if late else "",
        ),
        view(request, query=f"installed={INSTALLED}", label=pgettext("unit", "Installed"), icon="check"),
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


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


def claim_table(case: "SerialNumberCase") -> dict[str, Any]:
    """Return what the second dealer typed beside what stands on record, or stood when it was handed over."""
    stood = _stood(case)
    return {
        "dealer": stood["dealer"],
        "is_handed_over": case.status == CaseStatus.TRANSFERRED,
        "facts": [
            {
                "label": label,
                "claimed": case.claim.get(name, ""),
                "standing": stood[name],
                "differs": str(case.claim.get(name, "")) != str(stood[name]),
            }
            for name, label in CLAIMED.items()
        ],
    }


CASE_ICONS = {
    CaseVerb.CLAIM.value: "hash",
    CaseVerb.RETURN.value: "arrow-back-up",
    CaseVerb.TRANSFER.value: "transfer",
    CaseVerb.SETTLE.value: "check",
}


def case_history(events: "SerialNumberCaseEventQuerySet", *, today: date) -> list[dict[str, Any]]:
    """Return each step of a case, newest first: when, what, why, by whom (L3)."""
    return [
        {
            "icon": CASE_ICONS[event.verb],
            "text": event.get_verb_display(),
            "say": event.note,
            "who": str(event.actor),
            "at": short_moment(event.at, today),
        }
        for event in events.select_related("actor").newest_first()
    ]


def _stood(case: "SerialNumberCase") -> dict[str, Any]:
    handed_over = case.events.filter(verb=CaseVerb.TRANSFER).first()
    if handed_over:
        stood: dict[str, Any] = handed_over.changes["stood"]
        return stood
    unit = case.equipment
    return {
        "dealer": unit.dealer,
        "product": unit.product.code,
        "customer_name": unit.customer,
        "contact_name": unit.contact,
        "first_place_of_use": unit.first_place_of_use,
        "project_name": unit.project_name,
        "planned_installation_on": unit.planned_installation_on.isoformat(),
    }
