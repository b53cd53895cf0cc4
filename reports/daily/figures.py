"""The figures of a region's day: conditions on the lines of its report, so each opens exactly them (D16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from reports.daily.states import Entered, Left

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from reports.daily.querysets import DailyReportLineQuerySet
    from reports.models import OfADay

BEFORE, OPEN, OVERDUE, CLOSED = "before", "open", "overdue", "closed"
CAME_IN, RESOLVED = Entered.CAME_IN.value, Left.RESOLVED.value
# figure → the field of a line, and what stands in it where the line counts
FIGURES: Final[Mapping[str, tuple[str, object]]] = {
    BEFORE: ("was_open", True),
    **{way.value: ("entered", way.value) for way in Entered},
    **{way.value: ("left", way.value) for way in Left},
    OPEN: ("is_open", True),
    OVERDUE: ("is_overdue", True),
    CLOSED: ("is_closed", True),
}
LABELS: Final[Mapping[str, "StrPromise | str"]] = {
    BEFORE: pgettext_lazy("daily report", "Carried over"),
    **{way.value: way.label for way in (*Entered, *Left)},
    OPEN: pgettext_lazy("daily report", "Open at day's end"),
    OVERDUE: pgettext_lazy("daily report", "Overdue"),
    CLOSED: pgettext_lazy("daily report", "Closed that day"),
}
# what the day adds up from, with the sign it has in the sum
SUM: Final[Mapping[str, str]] = {
    BEFORE: "",
    **{way.value: "+" for way in Entered},
    **{way.value: "−" for way in Left},
    OPEN: "=",
}


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Counts by the code of the figure."""

    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, code: str) -> int:
        return self.counts.get(code, 0)

    def __sub__(self, other: "DayFigures") -> dict[str, int]:
        """Return by figure what differs."""
        found = {code: self.of(code) - other.of(code) for code in FIGURES}
        return {code: count for code, count in found.items() if count}

    @property
    def adds_up(self) -> bool:
        sums = {"": 0, "+": 0, "−": 0, "=": 0}
        for code, sign in SUM.items():
            sums[sign] += self.of(code)
        return sums[""] + sums["+"] - sums["−"] == sums["="]


def condition(figure: str, prefix: str = "") -> Q:
    """Return which lines a figure counts, asked of lines or, with a prefix, of what has lines."""
    name, value = FIGURES[figure]
    return Q(**{f"{prefix}{name}": value})


def counts(of: str = "pk", prefix: str = "") -> dict[str, Count]:
    """Return the figures as annotations of a statement over lines, or over reports with their lines."""
    return {f"n_{code}": Count(of, filter=condition(code, prefix)) for code in FIGURES}


def counted(rows: "Iterable[OfADay]") -> DayFigures:
    """Count rows at hand as the database counts lines."""
    found = list(rows)
    return DayFigures(
        {code: sum(getattr(row, name) == value for row in found) for code, (name, value) in FIGURES.items()}
    )


def figures_of(row: object) -> DayFigures:
    """Return the figures that came along with a row."""
    return DayFigures({code: int(getattr(row, f"n_{code}")) for code in FIGURES})


def grouped(lines: "DailyReportLineQuerySet", by: str) -> dict[object, DayFigures]:
    """Return the figures of each group of lines, in one statement."""
    rows = lines.order_by().values(by).annotate(**counts())
    return {row[by]: DayFigures({code: row[f"n_{code}"] for code in FIGURES}) for row in rows}


def total(groups: Iterable[DayFigures]) -> DayFigures:
    """Add up groups that don't overlap."""
    found = list(groups)
    return DayFigures({code: sum(one.of(code) for one in found) for code in FIGURES})
