"""Entries on a dealer's account, for the tests of ledger, pages and API."""

from datetime import UTC, date, datetime
from decimal import Decimal

from dealers.accounts.posting import Posting, post_entry
from dealers.choices import AccountKind, EntryKind
from dealers.models import AccountEntry
from regulation.services import version_in_force

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
INPUTS = {
    "ticket": "T-2026-00001",
    "division": "320115",
    "asker": "NORTH",
    "territory": "NORTH",
    "referred_on": "2026-09-15",
    "help": "on_site",
    "quantity": 2,
    "rate": 800,
}


def posting(dealer, *, amount="-1600.00", key="referral/RF-2026-00007", **facts):
    given = {
        "dealer": dealer,
        "account": AccountKind.SERVICE,
        "kind": EntryKind.PAID_SERVICE,
        "key": key,
        "amount": Decimal(amount),
        "document": key.rpartition("/")[2],
        "clause": "I11",
        "version": version_in_force(date(2026, 9, 15)),
        "inputs": INPUTS,
    }
    return Posting(**given | facts)


def posted(dealer, actor, *, at=NOW, **facts):
    return post_entry(posting(dealer, **facts), actor=actor, at=at)


def fresh(entry):
    return AccountEntry.objects.with_names().get(pk=entry.pk)
