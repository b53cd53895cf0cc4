"""Models of machine."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.querysets import (
    ProductQuerySet,
)


class Product(models.Model):
    """A model of machine with its warranty and the self-check list of its installation."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    warranty_months = models.PositiveSmallIntegerField(_("warranty in months"), default=12)
    warranty_hours = models.PositiveIntegerField(
        _("at most operating hours"),
        null=True,
        blank=True,
        help_text=_("Empty: only the months count."),
    )
    self_check_items = models.JSONField(
        _("self-check list"),
        default=list,
        blank=True,
        help_text=_("A list of the points to check, each a text."),
    )
    is_active = models.BooleanField(_("is sold or served"), default=True)

    objects = ProductQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(warranty_months__gt=0),
                name="product_warranty_has_months",
                violation_error_message=_("A warranty has at least one month."),
            ),
            models.CheckConstraint(
                condition=Q(warranty_hours__isnull=True) | Q(warranty_hours__gt=0),
                name="product_warranty_hours_above_zero",
                violation_error_message=_("Leave the operating hours empty, or write a number above 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()

    @property
    def name(self) -> str:
        is_chinese = (get_language() or "zh").startswith("zh")
        return self.name_zh if is_chinese or not self.name_en else self.name_en
