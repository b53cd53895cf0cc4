"""What is promised to customers, per model and dated."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.models.products import Product
from equipment.querysets import ProductTermsQuerySet


def in_language(text_zh: str, text_en: str) -> str:
    """Return the text of the language in which a page is read; Chinese where there is no other."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return text_zh if is_chinese or not text_en else text_en


class ProductTerms(models.Model):
    """The terms published for a model from a day on, until the next ones (C11).

    How many months the warranty has is the model's own fact; here stands what it covers.
    """

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="terms", verbose_name=_("model")
    )
    valid_from = models.DateField(_("valid from"))
    covers_zh = models.TextField(_("what the warranty covers, in Chinese"))
    covers_en = models.TextField(_("what the warranty covers, in English"), blank=True)
    respond_hours = models.PositiveSmallIntegerField(_("we call back within hours"), null=True, blank=True)
    attend_hours = models.PositiveSmallIntegerField(_("we are there within hours"), null=True, blank=True)
    repair_hours = models.PositiveSmallIntegerField(_("it works again within hours"), null=True, blank=True)
    process_zh = models.TextField(_("how service goes, in Chinese"), blank=True)
    process_en = models.TextField(_("how service goes, in English"), blank=True)

    objects = ProductTermsQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("published terms")
        verbose_name_plural = _("published terms")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product", "valid_from"],
                name="terms_once_a_model_and_day",
                violation_error_message=_("This model has terms from that day already. Choose another day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product.code} {self.valid_from}"

    @property
    def covers(self) -> str:
        return in_language(self.covers_zh, self.covers_en)

    @property
    def process(self) -> str:
        return in_language(self.process_zh, self.process_en)


class TermsCharge(models.Model):
    """One line of what a customer pays outside the warranty (C11)."""

    terms = models.ForeignKey(ProductTerms, on_delete=models.CASCADE, related_name="charges")
    position = models.PositiveSmallIntegerField(_("place in the list"), default=1)
    name_zh = models.CharField(_("what for, in Chinese"), max_length=80)
    name_en = models.CharField(_("what for, in English"), max_length=80, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="terms_charge_never_negative",
                violation_error_message=_("A charge can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)
