"""What who goes to a ticket must be able to do, or must hold."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.models import Qualification
from equipment.models import Product
from tickets.choices import TicketKind
from tickets.querysets import ServiceNeedQuerySet


class ServiceNeed(models.Model):
    """Work of a kind, at a model of machine, asks for a qualification: headquarters' to set (D5, B2, B3).

    Left empty, the model means each and any, and so does the kind.
    """

    product = models.ForeignKey(
        Product,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("product"),
        help_text=_("Leave it out where it holds for every model."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=24,
        choices=TicketKind,
        blank=True,
        help_text=_("Leave it out where it holds for every kind of ticket."),
    )
    qualification = models.ForeignKey(
        Qualification, on_delete=models.PROTECT, related_name="+", verbose_name=_("qualification")
    )

    objects = ServiceNeedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("need of a qualification")
        verbose_name_plural = _("needs of qualifications")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=TicketKind.values), name="need_kind_is_known"
            ),
            models.UniqueConstraint(
                fields=["product", "kind", "qualification"], name="need_once_a_product_and_kind"
            ),
            models.UniqueConstraint(
                fields=["kind", "qualification"],
                condition=Q(product__isnull=True),
                name="need_once_a_kind_of_every_product",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product or '*'} {self.kind or '*'} {self.qualification}"

    def is_for(self, *, product_id: int | None, kind: str) -> bool:
        """Say whether work of a kind at a model asks for it."""
        return self.product_id in {None, product_id} and self.kind in {"", kind}
