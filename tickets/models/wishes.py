"""How customers wish to hear of their requests, and of which ones not any more."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dealers.models.telling import LANGUAGES
from equipment.choices import ToldBy
from equipment.models import CustomerContact
from tickets.models.customers import CustomerLink
from tickets.models.ticket import Ticket
from tickets.querysets import TicketStopQuerySet


class ContactChoice(models.Model):
    """What a contact chose, by which link and when; the newest stands on the contact, none changes (L3)."""

    contact = models.ForeignKey(
        CustomerContact, on_delete=models.PROTECT, related_name="choices", verbose_name=_("contact")
    )
    told_by = models.CharField(_("told by"), max_length=5, choices=ToldBy)
    language = models.CharField(_("language of messages"), max_length=10, choices=LANGUAGES)
    at = models.DateTimeField(_("when"))
    link = models.ForeignKey(CustomerLink, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("choice of a contact")
        verbose_name_plural = _("choices of contacts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(told_by__in=ToldBy.values, language__in=[code for code, _name in LANGUAGES]),
                name="contact_choice_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact} {self.told_by}"


class TicketStop(models.Model):
    """The customer wants no messages of a ticket: since when, by which link, and until when (D20)."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="stops", verbose_name=_("ticket")
    )
    at = models.DateTimeField(_("since"))
    link = models.ForeignKey(CustomerLink, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    ended_link = models.ForeignKey(
        CustomerLink, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = TicketStopQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop of messages")
        verbose_name_plural = _("stops of messages")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at__isnull=True), name="ticket_stopped_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_link__isnull=True)
                | (Q(ended_at__isnull=False, ended_link__isnull=False) & Q(ended_at__gte=F("at"))),
                name="ticket_stop_ends_by_a_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.at:%Y-%m-%d %H:%M}"
