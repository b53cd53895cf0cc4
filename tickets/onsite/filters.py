"""What a list of service records can be narrowed by; the rows come in scoped already (D7)."""

import django_filters
from django.utils.translation import gettext_lazy as _

from tickets.choices import RecordResult
from tickets.filters import dealers_seen
from tickets.models import ServiceRecord
from tickets.onsite.states import RecordStatus


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the API."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=RecordStatus)
    result = django_filters.ChoiceFilter(label=_("Result"), choices=RecordResult)
    dealer = django_filters.ModelChoiceFilter(
        "dealer", queryset=dealers_seen, to_field_name="code", label=_("Dealer")
    )
    ticket = django_filters.CharFilter("ticket__number", label=_("Ticket"))
    serial_number = django_filters.CharFilter("ticket__serial_number", label=_("Serial number"))

    class Meta:
        model = ServiceRecord
        fields = ("status", "result", "dealer", "ticket", "serial_number")
