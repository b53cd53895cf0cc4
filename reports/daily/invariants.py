"""What must hold of daily reports, asked of the rows themselves, apart from the services (D16)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.db.models import Count, Max, Min

from dealers.models import RegionMember
from reports.daily.facts import facts_of
from reports.daily.figures import figures_of
from reports.models import DailyReport, OfADay

RECOUNTED: Final = 30  # the newest confirmed days of all regions are counted anew
FACTS: Final = ("dealer_id", "was_open", "entered", "left", "is_open", "is_closed")


def d16() -> Iterator[str]:
    """D16: no day is missing, each adds up, what was confirmed and told since is what was done."""
    yield from _missing_days()
    for report in DailyReport.objects.with_figures().order_by("pk"):
        if not figures_of(report).adds_up:
            yield f"daily report {report.code} does not add up"
    for report in DailyReport.objects.confirmed().newest_first()[:RECOUNTED]:
        yield from _counted_anew(report)


def _missing_days() -> Iterator[str]:
    first_days = RegionMember.objects.first_days()
    spans = DailyReport.objects.order_by().values("region", "region__code")
    for row in spans.annotate(first=Min("on"), last=Max("on"), days=Count("pk")):
        begins = first_days.get(row["region"])
        wanted = (row["last"] - row["first"]) // timedelta(days=1) + 1
        if row["days"] != wanted or begins != row["first"]:
            yield f"region {row['region__code']}: days are missing between {begins} and {row['last']}"


def _counted_anew(report: DailyReport) -> Iterator[str]:
    """Compare the lines, and over them what was told since, with the facts."""
    known: dict[int, OfADay] = {line.ticket_id: line for line in report.lines.all()}
    known |= {change.ticket_id: change for change in report.changes.in_order()}
    facts = facts_of(report.region_id, report.on, at=report.ends_at)
    for pk in known.keys() | facts.keys():
        row, fact = known.get(pk), facts.get(pk)
        said = None if row is None or not _says_something(row) else [getattr(row, name) for name in FACTS]
        true = None
        if fact is not None:
            stand = fact.stand
            true = [stand.dealer, stand.was_open, stand.entered, stand.left, stand.is_open, stand.is_closed]
        if said != true:
            yield f"daily report {report.code}: ticket {pk} stands otherwise by its steps"


def _says_something(row: OfADay) -> bool:
    return bool(row.was_open or row.entered or row.is_closed)
