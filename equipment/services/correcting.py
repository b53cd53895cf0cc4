"""Registering anew what headquarters has sent back: nothing has to be typed again (C1)."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from equipment import permissions, phones
from equipment.services.cases import settle_claim
from equipment.services.registration import Registration, register_equipment

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment, SerialNumberCase


@transaction.atomic
def register_corrected(
    case: "SerialNumberCase", *, actor: "User", at: datetime, registration: Registration
) -> "Equipment":
    """Register the unit of a claim that was sent back, under its right number; that settles the claim.

    No phone given means the one typed with the claim.
    """
    if not permissions.may_settle_claim(actor, case):
        raise PermissionDenied
    phone = registration.phone or phones.decrypt(case.phone_cipher)
    unit = register_equipment(actor=actor, at=at, registration=replace(registration, phone=phone))
    settle_claim(case, actor=actor, at=at, note=unit.serial_number)
    return unit
