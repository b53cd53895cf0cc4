"""Skills and certificates as pages draw them: a word for the filing, a window for the days (B3)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from dealers.choices import FilingStatus
from regulation.calendars import local_day
from regulation.services import load_editions

if TYPE_CHECKING:
    from dealers.models import ServiceStaff, StaffQualification
    from dealers.querysets import StaffQualificationQuerySet

TONES: Final = {
    FilingStatus.FILED.value: "warn",
    FilingStatus.CONFIRMED.value: "good",
    FilingStatus.RETURNED.value: "bad",
}


def paper_rows(rows: "StaffQualificationQuerySet", *, at: datetime) -> list[dict[str, Any]]:
    """Return a person's papers, those of a kind together: the one filed last comes first, to act on."""
    today = local_day(at)
    remind = reminded_within(today)
    reasons = rows.filter(filing_status=FilingStatus.RETURNED).last_reasons()
    seen: set[int] = set()
    shown = []
    for paper in rows:
        is_newest = paper.qualification_id not in seen
        seen.add(paper.qualification_id)
        shown.append(
            {
                "paper": paper,
                "label": FilingStatus(paper.filing_status).label,
                "tone": TONES[paper.filing_status],
                "window": window_of(paper, today, remind_days=remind),
                "reason": reasons.get(paper.pk, ""),
                "is_newest": is_newest,
            }
        )
    return shown


def reminded_within(today: date) -> int:
    """Return how many days before its end a certificate is spoken of (B3)."""
    return load_editions().in_force(today).parameters.qualifications.remind_before_days


def window_of(paper: "StaffQualification", today: date, *, remind_days: int) -> dict[str, Any] | None:
    """Return a certificate's window, which closes from the reminder on; a skill has none."""
    first, last = paper.valid_from, paper.valid_until
    if first is None or last is None:
        return None
    share = min(remind_days / ((last - first).days + 1), 1)
    return {
        "opens": first,
        "closes": last,
        "now": today,
        "closing_share": share,
        "name": paper.qualification.name,
        "tight": True,
    }


def held_papers(staff: "ServiceStaff", today: date, *, remind_days: int) -> dict[str, Any]:
    """Return what a person holds, prefetched, and the window of the certificate that ends first."""
    held = list({paper.qualification_id: paper for paper in reversed(staff.qualifications.all())}.values())
    dated = [(paper.valid_until, paper.pk, paper) for paper in held if paper.valid_until is not None]
    first = min(dated)[2] if dated else None
    return {
        "papers": sorted(held, key=lambda paper: paper.qualification.code),
        "ends_first": first.qualification if first else "",
        "window": window_of(first, today, remind_days=remind_days) if first else None,
    }
