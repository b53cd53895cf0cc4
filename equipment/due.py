"""What of equipment is due from a person today (L1)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from equipment import permissions
from equipment.models import Equipment, SerialNumberCase
from records.due import DueItem
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.querysets import EquipmentQuerySet, SerialNumberCaseQuerySet

MOST_COUNTED = 100
MOST_SHOWN = 20


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for the person, most urgent first."""
    return [*_installations(actor, at), *_cases(actor)]


def badge(actor: "User", at: datetime) -> int:
    """Return how many things wait for the person, counted up to 100 and no further."""
    waiting = _due_units(actor, at)[:MOST_COUNTED].count() + _open_cases(actor)[:MOST_COUNTED].count()
    return min(waiting, MOST_COUNTED)


def _due_units(actor: "User", at: datetime) -> "EquipmentQuerySet":
    """Return a dealer's own units whose planned installation is today or overdue."""
    if actor.is_head_office or not permissions.may_register(actor):
        return Equipment.objects.none()
    return Equipment.objects.visible_to(actor).filter(dealer=actor.dealer).due_to_install(on=local_day(at))


def _open_cases(actor: "User") -> "SerialNumberCaseQuerySet":
    if not permissions.may_decide_cases(actor):
        return SerialNumberCase.objects.none()
    return SerialNumberCase.objects.visible_to(actor).open()


def _installations(actor: "User", at: datetime) -> list[DueItem]:
    units = _due_units(actor, at).with_names().order_by("planned_installation_on", "pk")[:MOST_SHOWN]
    return [_installation(unit, at) for unit in units]


def _installation(unit: Equipment, at: datetime) -> DueItem:
    is_late = unit.planned_installation_on < local_day(at)
    return DueItem(
        icon="backhoe",
        title=_("Install %(serial_number)s") % {"serial_number": unit.serial_number},
        detail=f"{unit.product} · {unit.customer} · {unit.first_place_of_use}",
        url=reverse("equipment:install", args=[unit.serial_number]),
        button=_("Record installation"),
        due=unit.planned_installation_on,
        opens=min(unit.delivered_on, unit.planned_installation_on),
        tone="bad" if is_late else "warn",
    )


def _cases(actor: "User") -> list[DueItem]:
    cases = _open_cases(actor).with_names().order_by("claimed_at", "pk")[:MOST_SHOWN]
    return [_case(case) for case in cases]


def _case(case: SerialNumberCase) -> DueItem:
    return DueItem(
        icon="hash",
        title=_("Check serial number %(serial_number)s") % {"serial_number": case.equipment.serial_number},
        detail=_("%(claimant)s registers it, it stands with %(dealer)s")
        % {"claimant": case.claimed_by_dealer, "dealer": case.equipment.dealer},
        url=reverse("equipment:case", args=[case.number]),
        button=_("Decide"),
        due=case.claimed_at,
    )
