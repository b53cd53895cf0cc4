"""Tending what is stuck in the outbox: seen, tried again, dropped with a reason (D20)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dealers import permissions
from records import outbox

if TYPE_CHECKING:
    from dealers.models import User
    from records.models import OutboxMessage


@transaction.atomic
def retry_message(message: "OutboxMessage", *, actor: "User", at: datetime) -> "OutboxMessage":
    """Have a stuck message sent once more: what kept it has been mended."""
    if not permissions.may_tend_messages(actor):
        raise PermissionDenied
    return outbox.retry(message, actor=actor, at=at)


@transaction.atomic
def drop_message(message: "OutboxMessage", *, actor: "User", at: datetime, reason: str) -> "OutboxMessage":
    """Let a message be that nobody needs any more; the reason stays with it."""
    if not permissions.may_tend_messages(actor):
        raise PermissionDenied
    return outbox.drop(message, actor=actor, at=at, reason=reason)
