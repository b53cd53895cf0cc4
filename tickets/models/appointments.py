"""When somebody comes, as agreed with the customer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.appointment_querysets import TicketAppointmentQuerySet
from tickets.choices import AppointmentState
from tickets.models.ticket import Ticket


class TicketAppointment(models.Model):
    """A window in which the customer expects whoever has the ticket (D5).

    It is the ticket's: who goes is the ticket's engineer, and another one takes the window over. One that was
    changed stays as it was; the new window is a row of its own.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="appointments")
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    agreed_with = models.CharField(_("agreed with"), max_length=40, blank=True)
    to_bring = models.CharField(_("to bring"), max_length=200, blank=True)  # tools and parts (D6)
    state = models.CharField(
        _("state"), max_length=10, choices=AppointmentState, default=AppointmentState.AGREED
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # asked once more before leaving (D6)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = TicketAppointmentQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="appointment_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state=AppointmentState.AGREED, ended_at__isnull=True)
                | Q(
                    state__in=[
                        AppointmentState.CHANGED,
                        AppointmentState.CALLED_OFF,
                        AppointmentState.KEPT,
                    ],
                    ended_at__isnull=False,
                ),
                name="appointment_ended_at_iff_over",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="appointment_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(state=AppointmentState.AGREED),
                name="appointment_open_once_a_ticket",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["begins_at"],
                condition=Q(state=AppointmentState.AGREED),
                name="appointment_open_by_begin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.span}"

    @property
    def span(self) -> str:
        """The window in figures that every language reads: 2026-09-15 14:00–16:00."""
        first, last = timezone.localtime(self.begins_at), timezone.localtime(self.ends_at)
        return f"{first:%Y-%m-%d %H:%M}–{last:%H:%M}"
