"""What can be wrong, why, and what helps: symptom, cause, remedy, headquarters' to set."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.models import Product
from equipment.models.terms import in_language
from records.models import ImportRun
from tickets.fault_querysets import FaultCauseQuerySet, FaultClassQuerySet, FaultRemedyQuerySet

LONGEST_CODE = 60
FITS_AN_ADDRESS = _("A code has no slash: addresses are made of it.")


class NamedInTwoLanguages(models.Model):
    """Reference data under a code that stays: what was signed names it by the code."""

    code = models.CharField(_("code"), max_length=LONGEST_CODE, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    is_active = models.BooleanField(_("can be chosen"), default=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(code__contains="/"),
                name="%(class)s_code_fits_an_address",
                violation_error_message=FITS_AN_ADDRESS,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)


class FaultClass(NamedInTwoLanguages):
    """What is wrong as a customer tells it and an agent picks it: the symptom (D6, D13).

    Without products it can be wrong with any model. One that an import of history made names its run.
    """

    products = models.ManyToManyField(
        Product,
        blank=True,
        related_name="+",
        verbose_name=_("models"),
        help_text=_("Leave it empty where it holds for every model."),
    )
    import_run = models.ForeignKey(
        ImportRun,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("made by import"),
    )

    objects = FaultClassQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[products])

    class Meta(NamedInTwoLanguages.Meta):
        verbose_name = _("fault class")
        verbose_name_plural = _("fault classes")

    def fits(self, product_id: int | None) -> bool:
        """Say whether it can be wrong with a model; of a model not known anything can be."""
        if product_id is None:
            return True
        named = set(self.products.values_list("pk", flat=True))
        return not named or product_id in named


class FaultCause(NamedInTwoLanguages):
    """Why it is wrong, as the engineer finds it."""

    fault_class = models.ForeignKey(
        FaultClass, on_delete=models.PROTECT, related_name="causes", verbose_name=_("fault class")
    )

    objects = FaultCauseQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(NamedInTwoLanguages.Meta):
        verbose_name = _("cause of a fault")
        verbose_name_plural = _("causes of faults")


class FaultRemedy(NamedInTwoLanguages):
    """What puts it right."""

    cause = models.ForeignKey(
        FaultCause, on_delete=models.PROTECT, related_name="remedies", verbose_name=_("cause")
    )

    objects = FaultRemedyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(NamedInTwoLanguages.Meta):
        verbose_name = _("remedy of a cause")
        verbose_name_plural = _("remedies of causes")
