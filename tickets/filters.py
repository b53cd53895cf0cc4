"""What a list of tickets can be narrowed by; the rows come in scoped already."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer, ServiceStaff
from equipment import phones
from equipment.models import Product
from regulation.calendars import local_day
from regulation.services import load_editions
from tickets import failing, measures
from tickets.choices import AlertStep, TicketChannel, TicketKind, TicketPriority
from tickets.models import FaultClass, TicketPromise
from tickets.preparation_cases import used_on
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from tickets.querysets import TicketPromiseQuerySet, TicketQuerySet

ORDERINGS = {
    "": ("-opened_at", "-pk"),
    "opened": ("opened_at", "pk"),
    "-opened": ("-opened_at", "-pk"),
    "number": ("number",),
    "-number": ("-number",),
    "-moved": ("-moved_at", "-pk"),
    "due": ("due_at", "pk"),
}


PROVINCE = 2  # digits of a division's code that name the province
WITHOUT = [("dealer", _("Dealer")), ("product", _("Model")), ("division", _("Place"))]
DUE, LATE, ESCALATED, UNFINISHED = "due", "late", "escalated", "open"
CLOSED, HISTORY = "closed", "history"
ONLY = [
    (DUE, _("Waiting for me")),
    (LATE, _("Overdue")),
    (ESCALATED, _("Escalated")),
    (UNFINISHED, _("All open")),
    (CLOSED, _("Closed")),
    (HISTORY, _("Imported history")),
]


def _actor(request: HttpRequest | None) -> "User":
    """Return who asks; nobody, who sees nothing, while the API is only being described."""
    return request.user if request else AnonymousUser()  # type: ignore[return-value]  # the stubs can't know


def dealers_seen(request: HttpRequest | None) -> "QuerySet[Dealer]":
    return Dealer.objects.visible_to(_actor(request)).order_by("code")


def engineers_seen(request: HttpRequest | None) -> "QuerySet[ServiceStaff]":
    return ServiceStaff.objects.visible_to(_actor(request)).order_by("code")


def _products(request: HttpRequest | None) -> "QuerySet[Product]":
    return Product.objects.visible_to(_actor(request)).order_by("code")


def _fault_classes(request: HttpRequest | None) -> "QuerySet[FaultClass]":
    return FaultClass.objects.visible_to(_actor(request)).order_by("code")


class TicketFilter(django_filters.FilterSet):  # type: ignore[misc]  # the stubs can't know
    """Filters of the page and of the API."""

    base_filters: dict[str, Any]

    q = django_filters.CharFilter(method="search", label=_("Number, unit, customer, place or phone"))
    only = django_filters.ChoiceFilter(
        method="narrow", choices=ONLY, label=_("View"), help_text=_("“due” is what waits for a step of mine.")
    )
    status = django_filters.MultipleChoiceFilter(choices=TicketStatus, label=_("Status"))
    kind = django_filters.ChoiceFilter(choices=TicketKind, label=_("Kind"))
    priority = django_filters.ChoiceFilter(choices=TicketPriority, label=_("Priority"))
    alert = django_filters.MultipleChoiceFilter(choices=AlertStep, label=pgettext_lazy("ticket", "Alert"))
    channel = django_filters.ChoiceFilter(choices=TicketChannel, label=_("Channel"))
    dealer = django_filters.ModelChoiceFilter(queryset=dealers_seen, to_field_name="code", label=_("Dealer"))
    engineer = django_filters.ModelChoiceFilter(
        queryset=engineers_seen, to_field_name="code", label=_("Engineer")
    )
    product = django_filters.ModelChoiceFilter(queryset=_products, to_field_name="code", label=_("Model"))
    fault_class = django_filters.ModelChoiceFilter(
        queryset=_fault_classes, to_field_name="code", label=_("Fault class")
    )
    used = django_filters.CharFilter(
        method="of_used",
        label=_("Part or tool used"),
        help_text=_("What was replaced, bought or needed on a trip, or taken along as a tool."),
    )
    equipment = django_filters.CharFilter(method="of_serial", label=_("Serial number"))
    import_run = django_filters.NumberFilter(field_name="import_run", label=_("Import"))
    opened_from = django_filters.DateFilter(
        method="from_day",
        label=_("Opened from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    opened_until = django_filters.DateFilter(
        method="until_day",
        label=_("Opened until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    promised_from = django_filters.DateFilter(
        method="promised",
        label=_("Answer promised from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    promised_until = django_filters.DateFilter(
        method="promised",
        label=_("Answer promised until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    region = django_filters.CharFilter(method="in_region", label=_("Region"))
    cause = django_filters.CharFilter(method="of_cause", label=_("Cause"))
    part = django_filters.CharFilter(
        method="of_part", label=_("Part"), help_text=_("Replaced or bought: its number, else its name.")
    )
    batch = django_filters.CharFilter(
        method="of_batch", label=_("Batch"), help_text=_("Month of the factory date, as 2026-09.")
    )
    age = django_filters.ChoiceFilter(
        method="of_age",
        choices=[(str(age), str(age)) for age in failing.AGES],
        label=_("Age"),
        help_text=_("Days since the installation from which the age counts."),
    )
    without = django_filters.MultipleChoiceFilter(
        method="lacking", choices=WITHOUT, label=_("Without"), help_text=_("What a ticket does not have.")
    )
    figure = django_filters.ChoiceFilter(
        method="of_figure",
        choices=measures.CHOICES,
        label=_("Figure"),
        help_text=_("What a figure of the operations report counts."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *args: Any, is_whole: bool = True, **kwargs: Any
    ) -> None:
        """Draw up all conditions for a form, or the few that are asked for, which is what a list needs."""
        if data is not None and not is_whole:
            self.base_filters = {name: one for name, one in self.base_filters.items() if name in data}
        super().__init__(data, *args, **kwargs)

    @property
    def qs(self) -> "TicketQuerySet":
        """Return the rows that meet all conditions: none where one can't be read, never everything."""
        is_refused = self.is_bound and not self.form.is_valid()
        return self.queryset.none() if is_refused else super().qs  # type: ignore[no-any-return]  # untyped package

    def from_day(self, queryset: "TicketQuerySet", name: str, day: date) -> "TicketQuerySet":
        return queryset.opened_from(day)

    def until_day(self, queryset: "TicketQuerySet", name: str, day: date) -> "TicketQuerySet":
        return queryset.opened_until(day)

    def narrow(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        """Narrow to what waits for the person, is overdue or open, was closed here, or is history."""
        if value == DUE:
            return queryset.due_from(_actor(self.request), on=local_day(timezone.now()))
        if value == LATE:
            return queryset.late(timezone.now())
        if value == ESCALATED:
            return queryset.escalated()
        if value == UNFINISHED:
            return queryset.open()
        if value == CLOSED:
            return queryset.closed().not_imported()
        return queryset.filter(channel=TicketChannel.IMPORT)

    def of_used(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        """Narrow to the cases behind what is likely needed (D6)."""
        return queryset.filter(used_on(value))

    def of_serial(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        return queryset.with_serial(value)

    def in_region(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        """Narrow to the province of a division's code."""
        return queryset.filter(division__code__startswith=value[:PROVINCE]) if value.strip() else queryset

    def lacking(self, queryset: "TicketQuerySet", name: str, value: list[str]) -> "TicketQuerySet":
        """Narrow to what no dealer serves, or what names no model or no place."""
        return queryset.filter(**{f"{field}__isnull": True for field in value})

    def of_cause(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        return queryset.filter(failing.caused_by(value))

    def of_part(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        return queryset.filter(failing.with_part(value))

    def of_batch(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        """Narrow to units that left the factory in a month; what is no month is nobody's."""
        month = failing.month_named(value)
        return queryset.filter(failing.made_in(month)) if month else queryset.none()

    def of_age(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        return queryset.filter(failing.at_age(int(value)))

    def of_figure(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        """Narrow to what a figure of the operations report counts (J2)."""
        return measures.behind(
            queryset, value, at=timezone.now(), editions=load_editions(), promises=self._promises()
        )

    def promised(self, queryset: "TicketQuerySet", name: str, value: date) -> "TicketQuerySet":
        """Narrow to what was promised an answer by one of the days asked for (D10)."""
        return queryset.filter(pk__in=self._promises().values("ticket"))

    def _promises(self) -> "TicketPromiseQuerySet":
        given = self.form.cleaned_data
        rows = TicketPromise.objects.visible_to(_actor(self.request))
        return rows.falling_due(given.get("promised_from"), given.get("promised_until"))

    def search(self, queryset: "TicketQuerySet", name: str, value: str) -> "TicketQuerySet":
        """Find by a part of a text, or by a phone number's keyed hash (safety.md, 16)."""
        return queryset.matching(**search_terms(value)) if value.strip() else queryset


def search_terms(written: str) -> dict[str, str]:
    """Return a search text with the hashes of the phone it may be; full-width digits count as plain ones."""
    plain = unicodedata.normalize("NFKC", written).strip()
    phone_hash, last_four_hash = phones.search_hashes(written)
    text = plain if plain.isascii() else written.strip()  # a name keeps its signs: it is kept as written
    return {"text": text, "phone_hash": phone_hash, "last_four_hash": last_four_hash}
