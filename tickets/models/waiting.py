"""What a ticket waits for, what its customer was promised, and which other tickets it belongs to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regulation.choices import WaitReason
from tickets.models.ticket import Ticket, TicketEvent
from tickets.querysets import TicketPromiseQuerySet, TicketWaitQuerySet
from tickets.wait_rules import CHASED, ENDS_WITH


class TicketWait(models.Model):
    """One wait of a ticket: for what, who is asked again how often, until when at most (D3).

    `pauses` and `chase_every` (working days, 0 for never) are the regulation's when the wait began.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="waits")
    reason = models.CharField(max_length=10, choices=WaitReason)
    note = models.CharField(max_length=200, blank=True)
    pauses = models.BooleanField()
    chase_every = models.PositiveSmallIntegerField()
    chased = models.PositiveSmallIntegerField(default=0)
    ends_at = models.DateTimeField(null=True, blank=True)  # when it ends by itself, if nothing else ends it
    began = models.OneToOneField(TicketEvent, on_delete=models.PROTECT, related_name="begins_wait")
    ended = models.OneToOneField(
        TicketEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="ends_wait"
    )

    objects = TicketWaitQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended__isnull=True), name="wait_open_once_a_ticket"
            ),
            models.CheckConstraint(
                condition=Q(reason__in=WaitReason.values)
                & (~Q(reason=WaitReason.DAY) | Q(ends_at__isnull=False)),
                name="wait_for_a_day_names_it",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["ends_at"],
                condition=Q(ended__isnull=True, ends_at__isnull=False),
                name="wait_open_by_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.reason}"

    @property
    def asked(self) -> str:
        """Who is asked again, in words."""
        return str(CHASED[WaitReason(self.reason)].label)

    @property
    def ends_with(self) -> str:
        """What ends the wait, in words."""
        return str(ENDS_WITH[WaitReason(self.reason)])


class TicketPromise(models.Model):
    """An answer promised to the customer by a moment, and the step that gave it (D10).

    It ends with the next word to the customer: an answer, another promise, the solution. Late counts in
    minutes of working time.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="promises")
    until = models.DateTimeField()
    made = models.OneToOneField(TicketEvent, on_delete=models.PROTECT, related_name="makes_promise")
    ended = models.OneToOneField(
        TicketEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="ends_promise"
    )
    late_minutes = models.PositiveIntegerField(null=True, blank=True)

    objects = TicketPromiseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended__isnull=True), name="promise_open_once_a_ticket"
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True, late_minutes__isnull=True)
                | Q(ended__isnull=False, late_minutes__isnull=False),
                name="promise_late_minutes_iff_ended",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["until"], name="promise_by_moment")]

    def __str__(self) -> str:
        return f"{self.ticket} {self.until:%Y-%m-%d %H:%M}"


class TicketLink(models.Model):
    """Two tickets that belong together, and why: either page names the other to who may see it."""

    first = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_from")
    second = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_to")
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="link_once_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="link_older_ticket_first"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
