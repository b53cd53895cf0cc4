"""By when a region's day is confirmed, when others hear of it, and why then (D16, K2)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import weekday
from regulation.explain import cite_clause
from regulation.names import full_name, value_words
from regulation.services import version_in_force, work_calendar

if TYPE_CHECKING:
    from reports.models import DailyReport

CLAUSE: Final = "D16"
CONFIRM_BY: Final = "daily_reports.confirm_by"


def confirm_by(on: date) -> datetime:
    """Return by when a day is confirmed: at the hour of the version of that day, on the next working day."""
    return _moment(on, working_days=1)


def escalated_from(on: date) -> datetime:
    """Return from when the service manager hears of a day that is not confirmed."""
    rules = version_in_force(on).typed.daily_reports
    return _moment(on, working_days=1 + rules.escalate_after_working_days)


def _moment(on: date, *, working_days: int) -> datetime:
    hour = version_in_force(on).typed.daily_reports.confirm_by
    day = work_calendar().working_day_after(on, working_days)
    return datetime.combine(day, hour, tzinfo=timezone.get_default_timezone())


def window_of(report: "DailyReport", *, at: datetime) -> dict[str, Any]:
    """Return the window in which a day is confirmed: it opens when the day is over."""
    closes_at = confirm_by(report.on)
    is_late = report.confirmed_at is not None and report.confirmed_at > closes_at
    window = {"opens": report.ends_at, "closes": closes_at, "now": at, "done": report.confirmed_at}
    name = pgettext("daily report", "Confirmation")
    return {**window, "name": name, **({"tone": "bad"} if is_late else {})}


def why_confirmed_by(report: "DailyReport", *, at: datetime, link: str) -> dict[str, Any]:
    """Return what the why panel shows of the hour by which a day is confirmed."""
    version, closes_at = version_in_force(report.on), confirm_by(report.on)
    hour = value_words(CONFIRM_BY, f"{version.typed.daily_reports.confirm_by:%H:%M}")
    days = work_calendar().days_after(report.on, closes_at.date())
    day = report.on.isoformat()
    steps = [
        {"term": weekday(one), "result": _("working day") if is_worked else _("not a working day")}
        for one, is_worked in days
    ]
    due = f"{closes_at:%Y-%m-%d %H:%M}"
    return {
        "subject": str(report),
        "conclusion": _("The day %(day)s of %(region)s is confirmed by %(due)s.")
        % {"day": day, "region": report.region.name, "due": due},
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": _("%(parameter)s: %(value)s") % {"parameter": full_name(CONFIRM_BY), "value": hour},
            "url": version.get_absolute_url(),
        },
        "inputs": [{"label": _("Day"), "value": day, "url": report.get_absolute_url(), "link_label": day}],
        "window": window_of(report, at=at),
        "arithmetic": [*steps, {"term": f"{closes_at:%Y-%m-%d} + {hour}", "result": due, "total": True}],
        "more": "",
        "link": link,
        "computed": "",
    }
