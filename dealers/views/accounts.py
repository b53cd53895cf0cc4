"""One entry on a dealer's account: what it is, why so much, and its reversal (I11, K2)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dealers import permissions
from dealers.accounts.forms import ReverseForm
from dealers.accounts.page import entry_page
from dealers.accounts.posting import reverse_entry
from dealers.accounts.wording import why_entry
from dealers.models import AccountEntry, Dealer
from records.idempotency import once
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.requests import ActorRequest


def _visible(request: "ActorRequest", number: str) -> AccountEntry:
    """Return an entry: 404 where it is missing or another dealer's, 403 where the role sees none."""
    rows: Any = AccountEntry.objects.visible_to(request.user).with_names()
    entry: AccountEntry = get_object_or_404(rows, number=number)
    if not permissions.may_see_accounts(request.user):
        raise PermissionDenied
    return entry


@require_GET
def detail(request: "ActorRequest", number: str) -> HttpResponse:
    """Show one entry with all that it was reckoned from."""
    return _page(request, _visible(request, number))


def _page(
    request: "ActorRequest", entry: AccountEntry, *, form: ReverseForm | None = None, status: int = 200
) -> HttpResponse:
    shown = entry_page(entry, actor=request.user, at=timezone.now(), link=request.build_absolute_uri())
    return render(
        request, "dealers/accounts/detail.html", shown | {"form": form or ReverseForm()}, status=status
    )


@require_GET
def why(request: "ActorRequest", number: str) -> HttpResponse:
    """Explain an amount beside the list it stands in."""
    entry = _visible(request, number)
    said = why_entry(entry, actor=request.user, today=local_day(timezone.now()), link=request.get_full_path())
    page = (
        "dealers/accounts/why.html#panel" if getattr(request, "htmx", False) else "dealers/accounts/why.html"
    )
    return render(request, page, {"why": said, "entry": entry})


@require_POST
@once
def reverse_(request: "ActorRequest", number: str) -> HttpResponse:
    """Put an entry back with the reason."""
    entry, form, status = _visible(request, number), ReverseForm(request.POST), 422
    if not permissions.may_waive(request.user):
        raise PermissionDenied
    if form.is_valid():
        try:
            made = reverse_entry(
                entry, actor=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("%(number)s is reversed") % {"number": entry.number})
            return redirect(made)
    return _page(request, _visible(request, number), form=form, status=status)


@require_GET
def dealer(request: "ActorRequest", code: str) -> HttpResponse:
    """Lead to the entries of one dealer, with its balances at their head."""
    found = get_object_or_404(Dealer.objects.visible_to(request.user), code=code)
    if not permissions.may_see_accounts(request.user):
        raise PermissionDenied
    return redirect(f"{reverse('accounts:entries')}?{urlencode({'dealer': found.code})}")
