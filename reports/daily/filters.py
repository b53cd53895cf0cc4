"""What daily reports can be narrowed by; the rows come in scoped already (D16)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

import django_filters
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Region
from regulation.calendars import local_day
from reports.daily.hours import confirm_by
from reports.models import DailyReport

if TYPE_CHECKING:
    from dealers.querysets import RegionQuerySet
    from reports.daily.querysets import DailyReportQuerySet

WAITING, LATE, CONFIRMED = "waiting", "late", "confirmed"


def regions_seen(request: HttpRequest | None) -> "RegionQuerySet":
    """Return the regions that exist for who asks."""
    if request is None or not request.user.is_authenticated:
        return Region.objects.none()
    return Region.objects.visible_to(request.user).order_by("code")


def late_of(rows: "DailyReportQuerySet", at: datetime) -> "DailyReportQuerySet":
    """Return the days of which the hour has passed without a confirmation."""
    waiting = rows.open().before(local_day(at)).order_by().values_list("on", flat=True).distinct()
    return rows.open().filter(on__in=[on for on in waiting if confirm_by(on) <= at])


class DailyReportFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Filters of the page and of the API."""

    only = django_filters.ChoiceFilter(
        label=_("View"),
        choices=[
            (WAITING, pgettext_lazy("daily report", "To confirm")),
            (LATE, pgettext_lazy("daily report", "Late")),
            (CONFIRMED, pgettext_lazy("daily report", "Confirmed")),
        ],
        method="narrow",
    )
    region = django_filters.ModelChoiceFilter(
        queryset=regions_seen, to_field_name="code", label=pgettext_lazy("network", "Region")
    )
    from_day = django_filters.DateFilter(label=_("From"), method="after")
    until_day = django_filters.DateFilter(label=_("Until"), method="until")

    class Meta:
        model = DailyReport
        fields = ("only", "region", "from_day", "until_day")

    def narrow(self, rows: "DailyReportQuerySet", _name: str, value: str) -> "DailyReportQuerySet":
        at = timezone.now()
        if value == LATE:
            return late_of(rows, at)
        return rows.confirmed() if value == CONFIRMED else rows.open().before(local_day(at))

    def after(self, rows: "DailyReportQuerySet", _name: str, value: date) -> "DailyReportQuerySet":
        return rows.from_day(value)

    def until(self, rows: "DailyReportQuerySet", _name: str, value: date) -> "DailyReportQuerySet":
        return rows.until_day(value)
