"""Mornings of the demonstration: heads of regions confirm the days before, now and then one late."""

import random
from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from reports.models import DailyReport
from reports.services import confirm_day, plan_reports

LATE: Final = 0.08
REMARKS: Final = (
    "",
    "",
    "",
    "两台等泵，配件周三到。",
    "下雨停工，三单改到次日。",
    "新来的两单都是回转漏油，已请技术支持看。",
)
LEFT_TO_WHO_LOOKS: Final = 4  # days before today: the last waits, those before the weekend are late


class Mornings:
    """What heads say of the days before; from a chance of its own, so that the rest of the year stays."""

    def __init__(self, seed: int, *, shown_until: datetime) -> None:
        self.chance = random.Random(seed)  # noqa: S311 (a play, not a secret)
        self.today = timezone.localtime(shown_until).date()

    def confirm(self, at: datetime) -> None:
        """Confirm what waits, on time but for some; the last days are left for whoever looks."""
        plan_reports(at)
        today = timezone.localtime(at).date()
        waiting = DailyReport.objects.open().before(today).with_names().order_by("on", "pk")
        for report in waiting:
            if self._is_left(report):
                continue
            moment = at + timedelta(hours=2) if self.chance.random() < LATE else at
            head, remark = report.region.head, self.chance.choice(REMARKS)
            if head is not None:
                confirm_day(report, actor=head, at=moment, remark=remark)

    def _is_left(self, report: DailyReport) -> bool:
        """Leave the last days: to the head that is shown some, of which the first are late; to others one."""
        days = (self.today - report.on).days
        return days <= (LEFT_TO_WHO_LOOKS if report.region.code == "EAST" else 1)
