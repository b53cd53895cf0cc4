"""E-mail by the mail server of the settings (EMAIL_URL)."""

import smtplib
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from records.senders.faults import NotSent

if TYPE_CHECKING:
    from records.models import OutboxMessage

FIRST_FINAL: Final = 500  # a server's “no, and don't ask again”; below it is “not now”
NO_SERVER: Final = _("No mail server is set. Set EMAIL_URL, then try again.")
REFUSED: Final = _("The mail server answered %(code)s: %(answer)s")
NOT_REACHED: Final = _("The mail server was not reached, or did not answer: %(answer)s")
SIGN_IN_REFUSED: Final = _("The mail server does not know us. Mend the name and password in EMAIL_URL.")


def send_email(message: "OutboxMessage", at: datetime) -> str:
    """Hand a message to the mail server; its Message-ID is the same at each attempt."""
    if not settings.EMAIL_URL:
        raise NotSent(NO_SERVER, is_final=True)
    mail = EmailMessage(
        subject=message.subject,
        body=message.text,
        to=[message.to],
        headers={**message.headers, **_one_click(message), "Message-ID": message.message_id},
    )
    try:
        mail.send()
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(SIGN_IN_REFUSED, is_way_down=True) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _refused(code, answer) from error
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(NOT_REACHED, answer=str(error), is_way_down=True) from error
    return ""


def _one_click(message: "OutboxMessage") -> dict[str, str]:
    """Return the heads by which the reader's program offers to end such messages (RFC 8058)."""
    if not message.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{message.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _refused(code: int, answer: bytes | str) -> NotSent:
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return NotSent(REFUSED, code=code, answer=said, is_final=code >= FIRST_FINAL)
