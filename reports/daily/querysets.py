"""Questions about daily reports: headquarters reads all, a head those of the own region (D16, L2)."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

from dealers.models import Region
from dealers.roles import Right
from reports.daily.figures import FIGURES, condition, counts
from reports.daily.states import DailyStatus

if TYPE_CHECKING:
    from dealers.models import User
    from reports.models import DailyReport, DailyReportChange, DailyReportLine  # noqa: F401 (named in the base classes)

M = TypeVar("M", bound=models.Model)


class OfARegionQuerySet(models.QuerySet[M]):
    """Rows of a region's day; to dealers none exists, for it tells of their neighbours."""

    region_path: ClassVar[str] = "region"

    def visible_to(self, actor: "User") -> Self:
        if not (actor.is_active and actor.may(Right.SEE_REPORTS)):
            return self.none()
        if actor.is_head_office:
            return self.all()
        return self.filter(**{f"{self.region_path}__in": Region.objects.led_by(actor)})


class DailyReportQuerySet(OfARegionQuerySet["DailyReport"]):
    def open(self) -> Self:
        return self.filter(status=DailyStatus.OPEN)

    def confirmed(self) -> Self:
        return self.filter(status=DailyStatus.CONFIRMED)

    def before(self, day: date) -> Self:
        return self.filter(on__lt=day)

    def from_day(self, day: date) -> Self:
        return self.filter(on__gte=day)

    def until_day(self, day: date) -> Self:
        return self.filter(on__lte=day)

    def led_by(self, actor: "User") -> Self:
        """Return the reports that a person confirms."""
        return self.filter(region__in=Region.objects.led_by(actor))

    def with_names(self) -> Self:
        return self.select_related("region__head", "confirmed_by")

    def with_figures(self) -> Self:
        """Add the figures of each report: counts of its lines."""
        return self.with_names().annotate(**counts("lines", "lines__"))

    def newest_first(self) -> Self:
        return self.order_by("-on", "-pk")


class DailyReportLineQuerySet(OfARegionQuerySet["DailyReportLine"]):
    region_path = "report__region"

    def behind(self, figure: str) -> Self:
        """Return the lines that a figure counts; all of them without one."""
        return self.filter(condition(figure)) if figure in FIGURES else self

    def with_tickets(self) -> Self:
        return self.select_related("ticket__product", "ticket__customer", "ticket__engineer", "dealer")

    def in_order(self) -> Self:
        """Return overdue and open work first, then by dealer and ticket."""
        return self.order_by("-is_overdue", "-is_open", "dealer__code", "ticket__number")


class DailyReportChangeQuerySet(OfARegionQuerySet["DailyReportChange"]):
    region_path = "report__region"

    def in_order(self) -> Self:
        return self.order_by("pk")
