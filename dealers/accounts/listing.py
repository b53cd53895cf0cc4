"""What the lists of accounts and of entries show, and as files: rows, views, figures (I11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dealers.accounts.filters import EVER, WAIVED
from dealers.accounts.wording import document_url, sentence
from dealers.choices import AccountKind
from records.listing import view, with_own_views

if TYPE_CHECKING:
    from dealers.models import AccountEntry, Dealer, User
    from dealers.querysets import AccountEntryQuerySet, DealerQuerySet
    from records.querysets import SavedViewQuerySet

PAGE: Final = "accounts:entries"
SORTS: Final = {"booked": gettext_lazy("Booked"), "amount": gettext_lazy("Amount")}
EXPORTED: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Booked"),
    gettext_lazy("Dealer"),
    pgettext_lazy("of a dealer", "Account"),
    gettext_lazy("Kind"),
    pgettext_lazy("account", "What it is for"),
    gettext_lazy("Document"),
    pgettext_lazy("account", "Debit, yuan"),
    pgettext_lazy("account", "Credit, yuan"),
    gettext_lazy("Clause"),
    gettext_lazy("Version"),
    gettext_lazy("Reason"),
    gettext_lazy("Posted by"),
)
BALANCES_EXPORTED: Final = (
    gettext_lazy("Code"),
    gettext_lazy("Dealer"),
    gettext_lazy("Centre"),
    gettext_lazy("Service fees, yuan"),
    gettext_lazy("Sales bonus, yuan"),
    gettext_lazy("Last entry"),
)


def views(request: HttpRequest, *, today: date, saved: "SavedViewQuerySet") -> list[dict[str, Any]]:
    """Return this month, the month before, what was reversed, everything, and the kept views."""
    first = today.replace(day=1)
    last = first - timedelta(days=1)
    standing = [
        view(request, query=f"booked_from={first}", label=_("This month"), icon="calendar-month"),
        view(
            request,
            query=f"booked_from={last.replace(day=1)}&booked_until={last}",
            label=_("Month before"),
            icon="calendar-stats",
        ),
        view(request, query=f"only={WAIVED}", label=_("Reversed"), icon="arrow-back-up"),
        view(request, query=f"only={EVER}", label=_("All entries"), icon="list"),
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


def row(entry: "AccountEntry", *, actor: "User") -> dict[str, Any]:
    """Return one entry as the list shows it."""
    return {
        "entry": entry,
        "says": sentence(entry),
        "document_url": document_url(entry, actor),
        "is_reversed": hasattr(entry, "reversed_by"),
        "balance": getattr(entry, "balance_after", None),
    }


def figures(rows: "AccountEntryQuerySet", dealer: "Dealer", *, today: date) -> dict[str, Any]:
    """Return what stands on one dealer's accounts, and what this month added."""
    mine = rows.filter(dealer=dealer)
    month = mine.booked_from(today.replace(day=1))
    return {
        "dealer": dealer,
        "balances": [
            {"label": account.label, "amount": mine.filter(account=account).balance()}
            for account in AccountKind
        ],
        "debits": -month.filter(amount__lt=0).balance(),
        "credits": month.filter(amount__gt=0).balance(),
    }


def export_rows(rows: "AccountEntryQuerySet") -> Iterator[list[object]]:
    """Yield entries as rows of a file."""
    for entry in rows.iterator(chunk_size=1000):
        yield [
            entry.number,
            entry.booked_on,
            str(entry.dealer),
            entry.get_account_display(),
            entry.get_kind_display(),
            sentence(entry),
            entry.document,
            entry.debit,
            entry.credit,
            entry.clause,
            entry.regulation_version.number,
            entry.reason,
            str(entry.posted_by),
        ]


def export_balances(dealers: "DealerQuerySet") -> Iterator[list[object]]:
    """Yield each dealer's balances as a row of a file."""
    columns = ("code", "name", "parent__name", "on_service", "on_bonus", "last_booked_on")
    for row in dealers.values_list(*columns):
        yield [*row]
