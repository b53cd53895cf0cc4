"""The ways out of the house: e-mail, SMS, group robots."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from records.choices import MessageChannel
from records.senders.email import send_email
from records.senders.faults import NotSent
from records.senders.robots import send_to_robot
from records.senders.sms import send_sms

if TYPE_CHECKING:
    from records.models import OutboxMessage

__all__ = ["NotSent", "sender_of"]

type_sender = Callable[["OutboxMessage", datetime], str]
SENDERS: Final[dict[str, type_sender]] = {
    MessageChannel.EMAIL: send_email,
    MessageChannel.SMS: send_sms,
    MessageChannel.ROBOT: send_to_robot,
}


def sender_of(channel: str) -> type_sender:
    """Return what sends by a channel: it answers with the provider's number, or raises `NotSent`."""
    return SENDERS[channel]
