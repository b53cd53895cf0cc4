"""Mending what a unit's file says of it while the customer is on the line (C6)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dealers.services import find_division
from equipment import permissions
from equipment.choices import EquipmentEventVerb
from equipment.models import Equipment, EquipmentEvent
from equipment.rules import clean_text
from equipment.services.seen import FileMovedOn
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User

LONGEST = {"gps_terminal": 40, "project_name": 80, "first_place_of_use": 120}


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What an agent corrects of a unit; the days of its installation are corrected with a reason (C3)."""

    gps_terminal: str
    project_name: str
    first_place_of_use: str
    factory_on: date | None = None  # nothing leaves it as it is


class FactNotValid(Refusal):
    code = "fact_not_valid"
    message = _("Write at most %(limit)s characters.")


class FactoryDateNotPossible(Refusal):
    code = "factory_date_not_possible"
    message = _("A unit leaves the factory before it is delivered, on %(day)s.")


class FactMissing(Refusal):
    code = "fact_missing"
    message = _("A unit has a project and a place. Write what is right.")


@transaction.atomic
def correct_facts(equipment: Equipment, *, actor: "User", at: datetime, facts: UnitFacts) -> Equipment:
    """Put right what was registered wrongly; the history says who changed what and when (C6, L3).

    Another place brings its division along, by which tickets find their dealer (D4).
    """
    if not permissions.may_correct_contact(actor, equipment.customer):
        raise PermissionDenied
    written: dict[str, Any] = {name: clean_text(getattr(facts, name)) for name in LONGEST}
    _check(written)
    if facts.factory_on is not None:
        _check_factory_date(equipment, facts.factory_on)
        written["factory_on"] = facts.factory_on
    changes = {name: [_kept(getattr(equipment, name)), _kept(value)] for name, value in written.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if not changes:
        return equipment
    moved = (
        {"division": find_division(written["first_place_of_use"])} if "first_place_of_use" in changes else {}
    )
    claimed = Equipment.objects.filter(pk=equipment.pk, version=equipment.version)
    if not claimed.update(**written, **moved, version=F("version") + 1):
        raise FileMovedOn
    EquipmentEvent.objects.create(
        equipment=equipment,
        dealer_id=equipment.dealer_id,
        at=at,
        actor=actor,
        verb=EquipmentEventVerb.FACTS_CORRECTED,
        changes=changes,
    )
    equipment.refresh_from_db()
    return equipment


def _kept(value: str | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


def _check_factory_date(equipment: Equipment, day: date) -> None:
    if day > equipment.delivered_on:
        raise FactoryDateNotPossible(day=equipment.delivered_on.isoformat(), field="factory_on")


def _check(written: dict[str, str]) -> None:
    for name, value in written.items():
        if len(value) > LONGEST[name]:
            raise FactNotValid(limit=LONGEST[name], field=name)
        if not value and name != "gps_terminal":
            raise FactMissing(field=name)
