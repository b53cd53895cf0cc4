"""What a customer signed, frozen: the content, the signature, what proves that neither was changed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import SignerRole
from tickets.models.records import ServiceRecord
from tickets.onsite.querysets import SignedRecordQuerySet


class SignedRecord(models.Model):
    """One signed version of a service record: append-only (D7).

    `content` is what the customer saw, field by field; `digests`, `hash` and `seal` are reckoned from it
    (`tickets/onsite/evidence.py`). The code opens the public check page: kept as a keyed hash, by which it is
    found, and sealed, so that the sheet can be printed again.
    """

    record = models.ForeignKey(ServiceRecord, on_delete=models.PROTECT, related_name="signed")
    version = models.PositiveSmallIntegerField(_("version"))
    signer_name = models.CharField(_("signed by"), max_length=40)
    signer_role = models.CharField(_("signs as"), max_length=8, choices=SignerRole)
    signed_at = models.DateTimeField(_("signed"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)  # degrees, WGS 84
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    accuracy = models.PositiveIntegerField(null=True, blank=True)  # metres, as the phone said
    strokes = models.JSONField()
    content = models.JSONField()
    digests = models.JSONField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)
    seal = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64, unique=True)
    sealed_code = models.CharField(max_length=200)

    objects = SignedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed version of a service record")
        verbose_name_plural = _("signed versions of service records")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["record", "version"], name="signed_record_once_a_version"),
            models.CheckConstraint(
                condition=Q(signer_role__in=SignerRole.values), name="signed_record_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(version=1, previous_hash="") | Q(version__gt=1) & ~Q(previous_hash=""),
                name="signed_record_chained_to_the_one_before",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="signed_record_stands_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} v{self.version}"
