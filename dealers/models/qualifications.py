"""What service people can do and which papers they hold."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.choices import FilingStatus, QualificationKind
from dealers.models.people import ServiceStaff
from dealers.querysets import QualificationQuerySet, StaffQualificationQuerySet
from records.models import StoredFile


class Qualification(models.Model):
    """A skill or a kind of certificate that work may ask for: headquarters' to set (B2, B3)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=QualificationKind)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=60)
    is_active = models.BooleanField(_("is asked for"), default=True)

    objects = QualificationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=QualificationKind.values), name="qualification_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(code__contains="/"), name="qualification_code_fits_an_address"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en

    @property
    def is_filed(self) -> bool:
        """Say whether it stands on anybody's papers."""
        return StaffQualification.objects.filter(qualification=self).exists()

    @property
    def is_certificate(self) -> bool:
        return self.kind == QualificationKind.CERTIFICATE


class StaffQualification(models.Model):
    """A qualification as filed for a person by their dealer, and headquarters' word on it (B1, B3).

    A renewed certificate is a row of its own: what was valid on a day stays known.
    """

    staff = models.ForeignKey(
        ServiceStaff,
        on_delete=models.PROTECT,
        related_name="qualifications",
        verbose_name=_("service person"),
    )
    qualification = models.ForeignKey(
        Qualification, on_delete=models.PROTECT, related_name="+", verbose_name=_("qualification")
    )
    certificate_number = models.CharField(_("certificate number"), max_length=40, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    scan = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("scan"),
    )
    filing_status = models.CharField(
        _("filing"), max_length=10, choices=FilingStatus, default=FilingStatus.FILED
    )
    filed_at = models.DateTimeField(_("filed"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StaffQualificationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("qualification of a person")
        verbose_name_plural = _("qualifications of people")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(filing_status__in=FilingStatus.values), name="paper_filing_is_known"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True, valid_until__isnull=True, certificate_number="")
                | (Q(valid_until__gte=F("valid_from")) & ~Q(certificate_number="")),
                name="paper_is_whole",
            ),
            models.UniqueConstraint(
                fields=["staff", "qualification"],
                condition=Q(filing_status=FilingStatus.FILED),
                name="paper_waits_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["staff", "qualification"],
                condition=Q(filing_status=FilingStatus.CONFIRMED, valid_until__isnull=True),
                name="skill_held_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff} – {self.qualification}"
