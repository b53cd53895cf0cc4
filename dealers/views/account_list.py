"""The accounts of dealers: balances, entries with filters and kept views, as files (I11, J3)."""

from functools import partial
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from dealers import permissions
from dealers.accounts import listing
from dealers.accounts.filters import EVER, ORDERINGS, AccountEntryFilter
from dealers.models import AccountEntry, Dealer
from records.exports import excel_response
from records.list_page import AskedList, sort_asked
from records.listing import sort_heads
from records.models import SavedView
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django_filters import FilterSet

    from dealers.querysets import AccountEntryQuerySet, DealerQuerySet
    from dealers.requests import ActorRequest

MOST_DEALERS: Final = 500
BALANCES: Final = {
    "": ("code",),
    "code": ("code",),
    "-code": ("-code",),
    "service": ("on_service", "code"),
    "-service": ("-on_service", "code"),
    "bonus": ("on_bonus", "code"),
    "-bonus": ("-on_bonus", "code"),
}
BALANCE_SORTS: Final = {
    "code": gettext_lazy("Code"),
    "service": gettext_lazy("Service fees"),
    "bonus": gettext_lazy("Sales bonus"),
}


@require_GET
def balances(request: "ActorRequest") -> HttpResponse:
    """List what stands on each dealer's accounts; who sees one dealer alone goes to its entries."""
    found, sort = _dealers(request), request.GET.get("sort", "")
    rows = list(found.order_by(*BALANCES.get(sort, BALANCES[""]))[:MOST_DEALERS])
    if len(rows) == 1 and not request.user.is_head_office:
        return redirect("accounts:entries")
    shown = {
        "rows": rows,
        "heads": sort_heads(request, sort, BALANCE_SORTS),
        "may_export": permissions.may_export_accounts(request.user),
        "most": MOST_DEALERS if len(rows) == MOST_DEALERS else 0,
    }
    return render(request, "dealers/accounts/list.html", shown)


def _dealers(request: "ActorRequest") -> "DealerQuerySet":
    if not permissions.may_see_accounts(request.user):
        raise PermissionDenied
    return Dealer.objects.visible_to(request.user).with_balances().select_related("parent")


@require_GET
def export_balances(request: "ActorRequest") -> HttpResponse:
    """Give all balances away as an Excel file; who took it is recorded (J3)."""
    found, at = _dealers(request), timezone.now()
    if not permissions.may_export_accounts(request.user):
        raise PermissionDenied
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Accounts of dealers')} {local_day(at)}",
        header=[str(name) for name in listing.BALANCES_EXPORTED],
        rows=listing.export_balances(found.order_by("code")),
        object_type="account",
    )


@require_GET
def entries(request: "ActorRequest") -> HttpResponse:
    """List the entries a person may see, one page by key; those of one dealer with its figures."""
    rows, today = _visible(request), local_day(timezone.now())
    asked = _asked(request, rows)
    dealer = _one_dealer(request, asked.found)
    return asked.page(
        "dealers/accounts/entries.html",
        name=_("Entries on accounts"),
        page=listing.PAGE,
        row=partial(listing.row, actor=request.user),
        sorts=listing.SORTS,
        groups=listing.views(request, today=today, saved=SavedView.objects.visible_to(request.user)),
        may_export=permissions.may_export_accounts(request.user),
        figures=listing.figures(rows, dealer, today=today) if dealer else None,
    )


@require_GET
def export(request: "ActorRequest") -> HttpResponse:
    """Give the filtered entries away as an Excel file; who took it is recorded (J3)."""
    rows, at = _visible(request), timezone.now()
    if not permissions.may_export_accounts(request.user):
        raise PermissionDenied
    return excel_response(
        actor=request.user,
        at=at,
        name=f"{_('Entries on accounts')} {local_day(at)}",
        header=[str(name) for name in listing.EXPORTED],
        rows=listing.export_rows(_asked(request, rows).for_file()),
        object_type="account_entry",
    )


def _asked(request: "ActorRequest", rows: "AccountEntryQuerySet") -> "AskedList[AccountEntryQuerySet]":
    sort = sort_asked(request, ORDERINGS)
    found = AccountEntryFilter(request.GET, queryset=rows, request=request)
    return AskedList(request, rows, found, sort, ORDERINGS[sort], _dressed, everything=f"only={EVER}")


def _dressed(rows: "AccountEntryQuerySet") -> "AccountEntryQuerySet":
    return rows.with_names().with_balance_after()


def _visible(request: "ActorRequest") -> "AccountEntryQuerySet":
    if not permissions.may_see_accounts(request.user):
        raise PermissionDenied
    return AccountEntry.objects.visible_to(request.user)


def _one_dealer(request: "ActorRequest", found: "FilterSet") -> Dealer | None:
    """Return the dealer whose account is shown: the one asked for, or the only one of the person."""
    if found.is_valid() and found.form.cleaned_data["dealer"]:
        chosen: Dealer = found.form.cleaned_data["dealer"]
        return chosen
    if request.user.is_head_office:
        return None
    mine = list(Dealer.objects.visible_to(request.user)[:2])
    return mine[0] if len(mine) == 1 else None
