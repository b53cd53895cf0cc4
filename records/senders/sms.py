"""SMS by the gateway of the settings (SMS_GATEWAY): a small border that any provider is fitted to outside."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from records.senders.faults import NotSent
from records.senders.https import post_json

if TYPE_CHECKING:
    from records.models import OutboxMessage

NO_GATEWAY: Final = _("No SMS gateway is set. Set SMS_GATEWAY, then try again.")
REFUSED: Final = _("The SMS gateway refused it: %(answer)s")
NOT_NOW: Final = _("The SMS gateway takes nothing at this moment: %(answer)s")


def send_sms(message: "OutboxMessage", at: datetime) -> str:
    """Hand a text to the gateway, and its key with it: what it has already, it doesn't send again.

    The answer says `accepted` with the provider's number, `refused` for ever, or `busy` for now.
    """
    if not settings.SMS_GATEWAY:
        raise NotSent(NO_GATEWAY, is_final=True)
    answer = post_json(
        settings.SMS_GATEWAY,
        {"id": message.key, "to": message.to, "text": message.text},
        headers={
            "Authorization": f"Bearer {settings.SMS_GATEWAY_TOKEN}",
            "Idempotency-Key": message.code,
        },
        is_own=True,
    )
    status, said = answer.fields.get("status"), str(answer.fields.get("reason", ""))[:200]
    if status == "accepted":
        return str(answer.fields.get("id", ""))[:120]
    if status == "busy":
        raise NotSent(NOT_NOW, answer=said, is_way_down=True)
    raise NotSent(REFUSED, answer=said or str(status), is_final=True)
