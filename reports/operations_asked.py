"""What a page of the operations report is asked for, and the addresses of what stands behind its figures."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode

from reports.choices import OperationsGroup, Span
from reports.operations import NOBODY, Where
from reports.periods import Period, before, period_of

LACKS: Final = {"dealer": "dealer", "product": "product", "region": "division"}


@dataclass(frozen=True, slots=True)
class OperationsAsked:
    """One view of the report."""

    span: Span
    month: date
    where: Where = field(default_factory=Where)
    grouping: OperationsGroup = OperationsGroup.DEALER

    @property
    def period(self) -> Period:
        return period_of(self.span, self.month)

    @property
    def before(self) -> Period:
        return before(self.span, self.month)

    def query(self) -> str:
        given = {
            "span": self.span.value,
            "month": f"{self.month:%Y-%m}",
            "group_by": "" if self.grouping is OperationsGroup.DEALER else self.grouping.value,
            **self.where.as_query(),
        }
        return urlencode({name: value for name, value in given.items() if value})

    def page(self, **changes: Any) -> str:
        return f"{reverse('reports:operations')}?{replace(self, **changes).query()}"

    def at(self, name: str) -> str:
        return f"{reverse(f'reports:{name}')}?{self.query()}"

    def tickets(self, figure: str, *, where: Where | None = None, period: Period | None = None) -> str:
        """Return the address of exactly the tickets that a figure counts."""
        stretch = period or self.period
        days = {
            "opened_from": stretch.start,
            "opened_until": stretch.end - timedelta(days=1) if stretch.end else None,
        }
        return _tickets({"figure": figure, **days}, where or self.where)

    def promised(self, figure: str) -> str:
        """Return the address of the tickets whose promised answers fell due in the period, kept or broken."""
        start, end = self.period.start, self.period.end
        days = {"promised_from": start, "promised_until": end - timedelta(days=1) if end else None}
        return _tickets({"figure": figure, **days}, self.where)

    def open_tickets(self, figure: str) -> str:
        """Return the address of the open tickets of an age: they are open now, whenever they came in."""
        return _tickets({"figure": figure}, self.where)


def _tickets(given: dict[str, Any], where: Where) -> str:
    lacking = [LACKS[name] for name, code in where.as_query().items() if code == NOBODY]
    has = {name: code for name, code in where.as_query().items() if code != NOBODY}
    asked = {name: str(value) for name, value in {**given, **has}.items() if value}
    return f"{reverse('tickets:list')}?{urlencode({**asked, 'without': lacking}, doseq=True)}"
