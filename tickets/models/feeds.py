"""The address under which a calendar program reads an engineer's agreed times."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tickets.feed_querysets import CalendarFeedQuerySet


class CalendarFeed(models.Model):
    """A random address, good until it is revoked or its holder changes password or dealer (D5, G1)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    holder_mark = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_feed_open_once_a_person"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("made_at")),
                name="calendar_feed_revoked_after_its_making",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
