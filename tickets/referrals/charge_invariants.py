"""What must hold between answered hard cases and the accounts of dealers: a fresh recount (I11, D9)."""

from collections.abc import Iterator

from dealers.choices import EntryKind
from dealers.models import AccountEntry
from regulation.services import version_in_force
from tickets.choices import Charging
from tickets.models import Referral
from tickets.referrals.states import ReferralStatus
from tickets.services.charging import charge_of, key_of, priced_on


def faults_of_charges() -> Iterator[str]:
    """Yield each answered case that is not on the account exactly as the version then in force says."""
    kept = AccountEntry.objects.filter(kind=EntryKind.PAID_SERVICE).select_related("regulation_version")
    entries = {entry.key: entry for entry in kept.iterator(chunk_size=1000)}
    answered = Referral.objects.filter(status=ReferralStatus.ANSWERED).with_names()
    for referral in answered.iterator(chunk_size=1000):
        yield from _faults_of(referral, entries.pop(key_of(referral), None))
    for entry in entries.values():
        yield f"entry {entry.number} is of no answered referral"


def _faults_of(referral: Referral, entry: AccountEntry | None) -> Iterator[str]:
    charge = charge_of(referral, given=referral.given, days=referral.days)
    if referral.charging != charge.ruling:
        yield f"referral {referral.number} is “{referral.charging}”, the recount says “{charge.ruling}”"
    if (entry is not None) != (referral.charging == Charging.CHARGED):
        yield f"referral {referral.number} is “{referral.charging}” and has {'an' if entry else 'no'} entry"
    if entry is None:
        return
    if entry.amount != -charge.amount or entry.dealer_id != referral.asker_id:
        yield f"entry {entry.number} is {entry.amount}, the recount says {-charge.amount}"
    if entry.regulation_version_id != version_in_force(priced_on(referral)).pk:
        yield f"entry {entry.number} is by another version than the one then in force"
