"""Phone numbers in texts that are kept as a file wrote them: masked before they are kept (C10).

Whole numbers stand encrypted with a customer's contact and nowhere else (safety.md, 16), so what a file says
besides its mapped fields, and what a reason quotes of a cell, shows no more of one than its ends.
"""

import re
from typing import Final

from phonenumbers import Leniency, PhoneNumberMatcher

from records.wording import masked_phone

REGION: Final = "CN"
FEWEST_DIGITS: Final = 7
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")  # also behind a letter, as in Tel13812345678
_LONG_NUMBER: Final = re.compile(r"\d(?:[\s().-]{0,2}\d){6,}")
_OF_PHONES: Final = re.compile(r"电话|手机|联系方式|phone|mobile|\btel", re.IGNORECASE)


def without_phones(text: str, *, heading: str = "") -> str:
    """Return a text in which every phone number is masked: 138****5678.

    In a column whose heading speaks of phones every long number is one, also a short or a mistyped one.
    """
    if sum(character.isdigit() for character in text) < FEWEST_DIGITS:
        return text
    if _OF_PHONES.search(heading):
        return _LONG_NUMBER.sub(_masked, text)
    rest = _MOBILE.sub(_masked, text)
    pieces, end = [], 0
    for found in PhoneNumberMatcher(rest, REGION, leniency=Leniency.VALID):
        pieces += [rest[end : found.start], masked_phone(found.raw_string)]
        end = found.end
    return "".join([*pieces, rest[end:]])


def _masked(found: re.Match[str]) -> str:
    return masked_phone(found.group())
