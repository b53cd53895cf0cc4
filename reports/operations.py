"""How the work goes: times kept, trips needed, what comes back, what is left; the database counts (J2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Window
from django.db.models.functions import Left, RowNumber, TruncMonth

from dealers.models import Division
from tickets import fix_measures, measures
from tickets.measures import AGES, IN_TIME, LATE, of_age, of_clock
from tickets.models import TicketClock, TicketPromise

if TYPE_CHECKING:
    from regulation.editions import Editions
    from reports.periods import Period
    from tickets.querysets import TicketQuerySet

ONE_DAY: Final = timedelta(days=1)
PROVINCE, CODE_WIDTH = 2, 6  # digits of a division's code
NOBODY: Final = "none"  # the group of what has no dealer, model or place
TENTH: Final = Decimal("0.1")
PERCENT: Final = 100
NINE_TENTHS: Final = (9, 10)
KEYS: Final[Mapping[str, str]] = {
    "dealer": "dealer__code",
    "product": "product__code",
    "region": "region",
    "month": "month",
}
COUNTED: Final = (
    measures.OPENED,
    measures.VISITED,
    measures.FIRST_TIME,
    measures.REOPENED,
    measures.REPEATED,
    *fix_measures.COUNTED,
)


@dataclass(frozen=True, slots=True)
class Where:
    """Which tickets a report is about: codes, empty for all, `none` for those that have none."""

    dealer: str = ""
    product: str = ""
    region: str = ""

    def narrow(self, tickets: "TicketQuerySet") -> "TicketQuerySet":
        """Return the tickets that meet the conditions, out of those that exist for the person."""
        for name in ("dealer", "product"):
            code = getattr(self, name)
            if code:
                tickets = tickets.filter(
                    **({f"{name}__isnull": True} if code == NOBODY else {f"{name}__code": code})
                )
        if self.region == NOBODY:
            return tickets.filter(division__isnull=True)
        return tickets.filter(division__code__startswith=self.region[:PROVINCE]) if self.region else tickets

    def within(self, grouping: str, key: str) -> "Where":
        return replace(self, **{grouping: key})

    def as_query(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one group of tickets by the code of the figure; groups that don't overlap add up."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Figures") -> "Figures":
        codes = {*self.counts, *other.counts}
        return Figures({code: self.of(code) + other.of(code) for code in codes})

    def of(self, code: str) -> int:
        return self.counts.get(code, 0)

    def judged(self, kind: str) -> int:
        """Return of how many it is known whether a promised time was kept."""
        return self.of(of_clock(kind, IN_TIME)) + self.of(of_clock(kind, LATE))

    def in_time(self, kind: str) -> Decimal | None:
        """Return of a hundred judged how many kept a promised time; nothing where none is judged."""
        return share(self.of(of_clock(kind, IN_TIME)), self.judged(kind))

    def held(self, stand: str) -> Decimal | None:
        """Return of a hundred repairs judged after so many days how many were fixed first time (D6)."""
        return share(self.of(fix_measures.held(stand)), self.of(fix_measures.judged(stand)))

    @property
    def first_time(self) -> Decimal | None:
        return share(self.of(measures.FIRST_TIME), self.of(measures.VISITED))


@dataclass(frozen=True, slots=True)
class Promises:
    """Promised answers that fell due in a period, and how many tickets they belong to (D10)."""

    kept: int
    broken: int
    kept_tickets: int
    broken_tickets: int

    @property
    def judged(self) -> int:
        return self.kept + self.broken

    @property
    def share(self) -> Decimal | None:
        return share(self.kept, self.judged)


def share(part: int, whole: int) -> Decimal | None:
    """Return how many of a hundred, with one decimal, rounded half up."""
    return (Decimal(PERCENT * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


@dataclass(frozen=True, slots=True)
class Operations:
    """The questions of the report, each answered in a fixed number of statements."""

    tickets: "TicketQuerySet"  # all that exist for the person
    where: Where
    at: datetime
    editions: "Editions"

    def opened_in(self, period: "Period") -> "TicketQuerySet":
        """Return the tickets that the figures of a period are about, and those of none."""
        rows = self.where.narrow(self.tickets)
        if period.start:
            rows = rows.opened_from(period.start)
        return rows.opened_until(period.end - ONE_DAY) if period.end else rows

    def figures_by(self, grouping: str, period: "Period") -> dict[Any, Figures]:
        """Count each group of dealers, models, regions or months in two statements."""
        found: dict[Any, Figures] = {}
        for key, counts in (*self._tickets_by(grouping, period), *self._clocks_by(grouping, period)):
            found[key] = found.get(key, Figures()) + Figures(counts)
        return found

    def counts(self, codes: Iterable[str], period: "Period") -> Figures:
        """Count the tickets of a period by each of these figures alone, in one statement."""
        judged = measures.conditions(at=self.at, editions=self.editions)
        counts = {code: Count("pk", filter=judged[code]()) for code in codes}
        return Figures(self.opened_in(period).order_by().aggregate(**counts))

    def _tickets_by(self, grouping: str, period: "Period") -> list[tuple[Any, dict[str, int]]]:
        key = KEYS[grouping]
        judged = measures.conditions(at=self.at, editions=self.editions)
        counts = {code: Count("pk", filter=judged[code]()) for code in COUNTED}
        rows = _keyed(self.opened_in(period), grouping).values(key).annotate(**counts)
        return [(row[0], dict(zip(COUNTED, row[1:], strict=True))) for row in rows.values_list(key, *COUNTED)]

    def _clocks_by(self, grouping: str, period: "Period") -> list[tuple[Any, dict[str, int]]]:
        key, ways = KEYS[grouping], measures.stands(self.at)
        rows = _keyed(self._clocks(period), grouping, path="ticket__")
        key = key if key in {"region", "month"} else f"ticket__{key}"
        counts = {stand: Count("pk", filter=condition) for stand, condition in ways.items()}
        found = rows.values(key, "kind").annotate(**counts).values_list(key, "kind", *counts)
        return [
            (row[0], {of_clock(row[1], stand): n for stand, n in zip(counts, row[2:], strict=True)})
            for row in found
        ]

    def _clocks(self, period: "Period") -> Any:  # noqa: ANN401 (clocks of a queryset the types can't follow)
        return TicketClock.objects.filter(ticket__in=self.opened_in(period).values("pk")).order_by()

    def took(self, period: "Period") -> dict[tuple[str, str], timedelta]:
        """Return median and nine tenths of the elapsed time until each promise was met, in two statements."""
        met = self._clocks(period).filter(met_at__isnull=False)
        counts = dict(met.values_list("kind").annotate(n=Count("pk")))
        places = {
            (kind, name): place
            for kind, n in counts.items()
            for name, place in (("median", (n + 1) // 2), ("p90", _nine_tenths(n)))
        }
        wanted = Q(pk__in=[])
        for (kind, _name), place in places.items():
            wanted |= Q(kind=kind, place=place)
        span = ExpressionWrapper(F("met_at") - F("started_at"), output_field=DurationField())
        ordered = met.annotate(
            took=span,
            place=Window(RowNumber(), partition_by="kind", order_by=[F("met_at") - F("started_at"), "pk"]),
        )
        found = {
            (kind, place): took
            for kind, place, took in ordered.filter(wanted).values_list("kind", "place", "took")
        }
        return {of: found[of[0], place] for of, place in places.items()}

    def promises(self, period: "Period") -> Promises:
        """Count the promised answers of a period, and the tickets behind them, in one statement."""
        tickets = self.where.narrow(self.tickets).order_by().values("pk")
        rows = TicketPromise.objects.filter(ticket__in=tickets)
        stands = measures.promises_stand(self.at)
        kept, broken = stands[measures.PROMISE_KEPT], stands[measures.PROMISE_BROKEN]
        found = rows.falling_due(period.start, period.end - ONE_DAY if period.end else None).aggregate(
            kept=Count("pk", filter=kept),
            broken=Count("pk", filter=broken),
            kept_tickets=Count("ticket", filter=kept, distinct=True),
            broken_tickets=Count("ticket", filter=broken, distinct=True),
        )
        return Promises(**found)

    def gaps(self, period: "Period") -> list[int]:
        """Return the days between repairs of one unit and fault opened in a period, sorted (D13)."""
        return fix_measures.gaps(self.opened_in(period))

    def backlog(self) -> dict[str, int]:
        """Count what stands open at this moment by its age, in one statement."""
        judged = measures.conditions(at=self.at, editions=self.editions)
        counts = {of_age(days): Count("pk", filter=judged[of_age(days)]()) for days in AGES}
        found: dict[str, int] = self.where.narrow(self.tickets).open().aggregate(**counts)
        return found


def _nine_tenths(count: int) -> int:
    """Return the first place that nine tenths do not lie behind."""
    part, whole = NINE_TENTHS
    return -(-count * part // whole)


def _keyed(rows: Any, grouping: str, path: str = "") -> Any:  # noqa: ANN401 (tickets or clocks)
    if grouping == "month":
        return rows.order_by().annotate(month=TruncMonth(f"{path}opened_at"))
    if grouping == "region":
        return rows.order_by().annotate(region=Left(f"{path}division__code", PROVINCE))
    return rows.order_by()


def total(figures: Iterable[Figures]) -> Figures:
    """Add up groups that don't overlap."""
    return sum(figures, Figures())


def province_names(codes: Sequence[str]) -> dict[str, str]:
    """Return the names of provinces by the two digits that name them."""
    whole = [code.ljust(CODE_WIDTH, "0") for code in codes]
    return {
        code[:PROVINCE]: name
        for code, name in Division.objects.filter(code__in=whole).values_list("code", "name")
    }
