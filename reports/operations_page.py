"""What the page of the operations report shows: sentence, times kept, backlog, trend, ranking (J2, J3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from records.wording import duration
from regulation.choices import INNER, ON_TICKETS, ClockKind
from regulation.services import load_editions
from reports import permissions, wording
from reports.choices import OperationsGroup
from reports.fixes import fixes
from reports.operations import NOBODY, Figures, Operations, Where, province_names, total
from reports.operations_asked import OperationsAsked
from reports.periods import Period, first_of, last_of, months_until
from reports.stretch_links import neighbours, spans
from tickets import measures
from tickets.measures import AGES, IN_TIME, LATE, RUNNING, of_age, of_clock

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.editions import Edition
    from regulation.parameters import Operations as Targets
    from reports.forms.operations import OperationsQuery
    from tickets.querysets import TicketQuerySet

CURVE_MONTHS: Final = 12
A_MONTH: Final = relativedelta(months=1)
K = ClockKind


@dataclass(frozen=True, slots=True)
class Group:
    """One row of the ranking: its public code, its name, its figures."""

    key: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class OperationsReport:
    """The report that an address asks for, at a moment, by the regulation of its period."""

    asked: OperationsAsked
    operations: Operations
    today: date
    edition: "Edition"
    dealers: Mapping[str, str]

    @property
    def targets(self) -> "Targets":
        return self.edition.parameters.operations

    def target(self, kind: str) -> int | None:
        """Return of a hundred how many must keep a time; nothing where the regulation sets none."""
        return {K.RESPOND.value: self.targets.responded_in_time, K.FIX.value: self.targets.fixed_in_time}.get(
            kind
        )

    def groups(self, grouping: OperationsGroup, period: Period | None = None) -> list[Group]:
        """Return the groups of the period with their names, in the order of their codes."""
        found = self.operations.figures_by(grouping.value, period or self.asked.period)
        named = self._names(grouping, [key for key in found if key])
        rows = [Group(named(key)[0], named(key)[1], figures) for key, figures in found.items()]
        return sorted(rows, key=lambda row: (row.key == NOBODY, row.key))

    def _names(self, grouping: OperationsGroup, keys: list[Any]) -> Any:  # noqa: ANN401 (a function of a key)
        absent = {
            OperationsGroup.DEALER: _("Headquarters"),
            OperationsGroup.PRODUCT: _("No model"),
            OperationsGroup.REGION: _("No place"),
        }
        provinces = province_names(keys) if grouping is OperationsGroup.REGION else {}

        def named(key: Any) -> tuple[str, str]:  # noqa: ANN401 (a code, or a month)
            if grouping is OperationsGroup.MONTH:
                return f"{key:%Y-%m}", wording.month_name(key)
            if not key:
                return NOBODY, absent[grouping]
            if grouping is OperationsGroup.REGION:
                return f"{key}0000", provinces.get(key, key)
            return key, self.dealers.get(key, key)

        return named


def report_of(
    form: "OperationsQuery", tickets: "TicketQuerySet", *, at: datetime, today: date
) -> OperationsReport:
    """Return the report a checked address asks for; `tickets` are all that exist for the person."""
    asked, editions = form.asked(today), load_editions()
    operations = Operations(tickets, asked.where, at, editions)
    edition = editions.in_force(min(last_of(asked.month), today))
    return OperationsReport(asked, operations, today, edition, dict(form.dealers))


def page_context(
    form: "OperationsQuery", report: OperationsReport, *, actor: "User", at: datetime
) -> dict[str, Any]:
    """Return the whole page."""
    asked = report.asked
    months = _by_month(report)
    now, was = _of(months, asked.period), _of(months, asked.before)
    return {
        "asked": asked,
        "form": form,
        "at": at,
        "edition": report.edition.number,
        "may_see_failures": permissions.may_see_failures(actor),
        "spans": spans(asked),
        "months": neighbours(asked, report.today),
        "figure": now,
        "opened": now.of(measures.OPENED),
        "opened_url": asked.tickets(measures.OPENED),
        "fixed": now.in_time(K.FIX),
        "fixed_before": was.in_time(K.FIX),
        "judged": now.judged(K.FIX),
        "judged_url": asked.tickets(of_clock(K.FIX, LATE)),
        "before": wording.before_name(asked.span, asked.before.start or asked.month),
        "target": report.targets.fixed_in_time,
        "is_low": _is_low(now.in_time(K.FIX), report.targets.fixed_in_time),
        "times": _times(report, now),
        "repairs": _repairs(report, now),
        "fixes": fixes(report, now),
        "promises": _promises(report),
        "backlog": _backlog(report),
        "trend": _trend(report, months),
        "ranking": _ranking(report),
        "groupings": _groupings(asked),
        "why_url": asked.at("operations-why"),
        "file_url": asked.at("operations-export") if permissions.may_export(actor) else "",
    }


def _by_month(report: OperationsReport) -> dict[date, Figures]:
    """Count by month, as far back as the curve and the stretch before reach."""
    asked = report.asked
    start = min(_months(report)[0], asked.before.start or asked.month)
    found = report.operations.figures_by("month", Period(start, asked.period.end))
    return {first_of(month.date()): figures for month, figures in found.items()}


def _months(report: OperationsReport) -> list[date]:
    """Return the twelve months of the curve; a stretch that still runs ends them with this month."""
    end = report.asked.period.end or report.asked.month + A_MONTH
    this = first_of(report.today) + A_MONTH
    return months_until(min(end, max(this, report.asked.month + A_MONTH)), CURVE_MONTHS)


def _of(months: Mapping[date, Figures], period: Period) -> Figures:
    return total(figures for month, figures in months.items() if month in period)


def _is_low(value: Decimal | None, target: int | None) -> bool:
    return value is not None and target is not None and value < target


def _times(report: OperationsReport, now: Figures) -> list[dict[str, Any]]:
    """Return each time: its share against the target, its counts, how long it took; the inner one last."""
    took = report.operations.took(report.asked.period)
    return [
        {
            "label": str(kind.label),
            "is_inner": kind in INNER,
            "share": now.in_time(kind),
            "target": report.target(kind.value),
            "is_low": _is_low(now.in_time(kind), report.target(kind.value)),
            "counts": [
                _counted(report.asked, now, of_clock(kind, stand), tone=tone)
                for stand, tone in ((IN_TIME, ""), (LATE, "bad"), (RUNNING, ""))
            ],
            "median": duration(took.get((kind.value, "median"))),
            "p90": duration(took.get((kind.value, "p90"))),
        }
        for kind in ON_TICKETS
    ]


def _counted(asked: OperationsAsked, now: Figures, figure: str, *, tone: str = "") -> dict[str, Any]:
    count = now.of(figure)
    return {
        "label": str(measures.NAMES[figure]),
        "count": count,
        "tone": tone if count else "",
        "url": asked.tickets(figure) if count else "",
    }


def _repairs(report: OperationsReport, now: Figures) -> dict[str, Any]:
    """Return how many repairs took one trip, and what came back."""
    figures = (measures.VISITED, measures.FIRST_TIME, measures.REOPENED, measures.REPEATED)
    return {
        "share": now.first_time,
        "target": report.targets.first_time,
        "is_low": _is_low(now.first_time, report.targets.first_time),
        "counts": [_counted(report.asked, now, figure) for figure in figures],
    }


def _promises(report: OperationsReport) -> dict[str, Any]:
    """Return how many promised answers were kept, and the tickets behind them."""
    found = report.operations.promises(report.asked.period)
    counted = (
        (measures.PROMISE_KEPT, _("Kept"), found.kept, found.kept_tickets, ""),
        (measures.PROMISE_BROKEN, _("Broken"), found.broken, found.broken_tickets, "bad"),
    )
    return {
        "share": found.share,
        "rows": [
            {
                "label": label,
                "count": count,
                "tone": tone if count else "",
                "tickets": tickets,
                "url": report.asked.promised(figure) if tickets else "",
            }
            for figure, label, count, tickets, tone in counted
        ],
    }


def _backlog(report: OperationsReport) -> list[dict[str, Any]]:
    """Return what stands open now by its age."""
    found = report.operations.backlog()
    most = max(found.values(), default=0)
    return [
        {
            "label": str(measures.NAMES[of_age(days)]),
            "count": found[of_age(days)],
            "most": most,
            "tone": "bad" if days == AGES[-1] and found[of_age(days)] else "",
            "url": report.asked.open_tickets(of_age(days)),
        }
        for days in AGES
    ]


def _trend(report: OperationsReport, by_month: Mapping[date, Figures]) -> dict[str, Any]:
    """Return the curve of what was fixed in time, with its numbers."""
    months = _months(report)
    found = [by_month.get(month, Figures()) for month in months]
    target = report.targets.fixed_in_time
    urls = [report.asked.tickets(measures.OPENED, period=Period(month, month + A_MONTH)) for month in months]
    values = [
        {"y": wording.as_number(figures.in_time(K.FIX)), "n": figures.judged(K.FIX), "url": url}
        for figures, url in zip(found, urls, strict=True)
    ]
    return {
        "card": {
            "id": "trend",
            "kind": "trend",
            "title": _("Trend"),
            "sub": _("fixed in time, of a hundred, by the month of the opening"),
            "label": _("Fixed in time over twelve months"),
            "head": [_("Month"), _("Fixed in time"), _("Responded in time"), _("One trip"), _("Opened")],
            "rows": [
                {
                    "url": url,
                    "cells": [
                        wording.month_name(month),
                        figures.in_time(K.FIX),
                        figures.in_time(K.RESPOND),
                        figures.first_time,
                        figures.of(measures.OPENED),
                    ],
                }
                for month, figures, url in zip(months, found, urls, strict=True)
            ],
        },
        "figures": {
            "x": [wording.short_month(month) for month in months],
            "values": values,
            "target": [target] * len(months),
            "words": {"series": _("Fixed in time"), "target": _("target"), "answers": _("tickets")},
        },
    }


def _ranking(report: OperationsReport) -> dict[str, Any]:
    """Return the groups as rows, the lowest share of fixes in time first; those not judged at the end."""
    grouping = report.asked.grouping
    groups = report.groups(grouping)
    groups.sort(
        key=lambda row: (row.figures.in_time(K.FIX) is None, row.figures.in_time(K.FIX) or 0, row.name)
    )
    return {
        "head": str(grouping.label),
        "rows": [_row(report, grouping, group) for group in groups],
    }


def _row(report: OperationsReport, grouping: OperationsGroup, group: Group) -> dict[str, Any]:
    asked, figures = report.asked, group.figures
    fixed, responded = figures.in_time(K.FIX), figures.in_time(K.RESPOND)
    where, period = within(asked, grouping, group.key)
    late = of_clock(K.FIX, LATE)
    return {
        "name": group.name,
        "url": asked.page(where=where) if grouping is not OperationsGroup.MONTH else "",
        "opened": figures.of(measures.OPENED),
        "opened_url": asked.tickets(measures.OPENED, where=where, period=period),
        "responded": responded,
        "responded_low": _is_low(responded, report.targets.responded_in_time),
        "fixed": fixed,
        "fixed_low": _is_low(fixed, report.targets.fixed_in_time),
        "late": figures.of(late),
        "late_url": asked.tickets(late, where=where, period=period),
        "first_time": figures.first_time,
        "first_time_low": _is_low(figures.first_time, report.targets.first_time),
    }


def within(asked: OperationsAsked, grouping: OperationsGroup, key: str) -> tuple[Where, Period]:
    """Return the conditions and the stretch of one group alone."""
    if grouping is OperationsGroup.MONTH:
        month = date.fromisoformat(f"{key}-01")
        return asked.where, Period(month, month + A_MONTH)
    return asked.where.within(grouping.value, key), asked.period


def _groupings(asked: OperationsAsked) -> list[dict[str, Any]]:
    return [
        {"label": str(one.label), "url": asked.page(grouping=one), "current": one is asked.grouping}
        for one in OperationsGroup
    ]
