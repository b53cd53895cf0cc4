"""Who serves a ticket: offers, assignments."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, ServiceStaff
from tickets.choices import OfferAnswer
from tickets.models.ticket import Ticket
from tickets.querysets import TicketAssignmentQuerySet, TicketOfferQuerySet


class TicketOffer(models.Model):
    """A ticket offered to a dealer, and the dealer's answer (D5)."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="offers", verbose_name=_("ticket")
    )
    dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, related_name="offers", verbose_name=_("dealer")
    )
    offered_at = models.DateTimeField(_("offered at"))
    due_at = models.DateTimeField(null=True)  # until when the dealer answers, by the level of the ticket
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("offered by"),
    )
    answer = models.CharField(
        _("answer of the dealer"), max_length=10, choices=OfferAnswer, default=OfferAnswer.PENDING
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = TicketOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer to a dealer")
        verbose_name_plural = _("offers to dealers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(answer=OfferAnswer.PENDING), name="offer_open_once_a_ticket"
            ),
            models.CheckConstraint(
                condition=Q(answer=OfferAnswer.PENDING, answered_at__isnull=True)
                | (~Q(answer=OfferAnswer.PENDING) & Q(answered_at__isnull=False)),
                name="offer_answered_at_iff_answered",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=Q(answer=OfferAnswer.PENDING, due_at__isnull=False),
                name="offer_open_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} → {self.dealer}"


class TicketAssignment(models.Model):
    """An engineer had a ticket from one moment to another (D5)."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.CASCADE, related_name="assignments", verbose_name=_("ticket")
    )
    engineer = models.ForeignKey(
        ServiceStaff, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("engineer")
    )
    assigned_at = models.DateTimeField(_("assigned at"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("assigned by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = TicketAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment to an engineer")
        verbose_name_plural = _("assignments to engineers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at__isnull=True), name="assignment_open_once_a_ticket"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["engineer", "ended_at"], name="assignment_of_an_engineer")]

    def __str__(self) -> str:
        return f"{self.ticket} → {self.engineer}"
