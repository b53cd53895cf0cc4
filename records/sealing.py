"""Texts that no table may hold readable: sealed with a key from the environment (safety.md, 16)."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def seal(text: str) -> str:
    """Return a text as it is kept: without the key nobody reads it (C10)."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return a sealed text as it was."""
    return _fernet().decrypt(sealed.encode()).decode()


def _fernet() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(settings.PHONE_KEY.encode()).digest()))
