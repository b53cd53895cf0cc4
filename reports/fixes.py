"""Whether repairs held, as the report shows it: three spans, each figure opens its tickets (D6, J2)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from regulation.names import value_words
from tickets import fix_measures
from tickets.fix_measures import STANDS, early, failed, held, judged

if TYPE_CHECKING:
    from reports.operations import Figures
    from reports.operations_asked import OperationsAsked
    from reports.operations_page import OperationsReport


def fix_days(report: "OperationsReport") -> dict[str, str]:
    """Return the spans of the regulation in words."""
    days = fix_measures.days_of(report.operations.editions, report.operations.at)
    return {stand: value_words(f"first_time_fix.{stand}_days", n) for stand, n in days.items()}


def fixes(report: "OperationsReport", now: "Figures") -> dict[str, Any]:
    """Return the share and the counts of each span, what can't be judged, and how soon faults came back."""
    asked = report.asked
    days = fix_measures.days_of(report.operations.editions, report.operations.at)
    gaps = gap_figures(report.operations.gaps(asked.period), days)
    rows = [
        {
            "label": words,
            "share": now.held(stand),
            "why_url": fix_why_url(asked, stand),
            "counts": [
                {"count": count, "url": asked.tickets(code) if count else "", "tone": tone if count else ""}
                for code, count, tone in (
                    (held(stand), now.of(held(stand)), ""),
                    (failed(stand), now.of(judged(stand)) - now.of(held(stand)), "bad"),
                    (early(stand), now.of(early(stand)), ""),
                )
            ],
            "gaps": gaps["within"][stand],
        }
        for stand, words in fix_days(report).items()
    ]
    unknown = now.of(fix_measures.UNCLASSED)
    return {
        "rows": rows,
        "unknown": unknown,
        "unknown_url": asked.tickets(fix_measures.UNCLASSED) if unknown else "",
        "gaps": gaps["count"],
        "median": gaps["median_days"],
        "why": _why(days),
        "why_url": fix_why_url(asked, STANDS[0]),
    }


def fix_why_url(asked: "OperationsAsked", stand: str) -> str:
    """Return the address that says where the share of a span comes from."""
    return f"{reverse('reports:operations-fix-why', args=[stand])}?{asked.query()}"


def gap_figures(gaps: list[int], days: Mapping[str, int]) -> dict[str, Any]:
    """Return how many gaps lie between repairs of one fault, their median, how many within each span."""
    return {
        "count": len(gaps),
        "median_days": fix_measures.median(gaps),
        "within": {stand: sum(gap <= days[stand] for gap in gaps) for stand in STANDS},
    }


def _why(days: Mapping[str, int]) -> str:
    return _(
        "One trip, not reopened, no other repair of the same unit and fault within %(short)s, %(middle)s and"
        " %(long)s days after it was done."
    ) % {stand: days[stand] for stand in STANDS}
