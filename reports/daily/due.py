"""What of daily reports is due: a head's days to confirm, days the service manager has to ask about (D16)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dealers.roles import Right
from records.due import DueItem
from records.wording import weekday
from regulation.calendars import local_day
from reports.daily.figures import CAME_IN, OPEN, OVERDUE, RESOLVED, figures_of
from reports.daily.hours import confirm_by
from reports.models import DailyReport

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from dealers.models import User
    from reports.daily.querysets import DailyReportQuerySet

MOST_SHOWN: Final = 10


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return the days that wait for the person, the oldest first."""
    found = _to_confirm(actor, at).with_figures().order_by("on", "pk")[:MOST_SHOWN]
    asked = _to_ask(actor).with_names().order_by("on", "pk")[:MOST_SHOWN]
    mine = [_confirm(report) for report in found] if actor.may(Right.CONFIRM_DAYS) else []
    return mine + ([_ask(report) for report in asked] if _asks(actor) else [])


def waiting(actor: "User", at: datetime) -> "QuerySet[Any, Any]":
    """Return the keys of the days that wait for the person's confirmation."""
    return _to_confirm(actor, at).values("pk")


def _to_confirm(actor: "User", at: datetime) -> "DailyReportQuerySet":
    return DailyReport.objects.visible_to(actor).led_by(actor).open().before(local_day(at))


def _asks(actor: "User") -> bool:
    """Say whether a person hears of days that nobody confirms: who leads service at headquarters."""
    return actor.is_head_office and actor.may(Right.SEE_REPORTS) and actor.may(Right.DISPATCH)


def _to_ask(actor: "User") -> "DailyReportQuerySet":
    return DailyReport.objects.visible_to(actor).open().filter(escalated_at__isnull=False)


def _confirm(report: DailyReport) -> DueItem:
    figures = figures_of(report)
    says = pgettext(
        "daily report", "%(came)s came in, %(resolved)s resolved, %(open)s open, %(late)s overdue"
    )
    counts = {"came": CAME_IN, "resolved": RESOLVED, "open": OPEN, "late": OVERDUE}
    return DueItem(
        icon="clipboard-text",
        title=_("Daily report %(region)s · %(day)s")
        % {"region": report.region.name, "day": weekday(report.on)},
        detail=says % {name: figures.of(code) for name, code in counts.items()},
        url=report.get_absolute_url(),
        button=_("Check and confirm"),
        opens=report.ends_at,
        due=confirm_by(report.on),
    )


def _ask(report: DailyReport) -> DueItem:
    head = report.region.head
    return DueItem(
        icon="message-question",
        title=_("Daily report %(region)s · %(day)s")
        % {"region": report.region.name, "day": weekday(report.on)},
        detail=_("%(head)s has not confirmed it") % {"head": head}
        if head
        else _("This region has no head: name one in the administration."),
        url=report.get_absolute_url(),
        button=_("Look at it"),
        opens=report.ends_at,
        due=confirm_by(report.on),
        tone="bad",
    )
