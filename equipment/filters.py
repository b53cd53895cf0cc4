"""What a list of units can be narrowed by; the rows come in scoped already."""

from typing import TYPE_CHECKING

import django_filters
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer
from equipment import phones
from equipment.models import Customer, Product
from records.models import ImportRun
from regulation.calendars import local_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from equipment.querysets import EquipmentQuerySet

INSTALLED, AWAITING, LATE, TODAY = "yes", "no", "late", "today"
ORDERINGS = {
    "": ("-registered_at", "-pk"),
    "serial_number": ("serial_number",),
    "-serial_number": ("-serial_number",),
    "planned": ("planned_installation_on", "pk"),
    "-planned": ("-planned_installation_on", "-pk"),
    "delivered": ("delivered_on", "pk"),
    "-delivered": ("-delivered_on", "-pk"),
}


def _actor(request: HttpRequest | None) -> "User":
    """Return who asks; nobody, who sees nothing, while the API is only being described."""
    return request.user if request else AnonymousUser()  # type: ignore[return-value]  # the stubs can't know


def products_of(request: HttpRequest | None) -> "QuerySet[Product]":
    return Product.objects.visible_to(_actor(request)).order_by("code")


def dealers_of(request: HttpRequest | None) -> "QuerySet[Dealer]":
    return Dealer.objects.visible_to(_actor(request)).order_by("code")


def _customers(request: HttpRequest | None) -> "QuerySet[Customer]":
    return Customer.objects.visible_to(_actor(request))


def _imports(request: HttpRequest | None) -> "QuerySet[ImportRun]":
    """Return the person's own imports: of another's not even the name of the file is known (D18)."""
    return ImportRun.objects.visible_to(_actor(request))


class EquipmentFilter(django_filters.FilterSet):  # type: ignore[misc]  # the stubs can't know
    """Filters of the page and of the API: text or phone, model, dealer, customer, installation, days."""

    q = django_filters.CharFilter(method="search", label=_("Serial number, customer, contact or phone"))
    product = django_filters.ModelChoiceFilter(queryset=products_of, to_field_name="code", label=_("Model"))
    dealer = django_filters.ModelChoiceFilter(queryset=dealers_of, to_field_name="code", label=_("Dealer"))
    customer = django_filters.ModelChoiceFilter(
        queryset=_customers, to_field_name="code", label=_("Customer's code"), widget=forms.TextInput
    )
    installed = django_filters.ChoiceFilter(
        method="by_installation",
        label=_("Installation"),
        choices=[
            (INSTALLED, pgettext_lazy("unit", "Installed")),
            (AWAITING, _("Awaiting")),
            (LATE, _("Installation overdue")),
            (TODAY, _("Installation planned for today")),
        ],
    )
    installed_from = django_filters.DateFilter("installed_on", "gte", label=_("Installed from"))
    installed_until = django_filters.DateFilter("installed_on", "lte", label=_("Installed until"))
    delivered_from = django_filters.DateFilter("delivered_on", "gte", label=_("Delivered from"))
    delivered_until = django_filters.DateFilter("delivered_on", "lte", label=_("Delivered until"))

    import_run = django_filters.ModelChoiceFilter(
        queryset=_imports, to_field_name="code", label=_("Import"), widget=forms.HiddenInput
    )

    def search(self, rows: "EquipmentQuerySet", _name: str, text: str) -> "EquipmentQuerySet":
        """Find by a part of number or name, by a whole phone number or by its last four digits (C10)."""
        phone_hash, last_four_hash = phones.search_hashes(text)
        return rows.matching(text.strip(), phone_hash=phone_hash, last_four_hash=last_four_hash)

    def by_installation(self, rows: "EquipmentQuerySet", _name: str, wanted: str) -> "EquipmentQuerySet":
        if wanted == INSTALLED:
            return rows.installed()
        if wanted == LATE:
            return rows.late_to_install(on=local_day(timezone.now()))
        if wanted == TODAY:
            return rows.to_install(on=local_day(timezone.now()))
        return rows.awaiting_installation()
