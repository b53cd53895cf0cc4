"""The why of the share of fixes in time: clause, version in force, tickets counted, arithmetic (J2, K2)."""

from typing import Any, Final

from django.utils.translation import gettext as _

from regulation.choices import ClockKind
from regulation.explain import cite_clause
from regulation.models import Clause, RegulationVersion
from reports import wording
from reports.operations import total
from reports.operations_page import OperationsReport
from reports.periods import last_of
from tickets import measures
from tickets.measures import IN_TIME, LATE, RUNNING, of_clock
from visits.explain import standing_words

CLAUSE: Final = "J2"
FIX: Final = ClockKind.FIX


def why_targets(report: OperationsReport, *, link: str) -> dict[str, Any]:
    """Return what the why panel shows of the share of fixes in time."""
    asked = report.asked
    figures = total(report.operations.figures_by("month", asked.period).values())
    version = RegulationVersion.objects.get(pk=report.edition.pk)
    clause = Clause.objects.filter(regulation_version=version.pk, code=CLAUSE).first()
    share, name = figures.in_time(FIX), wording.span_name(asked.span, asked.month)
    values = {"span": name, "share": share, "target": report.targets.fixed_in_time}
    conclusion = _(
        "Of the tickets opened in %(span)s, %(share)s %% were fixed in time; the target is %(target)s %%."
    )
    if share is None:
        conclusion = _("No ticket opened in %(span)s had to be fixed by now, so there is no share.")
    return {
        "subject": name,
        "conclusion": conclusion % values,
        "clause": cite_clause(version, clause, CLAUSE),
        "version": _version(report, version),
        "inputs": [
            {
                "label": str(measures.NAMES[code]),
                "value": figures.of(code),
                "url": asked.tickets(code),
                "link_label": _("The tickets"),
            }
            for code in (of_clock(FIX, IN_TIME), of_clock(FIX, LATE), of_clock(FIX, RUNNING))
        ],
        "arithmetic": _arithmetic(figures.of(of_clock(FIX, IN_TIME)), figures.judged(FIX), share),
        "more": _("What is not due yet is not judged; history taken from files has no times to keep."),
        "link": link,
        "computed": _("computed from the tickets as they stand now"),
    }


def _arithmetic(kept: int, judged: int, share: object) -> list[dict[str, Any]]:
    if not judged:
        return []
    return [{"term": f"{kept} ÷ {judged} × 100", "result": f"{share} %", "total": True}]


def _version(report: OperationsReport, version: RegulationVersion) -> dict[str, str]:
    since = _("in force from %(day)s") % {"day": version.in_force_from.isoformat()}
    on = min(last_of(report.asked.month), report.today)
    return {
        "label": f"{version} · {since}",
        "detail": standing_words(version, on, held=_("It was in force on %(day)s."), today=report.today),
        "parameter": _("at least %(target)s %% fixed in time") % {"target": report.targets.fixed_in_time},
        "url": version.get_absolute_url(),
        "link_label": _("Read it"),
    }
