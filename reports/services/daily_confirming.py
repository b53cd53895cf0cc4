"""Confirming a region's day: its head says that figures and list are right, and they stay so (D16)."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from reports import permissions
from reports.daily.states import DailyStatus, DailyVerb, target_of
from reports.models import DailyReport
from reports.services.daily_planning import reckon
from tickets.services.notes import checked

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_REMARK: Final = 1000


class DayNotOver(Refusal):
    code = "day_not_over"
    message = _("%(day)s is not over: tickets still come in. Confirm it from 00:00 of the next day on.")


class DayReadsOtherwise(Refusal):
    """What was told since the page was opened changed the figures: nobody confirms what they did not see."""

    code = "day_reads_otherwise"
    status = 409
    message = _(
        "The figures have changed since you opened this page. Look at them again, then confirm; "
        "your remark is kept below."
    )


def confirm_day(
    report: DailyReport, *, actor: "User", at: datetime, remark: str = "", version: int | None = None
) -> DailyReport:
    """Confirm a day as its head saw it; `version` is what stood on their page, if they say so.

    What was told until this moment is in it: a figure that moved since the look is shown before it counts.
    """
    if not permissions.may_confirm_day(actor, report):
        raise PermissionDenied
    if at < report.ends_at:
        raise DayNotOver(day=report.on.isoformat())
    words = checked(remark, field="remark", limit=LONGEST_REMARK)
    reckon(report, at=at)
    report.refresh_from_db()
    if version is not None and not report.is_confirmed and version != report.version:
        raise DayReadsOtherwise
    return _move_report(report, DailyVerb.CONFIRM, actor=actor, at=at, remark=words)


@transaction.atomic
def _move_report(
    report: DailyReport, verb: DailyVerb, *, actor: "User", at: datetime, remark: str
) -> DailyReport:
    """Check the table, claim the row: the only code that moves a daily report."""
    source = DailyStatus(report.status)
    target = target_of(verb, source)
    seen = DailyReport.objects.filter(pk=report.pk, status=source, version=report.version)
    claimed = seen.update(
        status=target, version=F("version") + 1, confirmed_at=at, confirmed_by=actor, remark=remark
    )
    report.refresh_from_db()
    if not claimed:
        target_of(verb, DailyStatus(report.status))  # confirmed by another at this very moment
        raise DayReadsOtherwise
    return report
