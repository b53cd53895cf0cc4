"""The figures of operations as lines of a file: a group a line, each opens its tickets (J2, J3)."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from records.exports import Linked
from regulation.choices import ON_TICKETS
from reports.fixes import fix_days
from reports.operations import Figures, Where, total
from reports.operations_asked import OperationsAsked
from reports.operations_page import OperationsReport, within
from reports.periods import Period
from tickets import fix_measures, measures
from tickets.measures import IN_TIME, LATE, RUNNING, of_clock

type_address = Callable[[str], str]
COUNTS = (
    measures.OPENED,
    *(of_clock(kind, stand) for kind in ON_TICKETS for stand in (IN_TIME, LATE, RUNNING)),
    measures.VISITED,
    measures.FIRST_TIME,
    measures.REOPENED,
    measures.REPEATED,
    *fix_measures.COUNTED,
)


def header(report: OperationsReport) -> list[Any]:
    """Return the titles of the columns."""
    shares = [_("%(time)s in time, %%") % {"time": kind.label} for kind in ON_TICKETS]
    return [
        _("Code"),
        report.asked.grouping.label,
        *shares,
        _("One trip, %"),
        *(_("First-time fix after %(days)s, %%") % {"days": days} for days in fix_days(report).values()),
        *(measures.NAMES[code] for code in COUNTS),
    ]


def rows(report: OperationsReport, *, address: type_address) -> Iterator[list[Any]]:
    """Yield one line a group, then the total; `address` makes a link whole, to be opened from a file."""
    asked = report.asked
    groups = report.groups(asked.grouping)
    for group in groups:
        whose = within(asked, asked.grouping, group.key)
        yield [group.key, group.name, *_cells(asked, group.figures, whose, address=address)]
    figures = total(group.figures for group in groups)
    yield ["", _("Total"), *_cells(asked, figures, (asked.where, asked.period), address=address)]


def _cells(
    asked: OperationsAsked, figures: Figures, whose: tuple[Where, Period], *, address: type_address
) -> list[Any]:
    where, period = whose
    counts = ((code, figures.of(code)) for code in COUNTS)
    return [
        *(figures.in_time(kind) for kind in ON_TICKETS),
        figures.first_time,
        *(figures.held(stand) for stand in fix_measures.STANDS),
        *(
            Linked(count, address(asked.tickets(code, where=where, period=period))) if count else 0
            for code, count in counts
        ),
    ]
