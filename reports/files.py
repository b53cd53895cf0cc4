"""The figures of a report as lines of a file: one a group, and their total (J3)."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.choices import GroupBy
from reports.figures import Figures
from reports.satisfaction import Group, total

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


def rows(groups: Sequence[Group]) -> Iterator[list[Any]]:
    """Yield one line a group, then the total."""
    for group in groups:
        yield [group.key, group.name, *_cells(group.figures)]
    yield ["", _("Total"), *_cells(total(group.figures for group in groups))]


def _cells(figures: Figures) -> list[Any]:
    return [
        figures.score,
        figures.satisfied_percent,
        figures.answers,
        figures.rating_sum,
        figures.planned,
        figures.without_rating,
        figures.not_reached,
        figures.lapsed,
        figures.refused,
    ]
