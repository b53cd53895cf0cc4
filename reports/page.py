"""What the page of the report shows: sentence, figure, trend, ranking, stages, single calls (J1, J3)."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse

from reports import behind, permissions, ranking, trend, wording
from reports.asked import Asked
from reports.choices import GroupBy, Shown, Span
from reports.explain import score_mark
from reports.figures import Figures, change
from reports.periods import Period
from reports.ranking import Ranking, ranking_of
from reports.report import Report
from reports.stretch_links import neighbours, spans
from reports.trend import MonthlyFigures

if TYPE_CHECKING:
    from dealers.models import User
    from reports.forms.satisfaction import PageQuery

LISTED: Final = 7
FIGURES: Final = (
    (Shown.COMPLETED, "completed", ""),
    (Shown.LOW, "low", "bad"),
    (Shown.NOT_REACHED, "not_reached", "warn"),
    (Shown.LAPSED, "lapsed", ""),
    (Shown.REFUSED, "refused", ""),
)


def page_context(form: "PageQuery", report: Report, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return the whole page."""
    asked, rules = report.asked, report.rules
    monthly = _monthly(report)
    now, was = monthly.of(asked.period), monthly.of(asked.before)
    ranked = _ranking(form, report)
    focus = _focus(asked, ranked)
    drawn, stages = trend.chart(monthly), trend.stages(monthly)
    return {
        "asked": asked,
        "form": form,
        "at": at,
        "edition": report.edition.number,
        "spans": spans(asked),
        "months": neighbours(asked, report.today, focus=""),
        "figure": now,
        "figure_url": asked.calls(Shown.RATED),
        "why_url": asked.at("why"),
        "why_text": score_mark(report),
        "is_few": now.answers < rules.few_answers_below,
        "is_change_of_few": 0 < was.answers < rules.few_answers_below,
        "sentence": {**sentence(now, was, target=rules.target), **_before(asked), **_drag(ranked, asked)},
        "figures": _figures(now, asked, rules.satisfied_from),
        "trend": drawn,
        "stages": stages,
        "stage_lines": trend.lines(drawn, stages),
        "ranking": ranking.shown(ranked, asked, focus=focus, few=rules.few_answers_below),
        "groupings": _groupings(form, asked, ranked),
        "closer": _closer(report, ranked, focus),
        "sees_operations": permissions.may_see_operations(actor),
        **_links(asked, actor),
    }


def _monthly(report: Report) -> MonthlyFigures:
    """Count by month and stage, as far back as the curves and the stretch before reach."""
    empty = MonthlyFigures(report.asked, report.scale, report.today, {})
    start = min(empty.months[0], report.asked.before.start or empty.months[0])
    found = report.figures_by(("month", "rule"), Period(start, report.asked.period.end))
    return replace(empty, by_month={(month, rule): figures for (month, rule), figures in found.items()})


def _ranking(form: "PageQuery", report: Report) -> Ranking:
    """Rank dealers or models, as asked; who looks at one dealer alone compares its models."""
    is_by_product = report.asked.grouping is GroupBy.PRODUCT or _is_alone(form)
    grouping = GroupBy.PRODUCT if is_by_product else GroupBy.DEALER
    was = report.groups(grouping, report.asked.before)
    return ranking_of(grouping, now=report.groups(grouping), was=was, target=report.rules.target)


def _is_alone(form: "PageQuery") -> bool:
    """Say whether the report is about one dealer: then there is no other to rank it against."""
    return bool(form.conditions.dealer) or len(form.dealers) == 1


def _groupings(form: "PageQuery", asked: Asked, ranked: Ranking) -> list[dict[str, Any]]:
    """Return what the ranking can stand for instead, each with its address."""
    if _is_alone(form):
        return []
    return [
        {
            "label": str(grouping.label),
            "url": asked.page(grouping=grouping, focus=""),
            "current": grouping is ranked.grouping,
        }
        for grouping in (GroupBy.DEALER, GroupBy.PRODUCT)
    ]


def _focus(asked: Asked, ranked: Ranking) -> str:
    """Return whose calls stand on the page: those asked for, else of who pulls the whole down."""
    if any(group.key == asked.focus for group in ranked.groups):
        return asked.focus
    return ranked.drag.group.key if ranked.drag else ""


def sentence(now: Figures, was: Figures, *, target: int) -> dict[str, Any]:
    """Return the conclusion in parts that the template puts into words."""
    moved = change(now, was)
    return {
        "stand": _stand(now.score, target),
        "target": target,
        "moved": None if moved is None else abs(moved),
        "direction": "" if moved is None else _direction(moved),
    }


def _stand(score: Decimal | None, target: int) -> str:
    if score is None:
        return "none"
    if score == target:
        return "at"
    return "above" if score > target else "below"


def _direction(moved: Decimal) -> str:
    if moved == 0:
        return "same"
    return "up" if moved > 0 else "down"


def _before(asked: Asked) -> dict[str, Any]:
    start = asked.before.start or asked.month
    return {"before": wording.before_name(asked.span, start), "is_month": asked.span == Span.MONTH}


def _drag(ranked: Ranking, asked: Asked) -> dict[str, Any]:
    drag = ranked.drag
    return {"drag": drag, "drag_url": asked.page(focus=drag.group.key) if drag else ""}


def _figures(now: Figures, asked: Asked, satisfied_from: int) -> list[dict[str, Any]]:
    """Return the row of small figures, each with the calls behind it."""
    return [
        {
            "label": wording.shown_name(shown, satisfied_from),
            "count": getattr(now, name),
            "tone": tone if getattr(now, name) else "",
            "url": asked.calls(shown),
        }
        for shown, name, tone in FIGURES
    ]


def _closer(report: Report, ranked: Ranking, focus: str) -> dict[str, Any]:
    """Return the calls of the group looked at, worst first; of all where none is."""
    asked = report.asked
    group = next((group for group in ranked.groups if group.key == focus), None)
    conditions = asked.conditions.within(ranked.grouping, focus) if group else asked.conditions
    calls = behind.in_order(report.calls(Shown.COMPLETED, conditions))
    return {
        "name": group.name if group else "",
        "figures": group.figures if group else None,
        "is_low": group is not None and ranked.is_low(group.figures),
        "span": wording.short_span(asked.span, asked.month),
        "rows": [behind.row(visit) for visit in calls[:LISTED]],
        "url": asked.calls(Shown.COMPLETED, conditions=conditions),
    }


def _links(asked: Asked, actor: "User") -> dict[str, Any]:
    """Return where the report is taken away from: files by grouping, the single calls, the page for paper."""
    if not permissions.may_export(actor):
        return {"files": [], "print_url": asked.at("print")}
    by_group = [
        {"label": str(grouping.label), "url": asked.at("export", grouping=grouping)} for grouping in GroupBy
    ]
    return {
        "files": by_group,
        "calls_file_url": f"{reverse('reports:export-calls')}?{asked.query(with_shown=True)}",
        "print_url": asked.at("print"),
    }
