"""Where units fail: failures and time in service of each group, counted by the database (D15)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.db.models.functions import Left, TruncMonth

from reports.choices import FailureGroup
from reports.failure_rules import Rate, Stretch, by_age, rate, unit_days
from reports.operations import PROVINCE
from tickets import failing
from tickets.failing import AGES
from tickets.models import RecordLine, ServiceRecord

if TYPE_CHECKING:
    from equipment.querysets import EquipmentQuerySet
    from tickets.querysets import TicketQuerySet

G = FailureGroup
# groups of which it is known how long their units were in service
IN_SERVICE: Final = frozenset({G.PRODUCT, G.BATCH, G.AGE, G.REGION})
type_units = Mapping[date, int]  # units by the day they were installed


class Counted(NamedTuple):
    """Failures of a group, and how many units had one."""

    failures: int
    units: int


@dataclass(frozen=True, slots=True)
class FailureWhere:
    """Which units and failures it is about: codes, empty for all."""

    product: str = ""
    region: str = ""
    fault_class: str = ""

    def as_query(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Failures:
    """The questions of the analysis, each answered in a fixed number of statements."""

    tickets: "TicketQuerySet"  # all that exist for the person
    units: "EquipmentQuerySet"
    where: FailureWhere
    stretch: Stretch

    def rows(self) -> "TicketQuerySet":
        """Return the failures of the stretch."""
        rows = self.tickets.filter(failing.failed())
        rows = rows.opened_from(self.stretch.first).opened_until(self.stretch.last)
        if self.where.fault_class:
            rows = rows.filter(fault_class__code=self.where.fault_class)
        return rows.filter(self._place(), self._model()).order_by()

    def _model(self) -> Q:
        return Q(product__code=self.where.product) if self.where.product else Q()

    def _place(self) -> Q:
        """Return the condition of the region: two digits of the division's code name the province."""
        region = self.where.region
        return Q(division__code__startswith=region[:PROVINCE]) if region else Q()

    def all_counted(self) -> Counted:
        found = self.rows().aggregate(failures=Count("pk"), units=Count("equipment", distinct=True))
        return Counted(found["failures"], found["units"])

    def counted(self, group: FailureGroup) -> dict[Any, Counted]:
        """Count the failures of each group in one statement; one failure may have several parts or causes."""
        if group is G.CAUSE:
            records = ServiceRecord.objects.filter(cause__isnull=False)
            return self._of_records("cause__code", records, "ticket")
        if group is G.PART:
            lines = RecordLine.objects.filter(kind__in=failing.SPARES).annotate(part=failing.part_of())
            return self._of_records("part", lines, "record__ticket")
        keyed, key = _keyed(self.rows(), group)
        found = keyed.values(key).annotate(failures=Count("pk"), units=Count("equipment", distinct=True))
        return {row[0]: Counted(*row[1:]) for row in found.values_list(key, "failures", "units")}

    def _of_records(self, key: str, rows: Any, ticket: str) -> dict[Any, Counted]:  # noqa: ANN401 (of two models)
        failures = Count(ticket, distinct=True)
        units = Count(f"{ticket}__equipment", distinct=True)
        of_these = rows.order_by().filter(**{f"{ticket}__in": self.rows().values("pk")})
        found = of_these.values(key).annotate(failures=failures, units=units)
        return {row[0]: Counted(*row[1:]) for row in found.values_list(key, "failures", "units")}

    def in_service(self, group: FailureGroup | None = None) -> dict[Any, dict[date, int]]:
        """Return the units of each group by the day they were installed, in one statement."""
        units = self.units.filter(self._place(), self._model()).order_by()
        units = units.filter(installed_on__lte=self.stretch.last)
        keyed = {G.PRODUCT: "product__code", G.BATCH: "month", G.REGION: "region"}
        key = keyed.get(group, "") if group else ""
        if key == "month":
            units = units.annotate(month=TruncMonth("factory_on"))
        elif key == "region":
            units = units.annotate(region=Left("division__code", PROVINCE))
        keys = (key,) if key else ()
        found: dict[Any, dict[date, int]] = defaultdict(dict)
        for row in units.values_list(*keys, "installed_on").annotate(n=Count("pk")):
            found[row[0] if keys else None][row[-2]] = row[-1]
        return found

    def days(self, units: type_units) -> int:
        """Return how long units were in service within the stretch, in unit-days."""
        return sum(unit_days(day, n, self.stretch) for day, n in units.items())

    def rates_by_age(self) -> dict[int, Rate]:
        """Return the rate at each age, in two statements: how failures come as units grow old."""
        counted, units = self.counted(G.AGE), self.in_service().get(None, {})
        none = Counted(0, 0)
        return {age: rate(counted.get(age, none).failures, by_age(units, self.stretch, age)) for age in AGES}


def _keyed(rows: "TicketQuerySet", group: FailureGroup) -> tuple[Any, str]:
    if group is G.BATCH:
        return rows.annotate(month=TruncMonth("equipment__factory_on")), "month"
    if group is G.REGION:
        return rows.annotate(region=Left("division__code", PROVINCE)), "region"
    if group is G.AGE:
        ages = [When(failing.at_age(age), then=Value(age)) for age in AGES]
        return rows.annotate(age=Case(*ages, output_field=IntegerField())), "age"
    return rows, {G.PRODUCT: "product__code", G.FAULT_CLASS: "fault_class__code"}[group]
