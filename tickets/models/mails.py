"""Mails of customers, what became of each, and what was written back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.models import OutboxMessage
from records.sealing import unseal
from records.sentences import said
from tickets.choices import MailOutcome
from tickets.models.ticket import Ticket
from tickets.querysets import IncomingMailQuerySet, TicketReplyQuerySet


class IncomingMail(models.Model):
    """One mail as it was taken out of the mailbox, once: append-only (D1).

    Sender and words are sealed (safety.md, 16). Its row is the mark that it was taken, and is written in the
    transaction of what it brought about.
    """

    code = models.CharField(max_length=32, unique=True)  # random: the address of a mail that waits
    mailbox = models.CharField(_("mailbox"), max_length=120)
    message_id = models.CharField(max_length=250)
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    taken_at = models.DateTimeField(_("taken"))
    masked_sender = models.CharField(_("sender"), max_length=120, blank=True)
    sender_hash = models.CharField(max_length=64, blank=True, db_index=True)
    sealed_sender = models.TextField(blank=True)
    sealed_name = models.TextField(blank=True)
    sealed_subject = models.TextField(blank=True)
    sealed_text = models.TextField(blank=True)
    sealed_folded = models.TextField(blank=True)
    outcome = models.CharField(_("what became of it"), max_length=10, choices=MailOutcome)
    reason = models.CharField(max_length=300, blank=True)
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="mails")
    returned = models.ForeignKey(  # the message of ours that did not arrive
        OutboxMessage, null=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_files = models.JSONField(default=list)  # sentences about what came along and was not kept
    is_acknowledged = models.BooleanField(default=False)

    objects = IncomingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "message_id"], name="mail_taken_once"),
            models.CheckConstraint(condition=Q(outcome__in=MailOutcome.values), name="mail_outcome_is_known"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[MailOutcome.OPENED, MailOutcome.ADDED]) | Q(ticket__isnull=False),
                name="mail_that_was_placed_has_a_ticket",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=MailOutcome.ASIDE) | ~Q(reason=""), name="mail_set_aside_says_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["mailbox", "uid_validity", "-uid"], name="mail_last_taken"),
            models.Index(fields=["outcome", "id"], name="mail_by_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.masked_sender} {self.taken_at:%Y-%m-%d %H:%M}"

    @property
    def sender(self) -> str:
        return unseal(self.sealed_sender) if self.sealed_sender else ""

    @property
    def sender_name(self) -> str:
        return unseal(self.sealed_name) if self.sealed_name else ""

    @property
    def subject(self) -> str:
        return unseal(self.sealed_subject) if self.sealed_subject else ""

    @property
    def text(self) -> str:
        return unseal(self.sealed_text) if self.sealed_text else ""

    @property
    def folded(self) -> str:
        """Quoted history and signature."""
        return unseal(self.sealed_folded) if self.sealed_folded else ""

    @property
    def says(self) -> str:
        """Why it was dealt with so, in the reader's language."""
        return said(self.reason, {})

    @property
    def faults(self) -> list[str]:
        """Which of its files were not kept, and why."""
        return [said(one["text"], one["values"]) for one in self.refused_files]


class MailDecision(models.Model):
    """What a person made of a mail that could not be placed: a ticket, or nothing with the reason."""

    mail = models.OneToOneField(IncomingMail, on_delete=models.PROTECT, related_name="decision")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ticket__isnull=False, reason="") | (Q(ticket__isnull=True) & ~Q(reason="")),
                name="mail_decision_is_a_ticket_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mail_id}: {self.ticket_id or self.reason}"


class TicketReply(models.Model):
    """What was written to the customer by mail; how it fares stands in the outbox (D1, D20)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="replies")
    message = models.OneToOneField(OutboxMessage, on_delete=models.PROTECT, related_name="reply")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sealed_subject = models.TextField()
    sealed_text = models.TextField()

    objects = TicketReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply by mail")
        verbose_name_plural = _("replies by mail")

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.at:%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> str:
        return unseal(self.sealed_subject)

    @property
    def text(self) -> str:
        return unseal(self.sealed_text)
