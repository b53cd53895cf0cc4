"""What a list of maintenance can be narrowed by; the rows come in scoped already (C5)."""

from typing import TYPE_CHECKING, Final

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from equipment.filters import dealers_of, products_of
from equipment.maintenance_rules import State
from regulation.calendars import local_day

if TYPE_CHECKING:
    from equipment.querysets import MaintenanceDoneQuerySet, MaintenanceQuerySet

DONE: Final = "done"
STANDING: Final = [
    (State.OVERDUE.value, pgettext_lazy("maintenance", "Overdue")),
    (State.DUE.value, pgettext_lazy("maintenance", "Due")),
    (State.OPEN.value, pgettext_lazy("maintenance", "Possible")),
    (State.NOT_YET.value, pgettext_lazy("maintenance", "Not yet")),
]


class MaintenanceFilter(django_filters.FilterSet):  # type: ignore[misc]  # the stubs can't know
    """Filters of the page and of the API: how it stands, unit or customer, model, dealer, days."""

    state = django_filters.ChoiceFilter(label=_("Status"), choices=STANDING, method="by_state")
    q = django_filters.CharFilter(method="search", label=_("Serial number, customer or contact"))
    product = django_filters.ModelChoiceFilter(
        "equipment__product", queryset=products_of, to_field_name="code", label=_("Model")
    )
    dealer = django_filters.ModelChoiceFilter(
        "equipment__dealer", queryset=dealers_of, to_field_name="code", label=_("Dealer")
    )
    is_first = django_filters.BooleanFilter(label=_("First maintenance"))
    due_from = django_filters.DateFilter("due_on", "gte", label=_("Due from"))
    due_until = django_filters.DateFilter("due_on", "lte", label=_("Due until"))

    def by_state(self, rows: "MaintenanceQuerySet", _name: str, value: str) -> "MaintenanceQuerySet":
        return rows.standing(value, on=local_day(timezone.now()))

    def search(self, rows: "MaintenanceQuerySet", _name: str, text: str) -> "MaintenanceQuerySet":
        return rows.at_units_matching(text.strip())


class DoneFilter(django_filters.FilterSet):  # type: ignore[misc]  # the stubs can't know
    """Filters of what was done: unit or customer, model, dealer, days."""

    state = django_filters.ChoiceFilter(
        label=_("Status"), choices=[(DONE, _("Done"))], method="keep", empty_label=None
    )
    q = django_filters.CharFilter(method="search", label=_("Serial number, customer or contact"))
    product = django_filters.ModelChoiceFilter(
        "maintenance__equipment__product", queryset=products_of, to_field_name="code", label=_("Model")
    )
    dealer = django_filters.ModelChoiceFilter(
        "maintenance__equipment__dealer", queryset=dealers_of, to_field_name="code", label=_("Dealer")
    )
    done_from = django_filters.DateFilter("done_on", "gte", label=_("Done from"))
    done_until = django_filters.DateFilter("done_on", "lte", label=_("Done until"))

    def keep(self, rows: "MaintenanceDoneQuerySet", _name: str, _value: str) -> "MaintenanceDoneQuerySet":
        """Leave the rows as they are: all of them were done."""
        return rows

    def search(self, rows: "MaintenanceDoneQuerySet", _name: str, text: str) -> "MaintenanceDoneQuerySet":
        return rows.at_units_matching(text.strip())
