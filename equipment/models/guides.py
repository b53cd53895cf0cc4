"""The guides of a model that its customers may read."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.models.products import Product
from equipment.querysets import ProductGuideQuerySet
from records.models import StoredFile


class ProductGuide(models.Model):
    """A guide of a model in one language, open to customers from a day on until it is withdrawn (C9).

    What was open once is not exchanged: a new edition is a guide of its own, and the old one is withdrawn.
    """

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="guides", verbose_name=_("model")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=60)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, verbose_name=_("file"))
    open_from = models.DateField(_("open from"))
    open_until = models.DateField(_("withdrawn after"), null=True, blank=True)

    objects = ProductGuideQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="guide_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(open_until__isnull=True) | Q(open_until__gte=F("open_from")),
                name="guide_withdrawn_after_it_opened",
                violation_error_message=_("A guide is withdrawn on the day it opens or later."),
            ),
            models.UniqueConstraint(
                fields=["product", "language", "title", "open_from"],
                name="guide_once_a_title_and_day",
                violation_error_message=_("This model has a guide of this title from that day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product.code} {self.title}"
