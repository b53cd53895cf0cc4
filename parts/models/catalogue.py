"""The catalogue of parts: what can be had, for what, at which price, from whom."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.models import Product
from parts.choices import PartUnit
from parts.querysets import (
    PartPriceQuerySet,
    PartQuerySet,
)


def _in_language(chinese: str, english: str) -> str:
    is_chinese = (get_language() or "zh").startswith("zh")
    return chinese if is_chinese or not english else english


class PartClass(models.Model):
    """A class of parts: hydraulics, electrics, filters (E1)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=40, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("class of parts")
        verbose_name_plural = _("classes of parts")

    def __str__(self) -> str:
        return _in_language(self.name_zh, self.name_en)


class Supplier(models.Model):
    """Who delivers parts to headquarters (E1, E9)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(_("delivers"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")

    def __str__(self) -> str:
        return self.name


class Part(models.Model):
    """A spare part by its code; what it is called may change, what it counts in never (E1).

    `successor` is the part that takes its place: stock of the old one is used up, orders go to the newest of
    the chain.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    part_class = models.ForeignKey(
        PartClass, on_delete=models.PROTECT, related_name="parts", verbose_name=_("class")
    )
    unit = models.CharField(
        pgettext_lazy("of a part", "unit"), max_length=10, choices=PartUnit, default=PartUnit.PIECE
    )
    products = models.ManyToManyField(Product, blank=True, related_name="spare_parts", verbose_name=_("fits"))
    suppliers = models.ManyToManyField(
        Supplier, blank=True, related_name="parts", verbose_name=_("suppliers")
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        verbose_name=_("superseded by"),
    )
    is_valuable = models.BooleanField(
        _("is valuable"),
        default=False,
        help_text=_("Returned old ones go in consignments of their own (E7)."),
    )
    is_serial_tracked = models.BooleanField(
        _("each has a serial number"),
        default=False,
        help_text=_("Each piece is known by its number, wherever it is. Only before the first movement."),
    )
    is_active = models.BooleanField(_("is supplied"), default=True)

    objects = PartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(unit__in=PartUnit.values), name="part_unit_is_known"),
            models.CheckConstraint(condition=~Q(code__contains="/"), name="part_code_fits_an_address"),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="part_is_not_its_own_successor",
                violation_error_message=_("A part can't be superseded by itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("parts:detail", args=[self.code])

    @property
    def name(self) -> str:
        return _in_language(self.name_zh, self.name_en)


class PartPrice(models.Model):
    """What one of a part costs from a day on, in yuan, to the cent; never changed, only followed (E1)."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="prices", verbose_name=_("part"))
    valid_from = models.DateField(_("valid from"))
    price = models.DecimalField(_("price, yuan"), max_digits=8, decimal_places=2)

    objects = PartPriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("price of a part")
        verbose_name_plural = _("prices of parts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["part", "valid_from"],
                name="part_price_once_a_day",
                violation_error_message=_("A price from this day on stands already: take another day."),
            ),
            models.CheckConstraint(
                condition=Q(price__gte=0),
                name="part_price_not_negative",
                violation_error_message=_("A price is 0 or more, in yuan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} {self.valid_from} {self.price}"
