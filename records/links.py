"""Public links: random, kept as keyed hashes bound to one purpose, absent from every log (safety.md, 10)."""

import hashlib
import hmac
import logging
import re
import secrets
from typing import Final

from django.conf import settings

RANDOM_BYTES: Final = 16
# the first part of an address that opens without an account, and what follows it is secret
_PUBLIC: Final = re.compile(r"(/(?:u|t|c|s|n|stops|check)/)[^/\s?\"']+")


def new_token() -> str:
    """Return 128 random bits as they stand in an address."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def token_hash(token: str, *, purpose: str) -> str:
    """Return what is kept of a token: under another purpose the same token is nobody's."""
    key = f"link:{settings.PHONE_KEY}".encode()
    return hmac.new(key, f"{purpose}:{token}".encode(), hashlib.sha256).hexdigest()


def redacted(text: str) -> str:
    """Return an address, or a line that names one, without the secret part of a public link (B5)."""
    return _PUBLIC.sub(r"\1…", text)


class RedactLinks(logging.Filter):
    """Keeps public links out of what Django itself logs of refused and failed requests (B5)."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage()), ()
        return True
