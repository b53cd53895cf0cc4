"""What was said of a time that runs out: one row a step."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from regulation.choices import ClockKind, TimeBasis
from tickets.alert_querysets import TicketAlertQuerySet
from tickets.alert_rules import Key
from tickets.choices import AlertStep
from tickets.models.ticket import Ticket, TicketEvent
from tickets.models.waiting import TicketPromise


class TicketAlert(models.Model):
    """One step of warning and escalation of one promised time, once (D3, D10).

    `at` is the moment that counts; when somebody was told, the event says. A clock is named by what it
    promised then: another priority promises another time, which has alerts of its own.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=8, choices=ClockKind)
    minutes = models.PositiveIntegerField(default=0)
    basis = models.CharField(max_length=8, choices=TimeBasis, blank=True)
    promise = models.ForeignKey(
        TicketPromise, null=True, blank=True, on_delete=models.CASCADE, related_name="alerts"
    )
    step = models.CharField(max_length=8, choices=AlertStep)
    at = models.DateTimeField()
    event = models.ForeignKey(TicketEvent, on_delete=models.PROTECT, related_name="alerts")

    objects = TicketAlertQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket", "kind", "minutes", "basis", "step"],
                condition=Q(promise__isnull=True),
                name="alert_once_a_clock_and_step",
            ),
            models.UniqueConstraint(fields=["promise", "step"], name="alert_once_a_promise_and_step"),
            models.CheckConstraint(
                condition=Q(promise__isnull=True, minutes__gte=1, basis__in=TimeBasis.values)
                & ~Q(kind=ClockKind.PROMISE)
                | Q(promise__isnull=False, minutes=0, basis="", kind=ClockKind.PROMISE),
                name="alert_of_a_clock_or_a_promise",
            ),
            models.CheckConstraint(condition=Q(step__in=AlertStep.values), name="alert_step_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.kind} {self.step}"

    @property
    def key(self) -> Key:
        return Key(self.kind, self.minutes, self.basis, self.promise_id or 0)
