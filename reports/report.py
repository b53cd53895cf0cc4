"""One report: what is asked for, over the calls that exist for the person, judged by the regulation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from regulation.editions import Edition
from regulation.parameters import Satisfaction
from regulation.services import load_editions
from reports import satisfaction
from reports.asked import Asked
from reports.choices import GroupBy, Shown
from reports.figures import Figures
from reports.periods import Period
from reports.satisfaction import Conditions, Group, Key
from visits.scale import Scale

if TYPE_CHECKING:
    from reports.forms.satisfaction import PageQuery
    from visits.querysets import VisitQuerySet


@dataclass(frozen=True, slots=True)
class Report:
    """Every question the pages ask, each answered in a fixed number of statements."""

    visits: "VisitQuerySet"
    asked: Asked
    scale: Scale
    today: date

    @classmethod
    def of(cls, form: "PageQuery", visits: "VisitQuerySet", today: date) -> Self:
        """Return the report a checked address asks for; `visits` are all that exist for the person."""
        return cls(visits, form.asked(today), Scale(load_editions()), today)

    @property
    def narrowed(self) -> "VisitQuerySet":
        return self.asked.conditions.narrow(self.visits)

    @property
    def edition(self) -> Edition:
        return self.scale.edition(self.asked.month, today=self.today)

    @property
    def rules(self) -> Satisfaction:
        return self.edition.parameters.satisfaction

    def figures(self) -> Figures:
        return satisfaction.figures_of(self.narrowed, period=self.asked.period, scale=self.scale)

    def figures_by(self, keys: Sequence[str], period: Period) -> dict[Key, Figures]:
        return satisfaction.figures_by(self.narrowed, keys, period=period, scale=self.scale)

    def groups(self, grouping: GroupBy, period: Period | None = None) -> list[Group]:
        return satisfaction.groups(
            self.narrowed, grouping, period=period or self.asked.period, scale=self.scale
        )

    def calls(self, shown: Shown, conditions: Conditions | None = None) -> "VisitQuerySet":
        """Return the calls behind a figure, of one group if its conditions are given."""
        rows = self.narrowed if conditions is None else conditions.narrow(self.visits)
        return satisfaction.calls_behind(rows, shown, period=self.asked.period, scale=self.scale)
