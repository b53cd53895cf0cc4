"""Phone numbers as people write them, as programs keep them, and masked."""

import unicodedata

import phonenumbers
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal

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


def is_mobile(e164: str) -> bool:
    """Say whether a number is a mobile's: only those take an SMS."""
    national = e164.removeprefix("+86")
    return national.startswith("1") and len(national) == MOBILE_DIGITS


def mask(e164: str) -> str:
    """Return a number with its middle hidden: 138****5678, 025****1234."""
    national = e164.removeprefix("+86")
    if not is_mobile(e164) and not national.startswith(("400", "800")):
        national = f"0{national}"
    return f"{national[:3]}****{national[-LAST_DIGITS:]}"


def readable(e164: str) -> str:
    """Return a number as it is dialled within China."""
    return str(phonenumbers.format_number(phonenumbers.parse(e164), phonenumbers.PhoneNumberFormat.NATIONAL))
