"""The why of the satisfaction score: clause, version in force, ratings counted, arithmetic (J1, K2)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulation.explain import cite_clause
from regulation.models import Clause, RegulationVersion
from reports import wording
from reports.asked import Asked
from reports.choices import Shown
from reports.figures import Figures
from reports.periods import last_of
from reports.report import Report
from visits.explain import standing_words
from visits.scale import Stretch

if TYPE_CHECKING:
    from visits.querysets import VisitQuerySet

CLAUSE: Final = "J1"
Counts = dict[int, int]


def why_score(report: Report, *, link: str) -> dict[str, Any]:
    """Return what the why panel shows of the score of a stretch."""
    asked, figures = report.asked, report.figures()
    version = RegulationVersion.objects.get(pk=report.edition.pk)
    counted = report.calls(Shown.RATED)
    ratings = [(stretch, _ratings(counted, stretch)) for stretch in report.scale.stretches]
    name = wording.span_name(asked.span, asked.month)
    conclusion = _("Satisfaction for %(span)s is %(score)s out of 100.") % {
        "span": name,
        "score": figures.score,
    }
    if figures.score is None:
        conclusion = _("No call in %(span)s was rated, so there is no score.") % {"span": name}
    return {
        "subject": name,
        "conclusion": conclusion,
        "clause": cite_clause(version, _clause(version.pk), CLAUSE),
        "version": _version(version, on=min(last_of(asked.month), report.today), today=report.today),
        "inputs": _inputs(figures, asked),
        "arithmetic": _arithmetic(figures, [(stretch, counts) for stretch, counts in ratings if counts]),
        "more": _counted_apart(figures),
        "link": link,
        "computed": _("computed from the calls as they stand now"),
    }


def _ratings(counted: "VisitQuerySet", stretch: Stretch) -> Counts:
    """Return how often each rating was given within a stretch, best first."""
    rows = counted.filter(stretch.days()).order_by("-rating").values_list("rating").annotate(n=Count("pk"))
    return dict(rows)


def score_mark(report: Report) -> str:
    """Name the clause that makes the score, as the mark beside it does."""
    clause = _clause(report.edition.pk)
    return clause.name if clause else CLAUSE


def _clause(version_pk: int) -> Clause | None:
    return Clause.objects.filter(regulation_version=version_pk, code=CLAUSE).first()


def _version(version: RegulationVersion, *, on: date, today: date) -> dict[str, str]:
    rules = version.typed.satisfaction
    since = _("in force from %(day)s") % {"day": version.in_force_from.isoformat()}
    return {
        "label": f"{version} · {since}",
        "detail": standing_words(version, on, held=_("It was in force on %(day)s."), today=today),
        "parameter": _("target %(target)s · %(points)s points per rating · satisfied from %(from)s")
        % {"target": rules.target, "points": rules.points_per_rating, "from": rules.satisfied_from},
        "url": version.get_absolute_url(),
        "link_label": _("Read it"),
    }


def _inputs(figures: Figures, asked: Asked) -> list[dict[str, Any]]:
    return [
        {
            "label": _("Rated calls"),
            "value": figures.answers,
            "url": asked.calls(Shown.RATED),
            "link_label": _("The calls"),
        },
        {"label": _("Sum of their ratings"), "value": figures.rating_sum},
    ]


def _arithmetic(figures: Figures, ratings: list[tuple[Stretch, Counts]]) -> list[dict[str, Any]]:
    """Write the ratings out, add them up, and divide: exactly what the figure is."""
    lines: list[dict[str, Any]] = []
    for stretch, counts in ratings:
        subtotal = sum(rating * count for rating, count in counts.items())
        terms = " + ".join(f"{rating} × {count}" for rating, count in counts.items())
        lines.append({"term": terms, "result": str(subtotal)})
        lines.append({"term": f"{subtotal} × {stretch.points}", "result": str(subtotal * stretch.points)})
    if figures.answers:
        term = f"{figures.points} ÷ {figures.answers}"
        lines.append({"term": term, "result": str(figures.score), "total": True})
    return lines


def _counted_apart(figures: Figures) -> str:
    counts = [
        _("%(n)s without a rating") % {"n": figures.without_rating},
        _("%(n)s not reached") % {"n": figures.not_reached},
        _("%(n)s lapsed") % {"n": figures.lapsed},
        _("%(n)s refused") % {"n": figures.refused},
    ]
    return _("Counted apart, never as satisfied: %(counts)s.") % {
        "counts": pgettext("between the items of a list", ", ").join(counts)
    }
