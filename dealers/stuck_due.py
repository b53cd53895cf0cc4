"""Messages that are stuck, as a line of the home page and a badge of the rail (D20)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.due import DueItem
from records.listing import MOST_COUNTED, capped_count
from records.models import OutboxMessage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return one line for all that could not be sent, since the oldest of them."""
    stuck = OutboxMessage.objects.visible_to(actor).parked().order_by("created_at")
    since = list(stuck.values_list("created_at", flat=True)[:MOST_COUNTED])
    if not since:
        return []
    count = len(since)
    return [
        DueItem(
            icon="mail-exclamation",
            title=ngettext("%(n)s message is stuck", "%(n)s messages are stuck", count) % {"n": count},
            detail=_("Somebody waits for news that did not leave."),
            url=reverse("messages:list"),
            button=_("Look at them"),
            due=since[0],
            tone="warn",
            count=count,
        )
    ]


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of the messages that are stuck."""
    return OutboxMessage.objects.visible_to(actor).parked().values("pk")


def badge(actor: "User", at: datetime) -> int:
    """Return how many messages are stuck, up to 100 and no further."""
    return capped_count(OutboxMessage.objects.visible_to(actor).parked())
