"""One-time codes to the phone on file: six digits, ten minutes, five tries, once (safety.md, B6)."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment import phones
from records.choices import MessageChannel
from records.links import token_hash
from records.outbox import put
from records.phone_numbers import is_mobile
from records.refusals import Refusal
from tickets.models import PhoneCode
from tickets.models.customers import MOST_TRIES

if TYPE_CHECKING:
    from equipment.models import Equipment

GOOD_FOR: Final = timedelta(minutes=10)
COUNTED: Final = timedelta(hours=1)
CODES_AN_HOUR: Final = 3  # of a unit, and of a phone whatever the unit
MILLION: Final = 1_000_000


class NoMobileOnFile(Refusal):
    code = "no_mobile_on_file"
    message = gettext_lazy(
        "No mobile phone is on file for this machine, so no code can be sent. Please call us."
    )


class TooManyCodes(Refusal):
    code = "too_many_codes"
    status = 429
    message = gettext_lazy("Several codes were sent already. Try again in an hour, or call us.")


@transaction.atomic
def send_code(unit: "Equipment", *, at: datetime) -> PhoneCode:
    """Send a code to the registered contact of a unit, never to a number that somebody typed (B6)."""
    contact = unit.contact.current
    phone = phones.decrypt(contact.phone_cipher)
    if not is_mobile(phone):
        raise NoMobileOnFile
    sent = PhoneCode.objects.filter(
        Q(equipment=unit) | Q(phone_hash=contact.phone_hash), sent_at__gt=at - COUNTED
    )
    if sent.count() >= CODES_AN_HOUR:
        raise TooManyCodes
    digits = f"{secrets.randbelow(MILLION):06d}"
    code = PhoneCode.objects.create(
        equipment=unit,
        phone_hash=contact.phone_hash,
        code_hash=_hash(unit, digits),
        sent_at=at,
        expires_at=at + GOOD_FOR,
    )
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Your code is %(code)s, good for 10 minutes. Tell it to nobody.") % {"code": digits}
    put(
        f"phone-code:{code.pk}",
        channel=MessageChannel.SMS,
        to=phone,
        text=text,
        at=at,
        about=unit.serial_number[:40],
        urgent=True,
        not_after=code.expires_at,
    )
    return code


@transaction.atomic
def check_code(unit: "Equipment", *, at: datetime, digits: str) -> bool:
    """Say whether these are the digits sent last; each try counts before it is judged."""
    code = PhoneCode.objects.filter(equipment=unit).order_by("-sent_at", "-pk").first()
    if code is None:
        return False
    good = PhoneCode.objects.filter(pk=code.pk, used_at__isnull=True, expires_at__gt=at)
    if not good.filter(tries__lt=MOST_TRIES).update(tries=F("tries") + 1):
        return False
    if not constant_time_compare(code.code_hash, _hash(unit, digits)):
        return False
    return bool(good.update(used_at=at))


def _hash(unit: "Equipment", digits: str) -> str:
    return token_hash(f"{unit.pk}:{digits}", purpose="phone-code")
