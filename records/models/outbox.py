"""Messages on their way out of the house, and what became of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.choices import MessageChannel
from records.message_codes import message_id
from records.querysets import OutboxMessageQuerySet
from records.sealing import unseal
from records.sentences import said
from records.states import MessageStatus, MessageVerb


class OutboxMessage(models.Model):
    """One message to one recipient; recipient and text are sealed (D20, safety.md 9 and 16).

    What stands on somebody's page is sent once it is written, to its `reader`; what nobody wished to get is
    a row too, with the reason.

    `next_try_at` is when it is due and, while a worker sends it, until when it is that worker's.
    `code` is made from the key and goes along at each attempt: a receiver can drop a second one.
    """

    key = models.CharField(_("key"), max_length=120, unique=True)
    channel = models.CharField(_("channel"), max_length=8, choices=MessageChannel)
    status = models.CharField(_("status"), max_length=8, choices=MessageStatus, default=MessageStatus.WAITING)
    template = models.CharField(_("template"), max_length=60, blank=True)
    about = models.CharField(_("about"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    masked_to = models.CharField(_("recipient"), max_length=120)
    sealed_to = models.TextField(blank=True)
    sealed_subject = models.TextField(blank=True)
    sealed_text = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    sealed_unsubscribe = models.TextField(blank=True)
    code = models.CharField(_("code"), max_length=32, unique=True)
    provider_ref = models.CharField(_("number at the provider"), max_length=120, blank=True)
    is_quiet = models.BooleanField(_("keeps quiet hours"), default=False)
    created_at = models.DateTimeField(_("created"))
    not_before = models.DateTimeField(_("held until"), null=True, blank=True)
    not_after = models.DateTimeField(_("of use until"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next attempt"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_fault = models.CharField(_("last fault"), max_length=300, blank=True)
    fault_values = models.JSONField(default=dict)
    # of ours, whose own quiet hours it keeps; nothing is looked up by it
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=MessageStatus.values), name="message_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=MessageChannel.values), name="message_channel_is_known"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="message_has_a_key"),
            models.CheckConstraint(
                condition=Q(status=MessageStatus.SENT, sent_at__isnull=False)
                | (~Q(status=MessageStatus.SENT) & Q(sent_at__isnull=True)),
                name="message_sent_at_iff_sent",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[MessageStatus.PARKED, MessageStatus.SKIPPED]) | ~Q(last_fault=""),
                name="message_not_sent_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(channel=MessageChannel.PAGE)
                | Q(status=MessageStatus.SENT, reader__isnull=False)
                | Q(status=MessageStatus.SKIPPED, reader__isnull=True),
                name="message_on_the_page_has_a_reader",
            ),
            models.CheckConstraint(
                condition=Q(reader__isnull=True, read_at__isnull=True) | Q(channel=MessageChannel.PAGE),
                name="message_is_read_on_the_page",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[MessageStatus.WAITING, MessageStatus.PARKED])
                | (~Q(sealed_to="") & ~Q(sealed_text="")),
                name="message_keeps_what_is_to_be_sent",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=Q(status=MessageStatus.WAITING), name="message_due_first"
            ),
            models.Index(fields=["status", "-created_at"], name="message_by_status"),
            models.Index(fields=["-created_at", "-id"], name="message_newest_first"),
            models.Index(fields=["about", "created_at"], name="message_about_a_record"),
            models.Index(
                fields=["reader", "read_at", "-created_at"],
                condition=Q(reader__isnull=False),
                name="message_of_a_reader",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def message_id(self) -> str:
        """Name the message as mail programs do."""
        return message_id(self.code)

    @property
    def to(self) -> str:
        return unseal(self.sealed_to) if self.sealed_to else ""

    @property
    def subject(self) -> str:
        return unseal(self.sealed_subject) if self.sealed_subject else ""

    @property
    def text(self) -> str:
        return unseal(self.sealed_text)

    @property
    def unsubscribe(self) -> str:
        """The address that one click in a mail program sends to, so that no more comes (RFC 8058)."""
        return unseal(self.sealed_unsubscribe) if self.sealed_unsubscribe else ""

    @property
    def fault(self) -> str:
        """What went wrong at the last attempt, in the reader's language."""
        return said(self.last_fault, self.fault_values)


class OutboxEvent(models.Model):
    """One step of a message with who and when: append-only."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=8, choices=MessageVerb)
    source = models.CharField(max_length=8, choices=MessageStatus)
    target = models.CharField(max_length=8, choices=MessageStatus)
    note = models.CharField(max_length=300, blank=True)
    note_values = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    verb__in=MessageVerb.values,
                    source__in=MessageStatus.values,
                    target__in=MessageStatus.values,
                ),
                name="message_event_step_is_known",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["message", "id"], name="message_events_in_order")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    @property
    def says(self) -> str:
        """Why, in the reader's language; what a person wrote stands as it was written."""
        return said(self.note, self.note_values) if self.actor_id is None else self.note
