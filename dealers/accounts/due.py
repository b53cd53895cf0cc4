"""What of dealers' accounts is due to headquarters' finance: what the next settlement debits (I11, L1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from dealers import permissions
from dealers.choices import EntryKind
from dealers.models import Dealer
from records.due import DueItem
from records.wording import money

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from dealers.querysets import DealerQuerySet

MOST_SHOWN: Final = 20


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return the dealers that owe headquarters for service, the one that has owed longest first."""
    standing = ~Q(entries__kind=EntryKind.REVERSAL) & Q(entries__reversed_by__isnull=True)
    owing = _owing(actor).annotate(since=Min("entries__posted_at", filter=standing))
    rows = owing.order_by("since", "code")
    return [
        DueItem(
            icon="wallet",
            title=f"{code} {name}",
            detail=_("%(amount)s on the service account, to be debited in the settlement")
            % {"amount": money(owed)},
            url=reverse("accounts:dealer", args=[code]),
            button=_("Look at it"),
            due=since,
        )
        for code, name, owed, since in rows.values_list("code", "name", "on_service", "since")[:MOST_SHOWN]
    ]


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of the dealers whose account waits for the settlement."""
    return _owing(actor).values("pk")


def _owing(actor: "User") -> "DealerQuerySet":
    rows = Dealer.objects.visible_to(actor).owing()
    return rows if permissions.may_settle(actor) else rows.none()
