"""The code on each unit, by which its user reaches us without an account."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from equipment.models.units import Equipment
from equipment.querysets import UnitCodeQuerySet


class UnitCode(models.Model):
    """The random link behind the QR code on a unit (C9, D1).

    Kept as a keyed hash, by which it is found, and sealed, so that the same label can be printed again. It
    lasts as long as the label, until it is revoked: lost, copied, or the unit moved to another dealer.
    """

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="codes")
    token_hash = models.CharField(max_length=64, unique=True)
    sealed_token = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = UnitCodeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["equipment"], condition=Q(revoked_at__isnull=True), name="unit_code_valid_once_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="unit_code_revoked_by_iff_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment} {self.made_at:%Y-%m-%d}"
