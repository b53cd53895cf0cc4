"""Which turns of which maintenance have become tickets (C5)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from equipment.models import Maintenance
from tickets.models.ticket import Ticket
from tickets.querysets import TicketScopedQuerySet


class MaintenanceTurnQuerySet(TicketScopedQuerySet["MaintenanceTurn"]):
    dealer_path = "ticket__dealer"


class MaintenanceTurn(models.Model):
    """A turn of a unit's maintenance with the ticket that was opened for it, once and never again.

    The day from which it counts and how many distances lie from there name a turn (`Maintenance.turn_key`).
    """

    maintenance = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="turns")
    counted_on = models.DateField(_("counted from"))
    times = models.PositiveIntegerField()
    due_on = models.DateField(_("due"), null=True, blank=True)  # as it was known when the ticket was opened
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="maintenance_turns")

    objects = MaintenanceTurnQuerySet.as_manager()

    class Meta:
        verbose_name = _("turn of a maintenance")
        verbose_name_plural = _("turns of maintenance")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["maintenance", "counted_on", "times"], name="maintenance_turn_has_one_ticket"
            ),
            models.CheckConstraint(condition=Q(times__gt=0), name="maintenance_turn_is_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.maintenance} {self.counted_on} × {self.times}"
