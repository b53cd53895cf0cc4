"""The figures of a report as lines of a file: one a group, and their total; each opens its calls (J1, J3)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.exports import Linked
from reports.asked import Asked
from reports.choices import GroupBy, Shown, Span
from reports.figures import Figures
from reports.periods import month_of
from reports.satisfaction import Group, total

type_address = Callable[[str], str]
FIGURES: Final = (
    gettext_lazy("Score"),
    gettext_lazy("Satisfied, %"),
    gettext_lazy("Answers"),
    gettext_lazy("Sum of ratings"),
    gettext_lazy("Due in the period"),
    gettext_lazy("Without a rating"),
    gettext_lazy("Not reached"),
    gettext_lazy("Lapsed"),
    gettext_lazy("Refused"),
)


def header(grouping: GroupBy) -> list[Any]:
    """Return the titles of the columns."""
    return [_("Code"), grouping.label, *FIGURES]


def rows(
    groups: Sequence[Group], grouping: GroupBy, asked: Asked, *, address: type_address
) -> Iterator[list[Any]]:
    """Yield one line a group, then the total; `address` makes a link whole, to be opened from a file."""
    for group in groups:
        within = _within(asked, grouping, group.key)
        yield [group.key, group.name, *_cells(group.figures, within, address)]
    yield ["", _("Total"), *_cells(total(group.figures for group in groups), asked, address)]


def _within(asked: Asked, grouping: GroupBy, key: str) -> Asked:
    """Return the report of one group alone."""
    if grouping is GroupBy.MONTH:
        return replace(asked, span=Span.MONTH, month=month_of(key) or asked.month)
    return replace(asked, conditions=asked.conditions.within(grouping, key))


def _cells(figures: Figures, asked: Asked, address: type_address) -> list[Any]:
    def opens(shown: Shown, count: int) -> Linked | int:
        return Linked(count, address(asked.calls(shown))) if count else count

    return [
        figures.score,
        figures.satisfied_percent,
        opens(Shown.RATED, figures.answers),
        figures.rating_sum,
        opens(Shown.PLANNED, figures.planned),
        opens(Shown.WITHOUT_RATING, figures.without_rating),
        opens(Shown.NOT_REACHED, figures.not_reached),
        opens(Shown.LAPSED, figures.lapsed),
        opens(Shown.REFUSED, figures.refused),
    ]
