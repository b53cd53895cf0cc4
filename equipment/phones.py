"""Phone numbers: read as people write them, kept encrypted, found by keyed hashes (safety.md, 16)."""

import hashlib
import hmac
import unicodedata

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from records.sealing import seal, unseal

REGION = "CN"
MOBILE_DIGITS = 11
LAST_DIGITS = 4


class PhoneNotValid(Refusal):
    code = "phone_not_valid"
    message = _("%(written)s is not a phone number. Type 11 digits for a mobile, or area code and number.")


class MobileLengthWrong(Refusal):
    code = "phone_not_valid"
    message = _("A mobile number has 11 digits, this one has %(count)s.")


def normalise(written: str) -> str:
    """Return a number in E.164, such as +8613812345678; full-width digits and separators are read too."""
    text = unicodedata.normalize("NFKC", written).strip()
    digits = "".join(character for character in text if character.isdigit())
    if digits.startswith("1") and not digits.startswith(("10", "12")) and len(digits) != MOBILE_DIGITS:
        raise MobileLengthWrong(count=len(digits), field="phone")
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException as error:
        raise PhoneNotValid(written=written, field="phone") from error
    if not phonenumbers.is_possible_number(number) or not (
        phonenumbers.is_valid_number(number) or digits.startswith(("400", "800"))
    ):
        raise PhoneNotValid(written=written, field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


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


def mask(e164: str) -> str:
    """Return a number with its middle hidden: 138****5678, 025****1234."""
    national = e164.removeprefix("+86")
    is_mobile = national.startswith("1") and len(national) == MOBILE_DIGITS
    if not is_mobile and not national.startswith(("400", "800")):
        national = f"0{national}"
    return f"{national[:3]}****{national[-LAST_DIGITS:]}"


def readable(e164: str) -> str:
    """Return a number as it is dialled within China."""
    return str(phonenumbers.format_number(phonenumbers.parse(e164), phonenumbers.PhoneNumberFormat.NATIONAL))


def _keyed(text: str) -> str:
    return hmac.new(settings.PHONE_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
