"""What headquarters' help costs the dealer, put on its account with the answer (D9, I11)."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from dealers.accounts.posting import Posting, post_entry
from dealers.choices import AccountKind, EntryKind
from regulation.calendars import local_day
from regulation.services import version_in_force
from tickets.models import Referral
from tickets.referrals.charge_rules import Charge, HelpCase, Tariff, charge_for

if TYPE_CHECKING:
    from datetime import date

    from dealers.models import AccountEntry, User
    from regulation.models import RegulationVersion

CLAUSE: Final = "I11"


def priced_on(referral: Referral) -> "date":
    """Return the day whose tariff counts: when headquarters was asked; that of the draft until then."""
    return local_day(referral.referred_at or referral.drafted_at)


def tariff_of(version: "RegulationVersion") -> Tariff:
    prices = version.typed.paid_service
    return Tariff(
        remote_per_case=prices.remote_per_case,
        on_site_per_day=prices.on_site_per_day,
        repair_per_day=prices.repair_per_day,
    )


def case_of(referral: Referral) -> HelpCase:
    return HelpCase(
        kind=referral.ticket.kind,
        asker=referral.asker.code if referral.asker else "",
        territory=referral.territory.code if referral.territory else "",
    )


def charge_of(referral: Referral, *, given: str, days: int) -> Charge:
    """Return what this help would cost, by the tariff of the day on which it was asked for."""
    return charge_for(
        case_of(referral), tariff_of(version_in_force(priced_on(referral))), given=given, days=days
    )


def key_of(referral: Referral) -> str:
    return f"referral/{referral.number}"


def post_charge(referral: Referral, charge: Charge, *, actor: "User", at: datetime) -> "AccountEntry | None":
    """Debit the dealer who asked; nothing is entered of what is not charged."""
    if not charge.is_charged or referral.asker is None:
        return None
    posting = Posting(
        dealer=referral.asker,
        account=AccountKind.SERVICE,
        kind=EntryKind.PAID_SERVICE,
        key=key_of(referral),
        amount=-charge.amount,
        document=referral.number,
        clause=CLAUSE,
        version=version_in_force(priced_on(referral)),
        inputs={
            "ticket": referral.ticket.number,
            "division": referral.ticket.division_id or "",
            "asker": referral.asker.code,
            "territory": referral.territory.code if referral.territory else "",
            "referred_on": priced_on(referral).isoformat(),
            "help": referral.given,
            "quantity": charge.quantity,
            "rate": charge.rate,
        },
    )
    return post_entry(posting, actor=actor, at=at)
