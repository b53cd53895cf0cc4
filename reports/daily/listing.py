"""What the pages of daily reports say of each: a matrix of days and regions, the rows of a file (D16)."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from records.wording import short_moment, weekday
from regulation.calendars import local_day
from reports.daily.figures import CAME_IN, LABELS, OPEN, OVERDUE, RESOLVED, figures_of
from reports.daily.hours import confirm_by, window_of
from reports.models import DailyReport

if TYPE_CHECKING:
    from reports.daily.querysets import DailyReportQuerySet

DAYS_A_PAGE: Final = 14
SHOWN: Final = (CAME_IN, RESOLVED, OPEN, OVERDUE)
EXPORTED: Final = (
    gettext_lazy("Day"),
    pgettext_lazy("network", "Region"),
    *LABELS.values(),
    gettext_lazy("Status"),
    gettext_lazy("confirmed at"),
    gettext_lazy("confirmed by"),
    pgettext_lazy("daily report", "Remark"),
)


def matrix(rows: "DailyReportQuerySet", *, at: datetime) -> dict[str, Any]:
    """Return the newest days of what was asked for, a line each with a cell for each region."""
    days = list(rows.order_by("-on").values_list("on", flat=True).distinct()[: DAYS_A_PAGE + 1])
    shown = days[:DAYS_A_PAGE]
    found = list(rows.filter(on__in=shown).with_figures())
    regions = sorted({report.region for report in found}, key=lambda region: region.code)
    cells = {(report.on, report.region_id): cell(report, at=at) for report in found}
    return {
        "regions": regions,
        "days": [
            {
                "day": weekday(day),
                "on": day,
                "is_today": day == local_day(at),
                "cells": [cells.get((day, region.pk)) for region in regions],
            }
            for day in shown
        ],
        "older": (shown[-1] - timedelta(days=1)).isoformat() if len(days) > DAYS_A_PAGE else "",
    }


def cell(report: DailyReport, *, at: datetime) -> dict[str, Any]:
    """Return one region's day in short: what came in, what was resolved, what is open, and how it stands."""
    figures = figures_of(report)
    waits = not report.is_confirmed and report.ends_at <= at
    return {
        "report": report,
        "figures": [{"code": code, "count": figures.of(code)} for code in SHOWN],
        "window": window_of(report, at=at) if waits else None,
        **standing(report, at=at),
    }


def standing(report: DailyReport, *, at: datetime) -> dict[str, str]:
    """Say whether a day runs, waits for its head, is late, or is confirmed; late is said as such."""
    today, due = local_day(at), confirm_by(report.on)
    if report.confirmed_at is not None:
        when = short_moment(report.confirmed_at, today)
        if report.confirmed_at > due:
            return {
                "says": pgettext("daily report", "confirmed late, %(when)s") % {"when": when},
                "tone": "warn",
            }
        return {"says": pgettext("daily report", "confirmed %(when)s") % {"when": when}, "tone": "good"}
    if at < report.ends_at:
        return {"says": pgettext("daily report", "the day runs"), "tone": "o"}
    if at >= due:
        return {"says": pgettext("daily report", "confirmation overdue"), "tone": "bad"}
    return {"says": pgettext("daily report", "to be confirmed"), "tone": "warn"}


def export_rows(rows: "DailyReportQuerySet", *, at: datetime) -> Iterator[list[object]]:
    """Yield the reports as rows of a file; counts are numbers."""
    for report in rows.with_figures().newest_first().iterator(chunk_size=500):
        figures = figures_of(report)
        yield [
            report.on,
            report.region.name,
            *(figures.of(code) for code in LABELS),
            standing(report, at=at)["says"],
            report.confirmed_at,
            str(report.confirmed_by or ""),
            report.remark,
        ]
