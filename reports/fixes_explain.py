"""The why of first-time fix: clause, version in force, repairs counted and not, arithmetic (D6, K2)."""

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulation.calendars import local_day
from regulation.explain import cite_clause
from regulation.models import RegulationVersion
from regulation.names import full_name, listed, value_words
from reports import wording
from reports.fixes import fix_days
from tickets import fix_measures
from tickets.fix_measures import STANDS, again, early, failed, held, judged, reopened, trips
from visits.explain import standing_words

if TYPE_CHECKING:
    from reports.operations import Figures
    from reports.operations_page import OperationsReport

CLAUSE: Final = "D6"


def why_fixed(report: "OperationsReport", stand: str, *, link: str) -> dict[str, Any]:
    """Return what the why panel shows of the share of one span, beside the other two."""
    asked, days = report.asked, fix_days(report)[stand]
    share_of = [code(one) for one in STANDS for code in (held, judged)]
    codes = {*share_of, fix_measures.REPAIRED, failed(stand), *fix_measures.counted_at(stand)}
    figures = report.operations.counts(sorted(codes), asked.period)
    name = wording.span_name(asked.span, asked.month)
    version = _in_force(report)
    return {
        "subject": name,
        "conclusion": _conclusion(figures, stand, {"span": name, "days": days}),
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": _version(report, version),
        "inputs": _inputs(report, figures, stand),
        "arithmetic": _arithmetic(report, figures, stand),
        "more": _(
            "What failed for several causes counts once, by the first that holds. History taken from files"
            " tells of no trips: what came back counts there like anywhere."
        ),
        "link": link,
        "computed": _("computed from the tickets as they stand now"),
    }


def _in_force(report: "OperationsReport") -> RegulationVersion:
    """Return the version that says the spans: that of the day on which it is judged, not of the period."""
    edition = report.operations.editions.in_force(local_day(report.operations.at))
    return RegulationVersion.objects.get(pk=edition.pk)


def _conclusion(figures: "Figures", stand: str, values: dict[str, str]) -> str:
    share = figures.held(stand)
    if share is None:
        return _("No repair opened in %(span)s was done %(days)s ago, so there is no share.") % values
    return _(
        "Of the repairs opened in %(span)s and done %(days)s ago, %(share)s %% were fixed first time."
    ) % {
        **values,
        "share": share,
    }


def _version(report: "OperationsReport", version: RegulationVersion) -> dict[str, str]:
    since = _("in force from %(day)s") % {"day": version.in_force_from.isoformat()}
    days = fix_measures.days_of(report.operations.editions, report.operations.at)
    paths = {f"first_time_fix.{stand}_days": n for stand, n in days.items()}
    said = (
        _("%(parameter)s: %(value)s") % {"parameter": full_name(path), "value": value_words(path, n)}
        for path, n in paths.items()
    )
    return {
        "label": f"{version} · {since}",
        "detail": standing_words(
            version, report.today, held=_("It is judged today, %(day)s."), today=report.today
        ),
        "parameter": listed(said),
        "url": version.get_absolute_url(),
        "link_label": _("Read it"),
    }


def _inputs(report: "OperationsReport", figures: "Figures", stand: str) -> list[dict[str, Any]]:
    """Return the repairs opened, and where each of them went: each is in exactly one line below."""
    days = fix_days(report)[stand]
    not_counted = _("does not count")
    lines = (
        (fix_measures.REPAIRED, _("Repairs opened"), ""),
        (fix_measures.NOT_DONE, _("Not done yet, or cancelled"), not_counted),
        (fix_measures.UNCLASSED, _("Unit or fault class not known"), not_counted),
        (early(stand), _("Done less than %(days)s ago") % {"days": days}, not_counted),
        (judged(stand), _("Done %(days)s ago or more") % {"days": days}, ""),
        (held(stand), pgettext("first-time fix", "Fixed"), ""),
        (trips(stand), _("Took more than one trip"), _("not fixed first time")),
        (reopened(stand), _("One trip, then reopened"), _("not fixed first time")),
        (again(stand), _("Came back within %(days)s") % {"days": days}, _("not fixed first time")),
    )
    return [
        {
            "label": label,
            "value": figures.of(code),
            "note": note if figures.of(code) else "",
            "url": report.asked.tickets(code) if figures.of(code) else "",
            "link_label": _("The tickets"),
        }
        for code, label, note in lines
    ]


def _arithmetic(report: "OperationsReport", figures: "Figures", stand: str) -> list[dict[str, Any]]:
    """Write the share of each span out; the one that was asked for stands out."""
    found = []
    for one, days in fix_days(report).items():
        held_of, judged_of = figures.of(held(one)), figures.of(judged(one))
        term = f"{held_of} ÷ {judged_of} × 100" if judged_of else _("none judged yet")
        share = f"{figures.held(one)} %" if judged_of else ""
        line = _("%(days)s: %(term)s") % {"days": days, "term": term}
        found.append({"term": line, "result": share, "total": one == stand})
    return found
