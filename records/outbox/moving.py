"""The one writer of a message's status: check, claim, record."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.models import OutboxEvent, OutboxMessage
from records.refusals import MovedByAnother
from records.states import MessageStatus, MessageVerb, target_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class MessageMovedByAnother(MovedByAnother):
    message = _("Somebody else was first: the message is now “%(status)s”. Look at it, then decide anew.")


@transaction.atomic
def _move(
    message: OutboxMessage,
    verb: MessageVerb,
    *,
    at: datetime,
    actor: "AbstractBaseUser | None" = None,
    note: str = "",
    values: Mapping[str, Any] | None = None,
    **changes: Any,
) -> OutboxMessage:
    """Move a message by the table and keep the step; a row that another one changed is not touched."""
    source = MessageStatus(message.status)
    target = target_of(verb, source)
    claimed = OutboxMessage.objects.filter(pk=message.pk, status=source, version=message.version).update(
        status=target, version=F("version") + 1, **changes
    )
    if not claimed:
        message.refresh_from_db()
        raise MessageMovedByAnother(status=MessageStatus(message.status).label)
    OutboxEvent.objects.create(
        message=message,
        at=at,
        actor_id=actor.pk if actor else None,
        verb=verb,
        source=source,
        target=target,
        note=note,
        note_values=dict(values or {}),
    )
    message.refresh_from_db()
    return message
