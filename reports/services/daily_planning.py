"""The planner of daily reports: a row for each region and day, its lines as the facts are (D16).

Rows, not timers: run twice it changes nothing, and days on which it stood still are made up from the facts.
What is told of a confirmed day later is put beside it, never into it.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max, Min, Q

from dealers.models import Region, RegionMember
from records.days import first_moment
from regulation.calendars import local_day
from reports.daily.facts import Fact, facts_of
from reports.daily.states import DailyStatus
from reports.models import DailyReport, DailyReportChange, DailyReportLine, OfADay
from tickets.models import TicketEvent

LATE_TOLD: Final = timedelta(days=14)  # a phone may be without a signal so long
ONE_DAY: Final = timedelta(days=1)
FACTS: Final = ("dealer_id", "kind", "was_open", "entered", "left", "is_open", "is_overdue", "is_closed")


def plan_reports(at: datetime) -> int:
    """Make what is missing, follow the facts of open days, find what was told late; return how many."""
    today = local_day(at)
    changed = sum(_make(region, day) for region, day in list(_missing(today)))
    late_from = _told_late(today)
    for report in DailyReport.objects.open().until_day(today).order_by("on", "pk"):
        if _has_moved(report, late_from, today=today):
            changed += reckon(report, at=at)
    if late_from is not None:
        confirmed = DailyReport.objects.confirmed().from_day(max(late_from, today - LATE_TOLD))
        changed += sum(_recount(report, at=at) for report in confirmed.order_by("on", "pk"))
    return changed


def _missing(today: date) -> Iterator[tuple[Region, date]]:
    """Yield each region and day since its first dealer came that has no report yet."""
    first_days = RegionMember.objects.first_days()
    known = dict(DailyReport.objects.order_by().values_list("region").annotate(last=Max("on")))
    for region in Region.objects.filter(pk__in=first_days).order_by("pk"):
        day = known[region.pk] + ONE_DAY if region.pk in known else first_days[region.pk]
        while day <= today:
            yield region, day
            day += ONE_DAY


def _make(region: Region, on: date) -> int:
    """Make one region's day; of two planners one makes it."""
    code = f"D-{region.code}.{on.isoformat()}"
    newest = _newest_step()
    given = {"code": code, "seen_step": newest, "marked_step": newest}
    _report, is_new = DailyReport.objects.get_or_create(region=region, on=on, defaults=given)
    return int(is_new)


def _newest_step() -> int:
    return TicketEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _has_moved(report: DailyReport, late_from: date | None, *, today: date) -> bool:
    """Say whether a report may read otherwise now: its day runs, or was not over, or was told of since."""
    if report.on == today or report.reckoned_at is None or report.reckoned_at < report.ends_at:
        return True
    return late_from is not None and report.on >= late_from


def _told_late(today: date) -> date | None:
    """Return the first day before today of which a step was written since the last look, and look on.

    Reports lag one look behind: a step that was written before another may have ended after it.
    """
    recent = DailyReport.objects.before(today).filter(
        Q(status=DailyStatus.OPEN) | Q(on__gte=today - LATE_TOLD)
    )
    seen = recent.aggregate(seen=Min("seen_step"))["seen"]
    if seen is None:
        return None
    newest = _newest_step()
    if seen >= newest:
        return None
    late = TicketEvent.objects.filter(pk__gt=seen, at__lt=first_moment(today)).aggregate(at=Min("at"))["at"]
    recent.filter(seen_step__lt=newest).update(seen_step=F("marked_step"), marked_step=newest)
    return local_day(late) if late is not None else None


@transaction.atomic
def reckon(report: DailyReport, *, at: datetime) -> int:
    """Let the lines of a report that is not confirmed say what the facts say; return how many changed.

    The row is claimed first: whoever confirms it at this moment comes before or after, never between.
    """
    if not DailyReport.objects.open().filter(pk=report.pk).update(reckoned_at=at):
        return 0
    facts = facts_of(report.region_id, report.on, at=at)
    known = {line.ticket_id: line for line in report.lines.all()}
    gone = [line.pk for ticket, line in known.items() if ticket not in facts]
    new = [DailyReportLine(report=report, **_values(fact)) for pk, fact in facts.items() if pk not in known]
    moved = [known[pk] for pk, fact in facts.items() if pk in known and _set(known[pk], fact)]
    report.lines.filter(pk__in=gone).delete()
    DailyReportLine.objects.bulk_create(new)
    DailyReportLine.objects.bulk_update(moved, FACTS, batch_size=200)
    changed = len(gone) + len(new) + len(moved)
    if changed:
        DailyReport.objects.filter(pk=report.pk).update(version=F("version") + 1)
    return changed


@transaction.atomic
def _recount(report: DailyReport, *, at: datetime) -> int:
    """Put beside a confirmed day what was told of it since; return how many tickets stand otherwise."""
    if not DailyReport.objects.confirmed().filter(pk=report.pk).update(reckoned_at=at):
        return 0
    facts = facts_of(report.region_id, report.on, at=at)
    known: dict[int, OfADay] = {line.ticket_id: line for line in report.lines.all()}
    known |= {change.ticket_id: change for change in report.changes.in_order()}
    found = [
        DailyReportChange(report=report, found_at=at, **_values(fact))
        for pk, fact in facts.items()
        if pk not in known or _differs(known[pk], fact)
    ]
    found += [
        DailyReportChange(report=report, found_at=at, ticket_id=pk, dealer_id=row.dealer_id, kind=row.kind)
        for pk, row in known.items()
        if pk not in facts and _says_something(row)
    ]
    return len(DailyReportChange.objects.bulk_create(found))


def _values(fact: Fact) -> dict[str, Any]:
    stand = fact.stand._asdict()
    return {
        "ticket_id": fact.ticket,
        "kind": fact.kind,
        "is_overdue": fact.is_overdue,
        "dealer_id": stand.pop("dealer"),
        **stand,
    }


def _differs(row: OfADay, fact: Fact) -> bool:
    values = _values(fact)
    return any(getattr(row, name) != values[name] for name in FACTS)


def _set(row: DailyReportLine, fact: Fact) -> bool:
    """Let a line say what the fact says; return whether it said something else."""
    if not _differs(row, fact):
        return False
    values = _values(fact)
    for name in FACTS:
        setattr(row, name, values[name])
    return True


def _says_something(row: OfADay) -> bool:
    return bool(row.was_open or row.entered or row.is_closed)
