"""What a list of day plans can be narrowed by; the rows come in scoped already (D18)."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters
from django.utils.translation import gettext_lazy as _

from tickets.filters import dealers_seen, engineers_seen
from tickets.models import DayPlan

if TYPE_CHECKING:
    from tickets.days.querysets import DayPlanQuerySet

CARRIED, SILENT, OPEN, EVER = "carried", "silent", "open", "ever"
ORDERINGS: Final = {
    "": ("-on", "-pk"),
    "on": ("on", "pk"),
    "-on": ("-on", "-pk"),
    "closed": ("closed_at", "pk"),
    "-closed": ("-closed_at", "-pk"),
}


class DayPlanFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the page and of the API."""

    only = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[
            (CARRIED, _("Carried over")),
            (SILENT, _("Without a reason")),
            (OPEN, _("Not closed")),
            (EVER, _("All days")),
        ],
        method="narrow",
    )
    on = django_filters.DateFilter(label=_("Day"))
    from_day = django_filters.DateFilter(label=_("From"), method="after")
    until_day = django_filters.DateFilter(label=_("Until"), method="until")
    dealer = django_filters.ModelChoiceFilter(queryset=dealers_seen, to_field_name="code", label=_("Dealer"))
    engineer = django_filters.ModelChoiceFilter(
        "staff", queryset=engineers_seen, to_field_name="code", label=_("Engineer")
    )

    class Meta:
        model = DayPlan
        fields = ("only", "on", "from_day", "until_day", "dealer", "engineer")

    def narrow(self, rows: "DayPlanQuerySet", _name: str, value: str) -> "DayPlanQuerySet":
        chosen = {CARRIED: rows.carrying_over, SILENT: rows.without_reason, OPEN: rows.open}
        return chosen[value]() if value in chosen else rows

    def after(self, rows: "DayPlanQuerySet", _name: str, value: date) -> "DayPlanQuerySet":
        return rows.from_day(value)

    def until(self, rows: "DayPlanQuerySet", _name: str, value: date) -> "DayPlanQuerySet":
        return rows.until_day(value)
