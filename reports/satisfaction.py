"""How satisfied customers are: counted by the database, grouped by dealer, model, stage or month (J1)."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regulation.choices import RuleCode
from reports.choices import HEADQUARTERS, WITHOUT, GroupBy, Shown
from reports.figures import Figures
from reports.periods import Period
from visits.scale import Scale
from visits.states import VisitStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from visits.models import Visit
    from visits.querysets import VisitQuerySet

Key = tuple[Any, ...]
COUNTED_APART: Final = {
    "not_reached": VisitStatus.UNREACHABLE,
    "lapsed": VisitStatus.LAPSED,
    "refused": VisitStatus.REFUSED,
}
ENDED: Final = (VisitStatus.DONE, *COUNTED_APART.values())


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which calls a report is about: codes, empty for all."""

    dealer: str = ""
    product: str = ""
    rule: str = ""

    def narrow(self, visits: "VisitQuerySet") -> "VisitQuerySet":
        """Return the calls that meet the conditions, out of those that exist for the person."""
        if self.dealer:
            visits = visits.filter(**_is("dealer", self.dealer, HEADQUARTERS))
        if self.product:
            visits = visits.filter(**_is("product", self.product, WITHOUT))
        return visits.filter(rule=self.rule) if self.rule else visits

    def within(self, grouping: GroupBy, key: str) -> "Conditions":
        """Return the conditions narrowed down to one group of dealers, models or stages."""
        return replace(self, **{grouping.value: key})

    def without(self, name: str) -> "Conditions":
        return replace(self, **{name: ""})

    def as_query(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


def _is(field: str, code: str, absent: str) -> dict[str, Any]:
    return {f"{field}__isnull": True} if code == absent else {f"{field}__code": code}


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a report: its public code, its name, its figures."""

    key: str
    name: str
    figures: Figures


def figures_by(
    visits: "VisitQuerySet", keys: Sequence[str], *, period: Period, scale: Scale
) -> dict[Key, Figures]:
    """Return the figures of each combination of `keys` in two statements, however many rows there are.

    A call counts in the month it ended; as planned it counts in the month it was due. `keys` are fields
    of a call, or `month`.
    """
    counts = _counts(scale)
    found = {
        row[: len(keys)]: Figures(**dict(zip(counts, row[len(keys) :], strict=True)))
        for row in _ended(visits, keys, period).annotate(**counts).values_list(*keys, *counts)
    }
    for *key, planned in _planned(visits, keys, period):
        group = tuple(key)
        found[group] = replace(found.get(group, Figures()), planned=planned)
    return found


def figures_of(visits: "VisitQuerySet", *, period: Period, scale: Scale) -> Figures:
    """Return the figures of all these calls together, in two statements."""
    due = visits.exclude(status=VisitStatus.CANCELLED).filter(**period.bounds("due_on"))
    return Figures(**_ended(visits, (), period).aggregate(**_counts(scale)), planned=due.count())


def _counts(scale: Scale) -> dict[str, Any]:
    done = Q(status=VisitStatus.DONE)
    return {
        "answers": Count("rating"),
        "rating_sum": Sum("rating", default=0),
        "points": Sum(scale.points(), default=0),
        "satisfied": Count("pk", filter=scale.satisfied()),
        "without_rating": Count("pk", filter=done & Q(rating__isnull=True)),
        **{name: Count("pk", filter=Q(status=status)) for name, status in COUNTED_APART.items()},
    }


def _ended(visits: "VisitQuerySet", keys: Sequence[str], period: Period) -> "QuerySet[Visit, Any]":
    rows = visits.filter(status__in=ENDED, **period.bounds("ended_on"))
    return _by(rows, keys, "ended_on")


def _planned(visits: "VisitQuerySet", keys: Sequence[str], period: Period) -> Iterable[Key]:
    rows = visits.exclude(status=VisitStatus.CANCELLED).filter(**period.bounds("due_on"))
    return _by(rows, keys, "due_on").annotate(planned=Count("pk")).values_list(*keys, "planned")


def _by(rows: "VisitQuerySet", keys: Sequence[str], day: str) -> "QuerySet[Visit, Any]":
    months = {"month": TruncMonth(day)} if "month" in keys else {}
    return rows.order_by().annotate(**months).values(*keys) if keys else rows.order_by()


def total(figures: Iterable[Figures]) -> Figures:
    """Add up groups that don't overlap."""
    return sum(figures, Figures())


# ── groups with their names ──


def groups(visits: "VisitQuerySet", grouping: GroupBy, *, period: Period, scale: Scale) -> list[Group]:
    """Return the rows of a report in the order of their codes; stages in the order in which they come."""
    named = "product__name_zh" if _is_chinese() else "product__name_en"
    keys = {
        GroupBy.DEALER: ("dealer__code", "dealer__name"),
        GroupBy.PRODUCT: ("product__code", named),
        GroupBy.RULE: ("rule",),
        GroupBy.MONTH: ("month",),
    }[grouping]
    found = figures_by(visits, keys, period=period, scale=scale)
    rows = [Group(*_named(grouping, key), figures) for key, figures in found.items()]
    order = RuleCode.values if grouping is GroupBy.RULE else []
    return sorted(rows, key=lambda row: (order.index(row.key) if order else 0, row.key))


def _named(grouping: GroupBy, key: Key) -> tuple[str, str]:
    """Return a group's public code and its name in the reader's language."""
    if grouping is GroupBy.MONTH:
        return f"{key[0]:%Y-%m}", f"{key[0]:%Y-%m}"
    if grouping is GroupBy.RULE:
        return key[0], str(RuleCode(key[0]).label)
    code, name = key
    if code is None:
        return (HEADQUARTERS, _("Headquarters")) if grouping is GroupBy.DEALER else (WITHOUT, _("No model"))
    if grouping is GroupBy.PRODUCT:
        return code, f"{code} {name}".strip()
    return code, name


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


# ── the calls behind a figure ──


def calls_behind(visits: "VisitQuerySet", shown: Shown, *, period: Period, scale: Scale) -> "VisitQuerySet":
    """Return exactly the calls that a figure counts (J1: down to the single call)."""
    if shown is Shown.PLANNED:
        return visits.exclude(status=VisitStatus.CANCELLED).filter(**period.bounds("due_on"))
    ended = visits.filter(**period.bounds("ended_on"))
    if shown.value in COUNTED_APART:
        return ended.filter(status=COUNTED_APART[shown.value])
    rated = Q(rating__isnull=False)
    condition = {
        Shown.COMPLETED: Q(),
        Shown.RATED: rated,
        Shown.WITHOUT_RATING: ~rated,
        Shown.SATISFIED: rated & scale.satisfied(),
        Shown.LOW: rated & ~scale.satisfied(),
    }[shown]
    return ended.filter(condition, status=VisitStatus.DONE)
