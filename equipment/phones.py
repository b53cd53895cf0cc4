"""Phone numbers: read as people write them, kept encrypted, found by keyed hashes (safety.md, 16)."""

import hashlib
import hmac
import unicodedata

from django.conf import settings

from records.phone_numbers import (
    LAST_DIGITS,
    MobileLengthWrong,
    PhoneNotValid,
    mask,
    normalise,
    readable,
)
from records.sealing import seal, unseal

__all__ = [
    "MobileLengthWrong",
    "PhoneNotValid",
    "decrypt",
    "encrypt",
    "last_four_hash",
    "mask",
    "normalise",
    "readable",
    "search_hashes",
    "whole_hash",
]


def encrypt(e164: str) -> str:
    return seal(e164)


def decrypt(cipher: str) -> str:
    return unseal(cipher)


def whole_hash(e164: str) -> str:
    """Return the keyed hash by which a whole number is found."""
    return _keyed(f"whole:{e164}")


def last_four_hash(digits: str) -> str:
    """Return the keyed hash by which the last four digits are found."""
    return _keyed(f"last:{digits[-LAST_DIGITS:]}")


def search_hashes(written: str) -> tuple[str, str]:
    """Return the hashes of a whole number and of last four digits as which a search text can be read."""
    text = unicodedata.normalize("NFKC", written).strip()
    if text.isdecimal() and len(text) == LAST_DIGITS:
        return "", last_four_hash(text)
    try:
        return whole_hash(normalise(text)), ""
    except (PhoneNotValid, MobileLengthWrong):
        return "", ""


def _keyed(text: str) -> str:
    return hmac.new(settings.PHONE_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
