"""How a message is named: by a code that nobody can guess, and by the Message-ID that carries it out."""

from collections.abc import Iterable
from email.utils import parseaddr
from typing import Final

from django.conf import settings

from records.links import token_hash

LENGTH: Final = 32


def message_code(key: str) -> str:
    """Return the code of a message: the same for the same key, and only here.

    Who names it in a reply or a report of a mail server has had the message: that is trusted (D1).
    """
    return token_hash(key, purpose="message")[:LENGTH]


def message_id(code: str) -> str:
    """Return the Message-ID of a message, the same at each attempt: who gets it twice can tell (fault 34)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{code}@{domain}>"


def codes_in(message_ids: Iterable[str]) -> list[str]:
    """Return the codes that Message-IDs carry, under whatever name the house wrote at that time."""
    return [named.strip("<>").partition("@")[0] for named in message_ids]
