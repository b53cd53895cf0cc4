"""Posting to a dealer's account and reversing an entry: each once, whatever fails (I11, E3, E7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dealers import permissions
from dealers.accounts.telling import tell_of_entry
from dealers.choices import AccountKind, EntryKind
from dealers.models import AccountEntry, Dealer, User
from records.numbers import take_number
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from regulation.models import RegulationVersion

CENT: Final = Decimal("0.01")
LARGEST: Final = Decimal("9999999999.99")
LONGEST_REASON: Final = 300


class EntryExists(Refusal):
    """The same thing was posted before: whoever came second changes nothing."""

    code = "entry_exists"
    status = 409
    message = _("This is on the account already. Reload the page to see the entry.")


class AmountNotPossible(Refusal):
    code = "amount_not_possible"
    message = _("An entry is an amount in yuan to the cent, not nothing, and at most ten digits long.")


class AlreadyReversed(Refusal):
    code = "already_reversed"
    status = 409
    message = _("Entry %(number)s is reversed already. An entry is reversed once.")


class ReversalStands(Refusal):
    code = "reversal_stands"
    message = _(
        "Entry %(number)s is a reversal itself and stands. Post what is right as an entry of its own."
    )


class OwnEntry(Refusal):
    code = "own_entry"
    message = _("You posted entry %(number)s yourself. Another service manager decides about it.")


class ReasonNeeded(Refusal):
    code = "reason_needed"
    message = _("Write why the entry is reversed: the dealer reads it.")


class ReasonTooLong(Refusal):
    code = "reason_too_long"
    message = _("A reason has at most %(most)s characters.")


@dataclass(frozen=True, slots=True)
class Posting:
    """What is put on an account, why, and by which version of the regulation."""

    dealer: Dealer
    account: AccountKind
    kind: EntryKind
    key: str
    amount: Decimal
    document: str
    clause: str
    version: "RegulationVersion"
    inputs: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    reverses: AccountEntry | None = None


@transaction.atomic
def post_entry(posting: Posting, *, actor: User, at: datetime) -> AccountEntry:
    """Put one line on a dealer's account in the transaction of what it is for, and tell the dealer.

    Raises `EntryExists` where the key was posted before, `AmountNotPossible` for what is no sum of money.
    """
    if not posting.amount.is_finite() or not 0 < abs(posting.amount) <= LARGEST:
        raise AmountNotPossible
    if posting.amount != posting.amount.quantize(CENT):
        raise AmountNotPossible
    on = local_day(at)
    try:
        with transaction.atomic():
            entry = AccountEntry.objects.create(
                number=take_number("AE", year=on.year),
                key=posting.key,
                dealer=posting.dealer,
                account=posting.account,
                kind=posting.kind,
                amount=posting.amount,
                document=posting.document,
                clause=posting.clause,
                regulation_version=posting.version,
                inputs=dict(posting.inputs),
                reason=posting.reason,
                reverses=posting.reverses,
                booked_on=on,
                posted_at=at,
                posted_by=actor,
            )
    except IntegrityError as error:
        if AccountEntry.objects.filter(key=posting.key).exists():
            raise EntryExists from error
        raise
    tell_of_entry(entry, at=at)
    return entry


@transaction.atomic
def reverse_entry(entry: AccountEntry, *, actor: User, at: datetime, reason: str) -> AccountEntry:
    """Waive what was entered: an entry of the opposite amount that points at it, once, with the reason."""
    if not permissions.may_waive(actor):
        raise PermissionDenied
    said = reason.strip()
    _check_reversible(entry, actor=actor)
    if not said:
        raise ReasonNeeded(field="reason")
    if len(said) > LONGEST_REASON:
        raise ReasonTooLong(most=LONGEST_REASON, field="reason")
    posting = Posting(
        dealer=entry.dealer,
        account=AccountKind(entry.account),
        kind=EntryKind.REVERSAL,
        key=f"reversal/{entry.number}",
        amount=-entry.amount,
        document=entry.document,
        clause=entry.clause,
        version=entry.regulation_version,
        inputs=entry.inputs,
        reason=said,
        reverses=entry,
    )
    try:
        return post_entry(posting, actor=actor, at=at)
    except EntryExists as error:
        raise AlreadyReversed(number=entry.number) from error


def _check_reversible(entry: AccountEntry, *, actor: User) -> None:
    """Refuse what is no more to be reversed, and to whoever caused the entry."""
    if entry.kind == EntryKind.REVERSAL:
        raise ReversalStands(number=entry.number)
    if AccountEntry.objects.filter(reverses=entry).exists():
        raise AlreadyReversed(number=entry.number)
    if entry.posted_by_id == actor.pk:
        raise OwnEntry(number=entry.number)
