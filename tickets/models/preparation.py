"""What must be on hand before somebody leaves for the machine (D6)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import PreparationKind
from tickets.models.ticket import Ticket
from tickets.preparation_querysets import PreparationItemQuerySet


class PreparationItem(models.Model):
    """One part, tool or check of a ticket's preparation; what history speaks for says by how many cases."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="preparation")
    kind = models.CharField(_("kind"), max_length=8, choices=PreparationKind)
    name = models.CharField(_("what"), max_length=120)
    part_number = models.CharField(_("part number"), max_length=40, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=6, decimal_places=2, default=1)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    is_needed = models.BooleanField(_("must be on hand"), default=True)
    is_ready = models.BooleanField(_("on hand"), default=False)
    source = models.CharField(_("where from"), max_length=120, blank=True)
    cases = models.PositiveIntegerField(_("cases"), null=True, blank=True)  # of `of_cases`; none: by hand
    of_cases = models.PositiveIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ready_at = models.DateTimeField(null=True, blank=True)
    ready_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PreparationItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a preparation")
        verbose_name_plural = _("items of preparations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "name"], name="preparation_once_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=PreparationKind.values), name="preparation_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="preparation_quantity_above_zero"),
            models.CheckConstraint(
                condition=Q(is_ready=True, ready_at__isnull=False)
                | Q(is_ready=False, ready_at__isnull=True, ready_by__isnull=True),
                name="preparation_ready_at_iff_ready",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ×{self.quantity.normalize():f}" if self.quantity != 1 else self.name
