"""Codes on units: made with the first label, printed again, revoked, and the one door they open (D1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from equipment import permissions
from equipment.choices import EquipmentEventVerb
from equipment.models import Equipment, EquipmentEvent, UnitCode
from equipment.rules import clean_text
from records.links import new_token, token_hash
from records.refusals import Refusal
from records.sealing import seal, unseal

if TYPE_CHECKING:
    from dealers.models import User

UNIT: Final = "unit"  # the purpose to which a code is bound
LABELS_AT_ONCE: Final = 200
LONGEST_REASON: Final = 300


class TooManyLabels(Refusal):
    code = "too_many_labels"
    message = _("At most %(limit)s labels are printed at once. Narrow the conditions.")


class CodeReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Write why the old code ends, in at most 300 characters: it stays in the unit's history.")


class Label(NamedTuple):
    unit: Equipment
    token: str


@transaction.atomic
def print_labels(units: Sequence[Equipment], *, actor: "User", at: datetime) -> list[Label]:
    """Return the label of each unit, its code made if it has none; that it was printed is recorded."""
    if not permissions.may_print_labels(actor):
        raise PermissionDenied
    if len(units) > LABELS_AT_ONCE:
        raise TooManyLabels(limit=LABELS_AT_ONCE)
    valid = {code.equipment_id: code for code in UnitCode.objects.valid().filter(equipment__in=units)}
    codes = [valid.get(unit.pk) or _make_code(unit, actor=actor, at=at) for unit in units]
    EquipmentEvent.objects.bulk_create(
        EquipmentEvent(
            equipment=unit,
            dealer_id=unit.dealer_id,
            at=at,
            actor=actor,
            verb=EquipmentEventVerb.LABEL_PRINTED,
        )
        for unit in units
    )
    return [Label(unit, unseal(code.sealed_token)) for unit, code in zip(units, codes, strict=True)]


@transaction.atomic
def revoke_code(unit: Equipment, *, actor: "User", at: datetime, reason: str) -> None:
    """End a code that was lost or copied: from now on its label opens nothing; the next one is new."""
    if not permissions.may_reissue_code(actor, unit):
        raise PermissionDenied
    why = clean_text(reason)
    if not why or len(why) > LONGEST_REASON:
        raise CodeReasonMissing(field="reason")
    end_codes(unit, actor=actor, at=at, reason=why)


def end_codes(unit: Equipment, *, actor: "User", at: datetime, reason: str) -> None:
    """Revoke a unit's code as part of a step that is recorded as a whole; without a code nothing happens."""
    ended = UnitCode.objects.valid().filter(equipment=unit).update(revoked_at=at, revoked_by=actor)
    if ended:
        EquipmentEvent.objects.create(
            equipment=unit,
            dealer_id=unit.dealer_id,
            at=at,
            actor=actor,
            verb=EquipmentEventVerb.CODE_REVOKED,
            note=reason,
        )


def find_coded_unit(token: str) -> Equipment | None:
    """Return the unit that a code in force stands on: the only way to a unit without an account (D1)."""
    valid = UnitCode.objects.valid().filter(token_hash=token_hash(token, purpose=UNIT))
    code = valid.select_related("equipment__product", "equipment__contact").first()
    return code.equipment if code else None


def _make_code(unit: Equipment, *, actor: "User", at: datetime) -> UnitCode:
    token = new_token()
    try:
        with transaction.atomic():
            return UnitCode.objects.create(
                equipment=unit,
                token_hash=token_hash(token, purpose=UNIT),
                sealed_token=seal(token),
                made_at=at,
                made_by=actor,
            )
    except IntegrityError:  # somebody else printed the first label at this moment
        return UnitCode.objects.valid().get(equipment=unit)
