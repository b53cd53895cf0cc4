"""What a page of the report is asked for, and the addresses that ask for something else."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from reports.choices import GroupBy, Shown, Span
from reports.periods import Period, before, period_of
from reports.satisfaction import Conditions


@dataclass(frozen=True, slots=True)
class Asked:
    """One view of the report; `focus` is the group, of those ranked, whose single calls stand on the page."""

    span: Span
    month: date
    conditions: Conditions = field(default_factory=Conditions)
    focus: str = ""
    shown: Shown = Shown.COMPLETED
    grouping: GroupBy = GroupBy.DEALER

    @property
    def period(self) -> Period:
        return period_of(self.span, self.month)

    @property
    def before(self) -> Period:
        return before(self.span, self.month)

    def query(self, *, with_shown: bool = False) -> str:
        """Return the address's query, the same words that the form reads."""
        given = {
            "span": self.span.value,
            "month": f"{self.month:%Y-%m}",
            **self.conditions.as_query(),
            "group_by": "" if self.grouping is GroupBy.DEALER else self.grouping.value,
            "focus": self.focus,
            "shown": self.shown.value if with_shown else "",
        }
        return urlencode({name: value for name, value in given.items() if value})

    def page(self, **changes: Any) -> str:
        return f"{reverse('reports:satisfaction')}?{replace(self, **changes).query()}"

    def calls(self, shown: Shown, **changes: Any) -> str:
        """Return the address of the calls behind a figure."""
        asked = replace(self, shown=shown, focus="", **changes)
        return f"{reverse('reports:calls')}?{asked.query(with_shown=True)}"

    def at(self, name: str, **changes: Any) -> str:
        """Return another page of the report with the same conditions."""
        return f"{reverse(f'reports:{name}')}?{replace(self, focus='', **changes).query()}"
