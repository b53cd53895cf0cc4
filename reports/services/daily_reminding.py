"""Reminding a head of days that are not confirmed, and telling the service manager after that (D16)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from dealers.models import User
from dealers.roles import Role
from dealers.telling import News, tell
from records.wording import short_moment
from regulation.calendars import local_day
from reports.daily.hours import confirm_by, escalated_from
from reports.daily.letters import ESCALATED, REMINDED
from reports.models import DailyReport

if TYPE_CHECKING:
    from reports.daily.querysets import DailyReportQuerySet


def remind_heads(at: datetime) -> int:
    """Tell of each day that its hour has passed, once to the head and once to the service manager.

    A region without a head who could act is the service manager's from the first hour on.
    """
    waiting = list(_waiting(at).with_names().order_by("on", "pk"))
    told = sum(_remind(report, at=at) for report in waiting if confirm_by(report.on) <= at)
    return told + sum(_escalate(report, at=at) for report in waiting if _is_for_manager(report, at))


def _waiting(at: datetime) -> "DailyReportQuerySet":
    return DailyReport.objects.open().before(local_day(at)).filter(escalated_at__isnull=True)


def _is_for_manager(report: DailyReport, at: datetime) -> bool:
    return (escalated_from(report.on) if _heads(report) else confirm_by(report.on)) <= at


def _heads(report: DailyReport) -> list[User]:
    """Return who can confirm a day: its head, while they serve and hold the role."""
    head = report.region.head
    return [head] if head is not None and head.is_active and head.has_role(Role.REGION_HEAD) else []


@transaction.atomic
def _remind(report: DailyReport, *, at: datetime) -> int:
    rows = DailyReport.objects.open().filter(pk=report.pk, reminded_at__isnull=True)
    if not rows.update(reminded_at=at):
        return 0
    tell(_news(report, REMINDED, at=at), people=_heads(report))
    return 1


@transaction.atomic
def _escalate(report: DailyReport, *, at: datetime) -> int:
    rows = DailyReport.objects.open().filter(pk=report.pk, escalated_at__isnull=True)
    if not rows.update(escalated_at=at):
        return 0
    managers = User.objects.in_role(Role.SERVICE_MANAGER).filter(dealer__isnull=True)
    tell(_news(report, ESCALATED, at=at), people=managers)
    return 1


def _news(report: DailyReport, letter: str, *, at: datetime) -> News:
    def values() -> dict[str, str]:
        return {
            "region": report.region.name,
            "day": report.on.isoformat(),
            "head": str(report.region.head or "–"),
            "due": short_moment(confirm_by(report.on), None),
        }

    return News(letter, values, key=f"daily/{report.pk}/{letter}", about=report.code, at=at)
