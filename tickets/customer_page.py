"""What customers read of their machine, in plain words: warranty and promises (C4, C9, C11)."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from records.wording import short_day

if TYPE_CHECKING:
    from equipment.models import Equipment, ProductTerms


def warranty_says(unit: "Equipment", *, today: date) -> dict[str, str]:
    """Say whether the warranty holds and until when, with the reason where it does not (C4)."""
    ends, begun = unit.warranty_ends_on, unit.installed_on
    if ends is None:
        return {
            "short": _("Not installed yet"),
            "long": _("The warranty begins on the day of the installation."),
            "tone": "warn",
            "icon": "tool",
        }
    days = {"begun": short_day(begun, today), "ends": short_day(ends, today)}
    if ends < today:
        return {
            "short": _("Warranty ended on %(ends)s") % days,
            "long": _("It ran from %(begun)s to %(ends)s. Before a repair that costs something we ask you.")
            % days,
            "tone": "warn",
            "icon": "shield-off",
        }
    return {
        "short": _("In warranty until %(ends)s") % days,
        "long": "",
        "tone": "good",
        "icon": "shield-check",
    }


def promises(terms: "ProductTerms | None") -> list[dict[str, str]]:
    """Return the promised times of a model as sentences (C11)."""
    if terms is None:
        return []
    hours = (
        ("phone-calling", terms.respond_hours, _call_back),
        ("car", terms.attend_hours, _come),
        ("circle-check", terms.repair_hours, _mend),
    )
    return [{"icon": icon, "text": sentence(n) % {"n": n}} for icon, n, sentence in hours if n is not None]


def _call_back(n: int) -> str:
    return ngettext("We call you within %(n)s hour", "We call you within %(n)s hours", n)


def _come(n: int) -> str:
    return ngettext("We are with you within %(n)s hour", "We are with you within %(n)s hours", n)


def _mend(n: int) -> str:
    return ngettext("It works again within %(n)s hour", "It works again within %(n)s hours", n)
