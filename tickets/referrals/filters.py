"""What a list of referrals can be narrowed by; the rows come in scoped already (D9)."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tickets.filters import dealers_seen
from tickets.models import Referral
from tickets.referrals.states import ReferralStatus

if TYPE_CHECKING:
    from tickets.referrals.querysets import ReferralQuerySet

OVERDUE: Final = "overdue"
EVER: Final = "ever"
ORDERINGS: Final = {
    "": ("-drafted_at", "-pk"),
    "due": ("due_at", "pk"),
    "-due": ("-due_at", "-pk"),
}


class ReferralFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the page and of the API."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=ReferralStatus)
    only = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[(OVERDUE, _("Answer overdue")), (EVER, _("All referrals"))],
        method="narrow",
    )
    dealer = django_filters.ModelChoiceFilter(
        "ticket__dealer", queryset=dealers_seen, to_field_name="code", label=_("Dealer")
    )
    ticket = django_filters.CharFilter("ticket__number", label=_("Ticket"))
    referred_from = django_filters.DateFilter(label=_("Referred from"), method="from_day")
    referred_until = django_filters.DateFilter(label=_("Referred until"), method="until_day")

    class Meta:
        model = Referral
        fields = ("status", "only", "dealer", "ticket", "referred_from", "referred_until")

    def narrow(self, rows: "ReferralQuerySet", _name: str, value: str) -> "ReferralQuerySet":
        return rows.overdue(timezone.now()) if value == OVERDUE else rows

    def from_day(self, rows: "ReferralQuerySet", _name: str, value: date) -> "ReferralQuerySet":
        return rows.referred_from(value)

    def until_day(self, rows: "ReferralQuerySet", _name: str, value: date) -> "ReferralQuerySet":
        return rows.referred_until(value)
