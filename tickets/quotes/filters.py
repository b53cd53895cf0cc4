"""What a list of quotes can be narrowed by; the rows come in scoped already (C4)."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulation.calendars import local_day
from tickets.filters import dealers_seen
from tickets.models import Quote
from tickets.quotes.states import QuoteStatus

if TYPE_CHECKING:
    from tickets.quotes.querysets import QuoteQuerySet

SOON: Final = "soon"
EVER: Final = "ever"
ORDERINGS: Final = {
    "": ("-drafted_at", "-pk"),
    "total": ("total", "pk"),
    "-total": ("-total", "-pk"),
    "until": ("valid_until", "pk"),
    "-until": ("-valid_until", "-pk"),
}


class QuoteFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the page and of the API."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=QuoteStatus)
    only = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[(SOON, _("Ends soon, unanswered")), (EVER, _("All quotes"))],
        method="narrow",
    )
    dealer = django_filters.ModelChoiceFilter(
        "ticket__dealer", queryset=dealers_seen, to_field_name="code", label=_("Dealer")
    )
    ticket = django_filters.CharFilter("ticket__number", label=_("Ticket"))
    sent_from = django_filters.DateFilter(label=_("Sent from"), method="from_day")
    sent_until = django_filters.DateFilter(label=_("Sent until"), method="until_day")

    class Meta:
        model = Quote
        fields = ("status", "only", "dealer", "ticket", "sent_from", "sent_until")

    def narrow(self, rows: "QuoteQuerySet", _name: str, value: str) -> "QuoteQuerySet":
        return rows.ending(local_day(timezone.now())) if value == SOON else rows

    def from_day(self, rows: "QuoteQuerySet", _name: str, value: date) -> "QuoteQuerySet":
        return rows.sent_from(value)

    def until_day(self, rows: "QuoteQuerySet", _name: str, value: date) -> "QuoteQuerySet":
        return rows.sent_until(value)
