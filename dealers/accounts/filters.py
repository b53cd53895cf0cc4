"""What a list of entries can be narrowed by; the rows come in scoped already (I11)."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.choices import AccountKind, EntryKind
from dealers.models import AccountEntry, Dealer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.querysets import AccountEntryQuerySet

WAIVED: Final = "waived"
EVER: Final = "ever"
ORDERINGS: Final = {
    "": ("-booked_on", "-pk"),
    "booked": ("booked_on", "pk"),
    "-booked": ("-booked_on", "-pk"),
    "amount": ("amount", "pk"),
    "-amount": ("-amount", "-pk"),
}


def dealers_seen(request: HttpRequest | None) -> "QuerySet[Dealer]":
    """Return the dealers whose rows the person may see; a form without a person offers none."""
    actor = request.user if request else AnonymousUser()
    return Dealer.objects.visible_to(actor).order_by("code")  # type: ignore[arg-type]  # nobody is inactive


def _day(label: object, method: str) -> django_filters.DateFilter:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_filters.DateFilter(label=label, method=method, widget=widget)


class AccountEntryFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the page and of the API."""

    dealer = django_filters.ModelChoiceFilter(queryset=dealers_seen, to_field_name="code", label=_("Dealer"))
    account = django_filters.ChoiceFilter(label=pgettext_lazy("of a dealer", "Account"), choices=AccountKind)
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=EntryKind)
    only = django_filters.ChoiceFilter(
        label=_("View"), choices=[(WAIVED, _("Reversed")), (EVER, _("All entries"))], method="narrow"
    )
    document = django_filters.CharFilter(label=_("Document"), method="of_document")
    booked_from = _day(_("Booked from"), "from_day")
    booked_until = _day(_("Booked until"), "until_day")

    class Meta:
        model = AccountEntry
        fields = ("dealer", "account", "kind", "only", "document", "booked_from", "booked_until")

    def narrow(self, rows: "AccountEntryQuerySet", _name: str, value: str) -> "AccountEntryQuerySet":
        return rows.waived() if value == WAIVED else rows

    def of_document(self, rows: "AccountEntryQuerySet", _name: str, value: str) -> "AccountEntryQuerySet":
        """Narrow to what one document caused, however its number is typed."""
        return rows.filter(document=value.strip().upper())

    def from_day(self, rows: "AccountEntryQuerySet", _name: str, value: date) -> "AccountEntryQuerySet":
        return rows.booked_from(value)

    def until_day(self, rows: "AccountEntryQuerySet", _name: str, value: date) -> "AccountEntryQuerySet":
        return rows.booked_until(value)
