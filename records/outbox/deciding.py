"""What people decide about a message that is stuck: try it again, or drop it with a reason."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from records.models import OutboxMessage
from records.outbox.moving import _move
from records.refusals import Refusal
from records.states import MessageVerb

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

LONGEST_REASON: Final = 300


class DropReasonMissing(Refusal):
    code = "drop_reason_missing"
    message = _("Write why this message is not sent any more, in at most 300 characters.")


def retry(message: OutboxMessage, *, actor: "AbstractBaseUser", at: datetime) -> OutboxMessage:
    """Send a stuck message once more: what kept it has been mended. The caller has asked for the right."""
    return _move(message, MessageVerb.RETRY, at=at, actor=actor, next_try_at=at, attempts=0, not_after=None)


def drop(message: OutboxMessage, *, actor: "AbstractBaseUser", at: datetime, reason: str) -> OutboxMessage:
    """Let a message be, with the reason. The caller has asked for the right."""
    why = " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise DropReasonMissing(field="reason")
    return _move(message, MessageVerb.DROP, at=at, actor=actor, note=why)
