"""Questions about the addresses of calendars: a person's own, and those not revoked."""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import CalendarFeed


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """An address is its holder's alone: nobody else sees that it is there."""

    def of(self, holder: "User") -> Self:
        return self.filter(user=holder)

    def open(self) -> Self:
        return self.filter(revoked_at__isnull=True)
