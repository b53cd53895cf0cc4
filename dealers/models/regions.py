"""Regions of the network, and from which day a dealer belongs to which (D16)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.models.network import Dealer
from dealers.querysets import RegionMemberQuerySet, RegionQuerySet


class Region(models.Model):
    """Dealers under one head, who sees their work and confirms what was done each day (D16).

    Provinces say where machines stand and territories who serves them; a region says who answers for whom.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=60)
    head = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="regions",
        verbose_name=_("head of region"),
    )

    objects = RegionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = pgettext_lazy("network", "region")
        verbose_name_plural = pgettext_lazy("network", "regions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(code__contains="/") & ~Q(code__contains="."),
                name="region_code_fits_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_zh if (get_language() or "zh").startswith("zh") else self.name_en


class RegionMember(models.Model):
    """A dealer belongs to a region, or to none, from the first moment of a day on: append-only (D16).

    The last row written for the latest day counts, so that what was true of a day stays true of it.
    """

    dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("dealer")
    )
    region = models.ForeignKey(
        Region,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=pgettext_lazy("network", "region"),
    )
    since = models.DateField(_("from"))

    objects = RegionMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("dealer of a region")
        verbose_name_plural = _("dealers of regions")
        indexes: ClassVar = [models.Index(fields=["since", "id"], name="region_member_in_order")]

    def __str__(self) -> str:
        return f"{self.dealer} – {self.region or '–'} {self.since.isoformat()}"
