"""Serial numbers claimed by a second dealer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer
from equipment import phones
from equipment.models.units import Equipment
from equipment.querysets import (
    SerialNumberCaseEventQuerySet,
    SerialNumberCaseQuerySet,
)
from equipment.states import UNSETTLED, CaseStatus, CaseVerb


class SerialNumberCase(models.Model):
    """A second dealer registered a serial number that stands elsewhere: headquarters decides (C1).

    What was typed is kept, the phone sealed until the claim is settled: nothing has to be typed again.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    equipment = models.ForeignKey(
        Equipment, on_delete=models.PROTECT, related_name="cases", verbose_name=_("unit")
    )
    claimed_by_dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("claimed by")
    )
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(_("claimed at"))
    claim = models.JSONField(default=dict)  # what was typed, without the phone
    phone_cipher = models.CharField(max_length=200, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CaseStatus, default=CaseStatus.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)

    objects = SerialNumberCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("serial number case")
        verbose_name_plural = _("serial number cases")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["equipment", "claimed_by_dealer"],
                condition=Q(status__in=UNSETTLED),
                name="serial_number_case_unsettled_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CaseStatus.values), name="serial_number_case_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.OPEN, decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(status=CaseStatus.OPEN) & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="serial_number_case_decided_at_iff_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def masked_phone(self) -> str:
        """The phone that was typed with the claim, masked."""
        return phones.mask(phones.decrypt(self.phone_cipher))


class SerialNumberCaseEvent(models.Model):
    """One step in the life of a claimed number, when and by whom: append-only (L3)."""

    case = models.ForeignKey(SerialNumberCase, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=12, choices=CaseVerb)
    source = models.CharField(max_length=12, choices=CaseStatus, blank=True)
    target = models.CharField(max_length=12, choices=CaseStatus)
    note = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=dict)

    objects = SerialNumberCaseEventQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verb__in=CaseVerb.values), name="case_event_verb_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.verb}"
