"""What a list of service records can be narrowed by; the rows come in scoped already (D7, D8)."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from regulation.calendars import local_day
from tickets.choices import RecordResult
from tickets.filters import dealers_seen
from tickets.models import ServiceRecord
from tickets.onsite.states import RecordStatus

if TYPE_CHECKING:
    from tickets.onsite.querysets import ServiceRecordQuerySet

OVERDUE: Final = "overdue"
OWED: Final = "owed"
EVER: Final = "ever"
ORDERINGS: Final = {
    "": ("-pk",),
    "waiting": ("recorded_at", "pk"),
    "done": ("-recorded_at", "-pk"),
    "-done": ("recorded_at", "pk"),
    "total": ("total", "pk"),
    "-total": ("-total", "-pk"),
    "back": ("back_by", "pk"),
    "-back": ("-back_by", "-pk"),
}


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the page and of the API."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=RecordStatus)
    only = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[(OVERDUE, _("Not back in time")), (OWED, _("Not back yet")), (EVER, _("All records"))],
        method="narrow",
    )
    result = django_filters.ChoiceFilter(label=_("Result"), choices=RecordResult)
    dealer = django_filters.ModelChoiceFilter(
        "dealer", queryset=dealers_seen, to_field_name="code", label=_("Dealer")
    )
    engineer = django_filters.CharFilter("engineer__name", lookup_expr="icontains", label=_("Engineer"))
    ticket = django_filters.CharFilter("ticket__number", label=_("Ticket"))
    serial_number = django_filters.CharFilter("ticket__serial_number", label=_("Serial number"))
    done_from = django_filters.DateFilter(label=_("Done from"), method="from_day")
    done_until = django_filters.DateFilter(label=_("Done until"), method="until_day")

    class Meta:
        model = ServiceRecord
        fields = (
            *("status", "only", "result", "dealer", "engineer", "ticket", "serial_number"),
            *("done_from", "done_until"),
        )

    def narrow(self, rows: "ServiceRecordQuerySet", _name: str, value: str) -> "ServiceRecordQuerySet":
        if value == OVERDUE:
            return rows.overdue(local_day(timezone.now()))
        return rows.owed() if value == OWED else rows

    def from_day(self, rows: "ServiceRecordQuerySet", _name: str, value: date) -> "ServiceRecordQuerySet":
        return rows.done_from(value)

    def until_day(self, rows: "ServiceRecordQuerySet", _name: str, value: date) -> "ServiceRecordQuerySet":
        return rows.done_until(value)
