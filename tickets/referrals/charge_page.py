"""What a referral's page says of its price: what each help would cost, then the entry (D9, I11)."""

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from dealers import permissions
from dealers.models import AccountEntry
from records.wording import amount, money
from regulation.explain import cite_clause
from regulation.names import full_name, value_words
from regulation.services import version_in_force
from tickets.choices import IN_PERSON, Charging, HelpKind
from tickets.models import Referral
from tickets.referrals.charge_rules import Charge
from tickets.referrals.charge_words import PARAMETERS, help_words, place_words, reckoned
from tickets.referrals.states import ReferralStatus
from tickets.services.charging import CLAUSE, charge_of, key_of, priced_on
from tickets.services.referring import MOST_DAYS

if TYPE_CHECKING:
    from dealers.models import User

TONES: Final = {Charging.CHARGED: "warn", Charging.FREE: "good"}
FIRST_DAY: Final = 1


def price_of(referral: Referral, *, actor: "User") -> dict[str, Any]:
    """Return what the help costs whom: each kind of it before the answer, the one given afterwards."""
    if referral.referred_at is None or referral.status == ReferralStatus.ENDED:
        return {}
    shown = {
        "payer": str(referral.asker or ""),
        "why": reverse("referrals:charge-why", args=[referral.number]),
    }
    if referral.status == ReferralStatus.ANSWERED:
        return shown | _charged(referral, actor=actor)
    charges = {kind: charge_of(referral, given=kind, days=FIRST_DAY) for kind in HelpKind.values}
    return shown | {
        "free": _free_because(list(charges.values())),
        "prices": [
            {"help": str(HelpKind(kind).label), "rate": _rate_words(kind, charge.rate)}
            for kind, charge in charges.items()
        ],
    }


def _free_because(charges: list[Charge]) -> str:
    """Return why nothing at all is charged of a case, whatever help is given; empty where it is."""
    rulings = {charge.ruling for charge in charges} - {Charging.CHARGED, Charging.FREE}
    return str(rulings.pop().label) if rulings else ""


def _rate_words(given: str, rate: int) -> str:
    if not rate:
        return _("free of charge")
    words = _("%(rate)s a day") if given in IN_PERSON else _("%(rate)s a case")
    return words % {"rate": money(rate)}


def _charged(referral: Referral, *, actor: "User") -> dict[str, Any]:
    charge = charge_of(referral, given=referral.given, days=referral.days)
    entry = _entry_of(referral, actor)
    return {
        "ruling": referral.get_charging_display(),
        "tone": TONES.get(Charging(referral.charging), ""),
        "amount": money(charge.amount) if charge.is_charged else "",
        "entry": entry,
        "reversal": getattr(entry, "reversed_by", None),
    }


def _entry_of(referral: Referral, actor: "User") -> AccountEntry | None:
    """Return the entry, for whom accounts are open."""
    if not permissions.may_see_accounts(actor):
        return None
    return AccountEntry.objects.visible_to(actor).with_names().filter(key=key_of(referral)).first()


def estimate(referral: Referral, *, given: str, days: str) -> str:
    """Say what the answer that is being written will cost; nothing while it can't be known."""
    if given not in HelpKind.values:
        return ""
    count = int(days) if days.isdecimal() and len(days) <= len(str(MOST_DAYS)) else 0
    if given in IN_PERSON and not FIRST_DAY <= count <= MOST_DAYS:
        return ""
    charge = charge_of(referral, given=given, days=count)
    if not charge.is_charged:
        return str(charge.ruling.label)
    return _("%(amount)s will be debited from the service account of %(dealer)s") % {
        "amount": money(charge.amount),
        "dealer": referral.asker,
    }


def why_charge(referral: Referral, *, link: str) -> dict[str, Any]:
    """Return what the why panel shows of a price: clause, version that counts, the case, the arithmetic."""
    version, given = version_in_force(priced_on(referral)), referral.given or referral.wanted
    charge = charge_of(referral, given=given, days=referral.days or (FIRST_DAY if given in IN_PERSON else 0))
    path = PARAMETERS[given]
    said = money(charge.amount) if charge.is_charged else ""
    return {
        "subject": referral.number,
        "conclusion": f"{said} {charge.ruling.label}".strip(),
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": _("%(parameter)s: %(value)s")
            % {"parameter": full_name(path), "value": value_words(path, charge.rate)},
            "url": version.get_absolute_url(),
        },
        "inputs": _inputs(referral, charge, given=given),
        "window": None,
        "arithmetic": [
            {
                "term": reckoned(given, rate=charge.rate, quantity=charge.quantity),
                "result": amount(charge.rate * charge.quantity),
                "total": charge.is_charged,
            },
            *(
                []
                if charge.is_charged
                else [{"term": charge.ruling.label, "result": amount(0), "total": True}]
            ),
        ],
        "more": "" if referral.given else _("For the help wanted; the answer says which is given."),
        "link": link,
        "computed": _("by the tariff of the day on which headquarters was asked"),
    }


def _inputs(referral: Referral, charge: Charge, *, given: str) -> list[dict[str, Any]]:
    ticket = referral.ticket
    return [
        {
            "label": _("Help given") if referral.given else _("Help wanted"),
            "value": help_words(given, charge.quantity),
        },
        {"label": _("Headquarters was asked on"), "value": priced_on(referral).isoformat()},
        {"label": _("Who asked"), "value": str(referral.asker or _("Headquarters"))},
        {"label": _("Place"), "value": place_words(ticket.division_id or "")},
        {"label": _("In the territory of"), "value": str(referral.territory or _("nobody"))},
        {
            "label": _("Kind of request"),
            "value": ticket.get_kind_display(),
            "url": ticket.get_absolute_url(),
            "link_label": ticket.number,
        },
    ]
