"""Dealers and the divisions they serve."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.choices import DealerKind, DivisionLevel
from dealers.querysets import (
    DealerQuerySet,
    DivisionQuerySet,
    TerritoryQuerySet,
)


class Dealer(models.Model):
    """A member of the service network; a province centre has outlets below it (A1)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=DealerKind)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outlets",
        verbose_name=_("centre"),
    )
    is_active = models.BooleanField(_("serves"), default=True)

    objects = DealerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dealer")
        verbose_name_plural = _("dealers")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=DealerKind.values), name="dealer_kind_is_known"),
            models.CheckConstraint(condition=~Q(code__contains="/"), name="dealer_code_fits_an_address"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="dealer_is_not_its_own_centre"),
            models.CheckConstraint(
                condition=~Q(kind=DealerKind.PROVINCE_CENTRE) | Q(parent__isnull=True),
                name="centre_stands_under_headquarters",
                violation_error_message=_(
                    "A province centre stands directly under headquarters: leave out its centre."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dealers:detail", args=[self.code])


class Division(models.Model):
    """An administrative division of China by its GB/T 2260 code (D4)."""

    code = models.CharField(_("code"), max_length=6, primary_key=True)
    name = models.CharField(max_length=60)
    full_name = models.CharField(_("name"), max_length=160)
    level = models.PositiveSmallIntegerField(_("level of the division"), choices=DivisionLevel)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")

    def __str__(self) -> str:
        return self.full_name


class Territory(models.Model):
    """A dealer serves a division; the narrowest division that holds a place decides (D4)."""

    dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, related_name="territories", verbose_name=_("dealer")
    )
    division = models.OneToOneField(
        Division, on_delete=models.PROTECT, related_name="territory", verbose_name=_("division")
    )

    objects = TerritoryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("territory")
        verbose_name_plural = _("territories")

    def __str__(self) -> str:
        return f"{self.dealer} – {self.division}"
