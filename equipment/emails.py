"""E-mail addresses: kept encrypted as phones are, found by a keyed hash, shown masked (safety.md, 16)."""

import hashlib
import hmac
import unicodedata
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal

LONGEST: Final = 254


class EmailNotValid(Refusal):
    code = "email_not_valid"
    message = _("%(written)s is not an e-mail address. Type it as name@example.com.")


def normalise(written: str) -> str:
    """Return an address as it is kept: nobody tells two mailboxes apart by the case of letters."""
    address = unicodedata.normalize("NFKC", written).strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise EmailNotValid(written=written[:LONGEST], field="email") from error
    if len(address) > LONGEST:
        raise EmailNotValid(written=written[:LONGEST], field="email")
    return address


def address_hash(address: str) -> str:
    """Return the keyed hash by which an address is found."""
    return hmac.new(settings.PHONE_KEY.encode(), f"email:{address}".encode(), hashlib.sha256).hexdigest()


def mask(address: str) -> str:
    """Return an address with its name hidden: l***@example.com."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}***@{domain}"
