"""Telling a dealer's people what was entered on its account, in the transaction of the entry (I11, D20)."""

from datetime import datetime
from typing import TYPE_CHECKING

from dealers.accounts.letters import ENTERED, REVERSED
from dealers.accounts.wording import sentence
from dealers.choices import EntryKind
from dealers.models import User
from dealers.roles import Right
from dealers.telling import News, tell
from records.wording import money

if TYPE_CHECKING:
    from dealers.models import AccountEntry


def tell_of_entry(entry: "AccountEntry", *, at: datetime) -> None:
    """Tell those of the dealer who keep its desk; the entry's key tells it once."""

    def values() -> dict[str, str]:
        return {
            "entry": entry.number,
            "dealer": str(entry.dealer),
            "amount": money(abs(entry.amount)),
            "what": sentence(entry),
            "reason": entry.reason,
        }

    code = REVERSED if entry.kind == EntryKind.REVERSAL else ENTERED
    people = User.objects.filter(dealer=entry.dealer, is_active=True).with_standing().order_by("pk")
    keep_desk = [person for person in people if person.may(Right.SEE_ACCOUNTS)]
    tell(News(code, values, key=f"account/{entry.key}", about=entry.number, at=at), people=keep_desk)
