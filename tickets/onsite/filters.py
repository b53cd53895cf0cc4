"""What a list of service records can be narrowed by; the rows come in scoped already (D7)."""

from typing import TYPE_CHECKING

import django_filters
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer
from tickets.choices import RecordResult
from tickets.models import ServiceRecord
from tickets.onsite.states import RecordStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def _dealers(request: "HttpRequest | None") -> "QuerySet[Dealer]":
    who = request.user if request else AnonymousUser()
    return Dealer.objects.visible_to(who).order_by("code")  # type: ignore[arg-type]  # the stubs can't know


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the API."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=RecordStatus)
    result = django_filters.ChoiceFilter(label=_("Result"), choices=RecordResult)
    dealer = django_filters.ModelChoiceFilter(
        "dealer", queryset=_dealers, to_field_name="code", label=_("Dealer")
    )
    ticket = django_filters.CharFilter("ticket__number", label=_("Ticket"))
    serial_number = django_filters.CharFilter("ticket__serial_number", label=_("Serial number"))

    class Meta:
        model = ServiceRecord
        fields = ("status", "result", "dealer", "ticket", "serial_number")
