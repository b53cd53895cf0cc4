"""What of equipment is due from a person today (L1)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dealers.roles import Right
from equipment import permissions
from equipment.filters import LATE, TODAY
from equipment.maintenance_rules import State
from equipment.models import Equipment, Maintenance, SerialNumberCase
from records.due import DueItem
from records.listing import capped_count
from records.wording import capped
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from equipment.querysets import EquipmentQuerySet, MaintenanceQuerySet, SerialNumberCaseQuerySet

MOST_OVERDUE: Final = 5
MOST_SHOWN: Final = 20  # of each group; one more line stands for the rest and is counted as many


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for the person, most urgent first."""
    return [*_installations(actor, at), *_maintenance(actor, at), *_cases(actor), *_claims(actor)]


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of all that waits for the person."""
    units = _own_units(actor).due_to_install(on=local_day(at)).values("pk")
    cases, claims = _open_cases(actor).values("pk"), _returned_claims(actor).values("pk")
    overdue = _overdue_maintenance(actor, on=local_day(at)).values("pk")
    return units.union(overdue, cases, claims, all=True)


def badge(actor: "User", at: datetime) -> int:
    """Return how many things wait for the person, in one statement, up to 100 and no further."""
    return capped_count(waiting(actor, at))


def _own_units(actor: "User") -> "EquipmentQuerySet":
    """Return a dealer's own units: an outlet's are not its centre's to install."""
    if actor.is_head_office or not permissions.may_register(actor):
        return Equipment.objects.none()
    return Equipment.objects.visible_to(actor).filter(dealer=actor.dealer_id)


def _open_cases(actor: "User") -> "SerialNumberCaseQuerySet":
    if not permissions.may_decide_cases(actor):
        return SerialNumberCase.objects.none()
    return SerialNumberCase.objects.visible_to(actor).open()


def _returned_claims(actor: "User") -> "SerialNumberCaseQuerySet":
    if not permissions.may_register(actor):
        return SerialNumberCase.objects.none()
    return SerialNumberCase.objects.known_to(actor)


def _installations(actor: "User", at: datetime) -> list[DueItem]:
    """Return the first overdue units and the first of today's, each with one line for the others."""
    today = local_day(at)
    due = _own_units(actor).due_to_install(on=today).first_by_lateness(MOST_SHOWN, on=today)
    units: list[Any] = list(due.with_names())
    lines = []
    for listed_as, is_late in ((LATE, True), (TODAY, False)):
        group = [unit for unit in units if unit.is_late is is_late]
        url = f"{reverse('equipment:units')}?installed={listed_as}&sort=planned"
        lines += _lines(group, [_installation(unit, at) for unit in group], rest_url=url)
    return lines


def _lines(rows: Sequence[Any], shown: list[DueItem], *, rest_url: str) -> list[DueItem]:
    """Return the lines of a group with one more for what is left of it."""
    left = rows[0].alike - len(rows) if rows else 0
    if not left:
        return shown
    says = ngettext("%(n)s more", "%(n)s more", left) % {"n": capped(left)}
    rest = replace(shown[-1], title=says, detail="", url=rest_url, button=_("Open list"), opens=None)
    return [*shown, replace(rest, tone="", count=left)]


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


def _overdue_maintenance(actor: "User", *, on: date) -> "MaintenanceQuerySet":
    """Return what a dealer's desk has let pass, and to who dispatches what anybody has (C5)."""
    rows = Maintenance.objects.visible_to(actor).standing(State.OVERDUE, on=on)
    if actor.is_head_office:
        return rows if actor.may(Right.DISPATCH) else rows.none()
    return rows.filter(equipment__dealer=actor.dealer_id) if permissions.may_register(actor) else rows.none()


def _maintenance(actor: "User", at: datetime) -> list[DueItem]:
    overdue = _overdue_maintenance(actor, on=local_day(at)).with_names().with_their_number()
    rows = list(overdue.order_by("closes_on", "pk")[:MOST_OVERDUE])
    rest = f"{reverse('maintenance:list')}?state={State.OVERDUE.value}"
    return _lines(rows, [_overdue(line) for line in rows], rest_url=rest)


def _overdue(line: Maintenance) -> DueItem:
    unit = line.equipment
    return DueItem(
        icon="tool",
        title=f"{unit.serial_number} {line}",
        detail=_("Maintenance is overdue · %(model)s · %(customer)s · %(dealer)s")
        % {"model": unit.product.code, "customer": unit.customer, "dealer": unit.dealer},
        url=f"{unit.get_absolute_url()}#maintenance",
        button=pgettext("alert", "See to it"),
        due=line.closes_on or unit.registered_at,
        opens=line.opens_on,
        tone="bad",
    )


def _cases(actor: "User") -> list[DueItem]:
    rows = _open_cases(actor).with_names().with_their_number().order_by("claimed_at", "pk")
    cases = list(rows[:MOST_SHOWN])
    return _lines(cases, [_case(case) for case in cases], rest_url=reverse("equipment:cases"))


def _case(case: SerialNumberCase) -> DueItem:
    return DueItem(
        icon="hash",
        title=_("Check serial number %(serial_number)s") % {"serial_number": case.equipment.serial_number},
        detail=_("claimed by %(claimant)s, registered by %(dealer)s")
        % {"claimant": case.claimed_by_dealer, "dealer": case.equipment.dealer},
        url=reverse("equipment:case", args=[case.number]),
        button=_("Decide"),
        due=case.claimed_at,
    )


def _claims(actor: "User") -> list[DueItem]:
    """Return the numbers that headquarters has sent back: nothing of whose they are (D14)."""
    rows = _returned_claims(actor).order_by("decided_at", "pk")
    return [_claim(case) for case in rows[:MOST_SHOWN]]


def _claim(case: SerialNumberCase) -> DueItem:
    typed = case.claim
    return DueItem(
        icon="hash",
        title=_("Correct serial number %(serial_number)s") % typed,
        detail=_("Headquarters checked it: it is not the number of the unit for %(customer_name)s") % typed,
        url=f"{reverse('equipment:register')}?claim={case.number}",
        button=_("Type right number"),
        due=case.decided_at or case.claimed_at,
        tone="warn",
    )
