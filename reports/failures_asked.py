"""What a page of the failure analysis is asked for, and the addresses of the tickets behind its figures."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from reports.choices import FailureGroup, Span
from reports.failure_rules import Stretch
from reports.failures import FailureWhere
from reports.periods import Period, period_of
from tickets import measures

# the word by which a list of tickets is narrowed to a group
WORDS: Final = {group: group.value for group in FailureGroup}


@dataclass(frozen=True, slots=True)
class FailuresAsked:
    """One view of the analysis."""

    span: Span
    month: date
    where: FailureWhere = field(default_factory=FailureWhere)
    grouping: FailureGroup = FailureGroup.PRODUCT

    @property
    def period(self) -> Period:
        return period_of(self.span, self.month)

    def stretch(self, today: date) -> Stretch:
        """Return the days looked at: of a stretch that still runs, those up to today."""
        period = self.period
        last = (period.end or today + timedelta(days=1)) - timedelta(days=1)
        return Stretch(period.start or date.min, min(last, today))

    def query(self) -> str:
        given = {
            "span": "" if self.span is Span.YEAR else self.span.value,
            "month": f"{self.month:%Y-%m}",
            "group_by": "" if self.grouping is FailureGroup.PRODUCT else self.grouping.value,
            **self.where.as_query(),
        }
        return urlencode({name: value for name, value in given.items() if value})

    def page(self, **changes: Any) -> str:
        return f"{reverse('reports:failures')}?{replace(self, **changes).query()}"

    def at(self, name: str) -> str:
        return f"{reverse(f'reports:{name}')}?{self.query()}"

    def tickets(self, today: date, group: FailureGroup | None = None, key: str = "") -> str:
        """Return the address of exactly the tickets that a figure counts."""
        stretch = self.stretch(today)
        given = {
            "figure": measures.FAILED,
            "opened_from": stretch.first.isoformat(),
            "opened_until": stretch.last.isoformat(),
            **self.where.as_query(),
        }
        if group is not None:
            given[WORDS[group]] = key
        return f"{reverse('tickets:list')}?{urlencode(given)}"
