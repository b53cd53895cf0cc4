"""The times that run on a ticket: those promised to the customer, and the dealer's inner one."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from regulation.choices import ON_TICKETS, ClockKind, TimeBasis
from tickets.models.ticket import Ticket
from tickets.querysets import (
    TicketClockQuerySet,
)


class TicketClock(models.Model):
    """A time that the level of a ticket sets, and how it stands: read out of the ticket's history (D3, D5).

    What the customer is promised runs from the opening; until when who serves has put an engineer on it, from
    when it was taken on: before that there is no row.

    Minutes are those that count for the clock: of working hours, or of day and night. While the ticket waits
    a clock has no due moment; one that was due before it began to wait stays due.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=8, choices=ClockKind)
    minutes = models.PositiveIntegerField()
    basis = models.CharField(max_length=8, choices=TimeBasis)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    paused_minutes = models.PositiveIntegerField(default=0)
    late_minutes = models.PositiveIntegerField(null=True)

    objects = TicketClockQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "kind"], name="clock_once_a_ticket_and_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=ON_TICKETS, basis__in=TimeBasis.values, minutes__gte=1),
                name="clock_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(stopped_at__isnull=True),
                name="clock_met_or_stopped_not_both",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, stopped_at__isnull=True, late_minutes__isnull=True)
                | (
                    (Q(met_at__isnull=False) | Q(stopped_at__isnull=False))
                    & Q(late_minutes__isnull=False, due_at__isnull=False)
                ),
                name="clock_late_minutes_iff_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(met_at__isnull=True, stopped_at__isnull=True, due_at__isnull=False),
                name="clock_running_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.kind}"

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.stopped_at is None
