"""Twelve months as curves: all calls against the target, and each stage on its own (J1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from regulation.choices import RuleCode
from reports import wording
from reports.asked import Asked
from reports.choices import Shown, Span
from reports.figures import Figures, change
from reports.periods import A_MONTH, Period, first_of, months_until
from reports.satisfaction import total
from visits.scale import Scale

MONTHS: Final = 12
STAGES: Final = {code: number for number, code in enumerate(RuleCode.values, start=1)}


@dataclass(frozen=True, slots=True)
class MonthlyFigures:
    """Figures by month and stage, with what they are asked for and judged by."""

    asked: Asked
    scale: Scale
    today: date
    by_month: Mapping[tuple[date, str], Figures]

    @property
    def months(self) -> list[date]:
        """The twelve months of the curves; a stretch that still runs ends them with this month."""
        next_month = first_of(self.today) + A_MONTH
        end = self.asked.period.end or next_month
        return months_until(min(end, max(next_month, self.asked.month + A_MONTH)), MONTHS)

    def of(self, period: Period, rule: str = "") -> Figures:
        """Add up the months of a period, of one stage or of all."""
        return total(
            figures
            for (month, stage), figures in self.by_month.items()
            if month in period and rule in {"", stage}
        )

    def in_month(self, month: date, rule: str = "") -> Figures:
        if rule:
            return self.by_month.get((month, rule), Figures())
        return total(figures for (one, _rule), figures in self.by_month.items() if one == month)


def chart(monthly: MonthlyFigures) -> dict[str, Any]:
    """Return the curve of all calls: its drawing, its numbers, its sentence."""
    months = monthly.months
    found = [monthly.in_month(month) for month in months]
    links = [_calls_of(monthly.asked, month) for month in months]
    return {
        "card": {
            "id": "trend",
            "kind": "trend",
            "title": _("Trend"),
            "sub": _("mean of the month, by the month the call was completed"),
            "label": _sentence(monthly, months, found),
            "head": [_("Month"), _("Score"), _("Target"), _("Satisfied"), _("Answers")],
            "rows": [
                {"url": link, "cells": _cells(monthly, month, figures)}
                for month, figures, link in zip(months, found, links, strict=True)
            ],
        },
        "figures": {
            **_drawn(monthly, months, found),
            "values": [
                {"y": wording.as_number(figures.score), "n": figures.answers, "url": link}
                for figures, link in zip(found, links, strict=True)
            ],
            "versions": _versions(monthly, months),
        },
    }


def _calls_of(asked: Asked, month: date) -> str:
    return asked.calls(Shown.RATED, span=Span.MONTH, month=month)


def _cells(monthly: MonthlyFigures, month: date, figures: Figures) -> list[Any]:
    percent = figures.satisfied_percent
    return [
        wording.month_name(month),
        figures.score,
        _target(monthly, month),
        None if percent is None else f"{percent} %",
        figures.answers,
    ]


def _target(monthly: MonthlyFigures, month: date) -> int:
    return monthly.scale.rules(month, today=monthly.today).target


def _drawn(monthly: MonthlyFigures, months: list[date], found: list[Figures]) -> dict[str, Any]:
    rules = monthly.scale.rules(months[-1], today=monthly.today)
    return {
        "x": [wording.short_month(month) for month in months],
        "values": [{"y": wording.as_number(figures.score), "n": figures.answers} for figures in found],
        "target": [_target(monthly, month) for month in months],
        "few": rules.few_answers_below,
        "words": {"series": _("Satisfaction"), "target": _("target"), "answers": _("answers")},
    }


def _versions(monthly: MonthlyFigures, months: list[date]) -> list[dict[str, str]]:
    """Name each version of the regulation that began within the months, and what it did to the target."""
    lines = []
    for month, earlier in zip(months[1:], months, strict=False):
        now = monthly.scale.edition(month, today=monthly.today)
        was = monthly.scale.edition(earlier, today=monthly.today)
        if now.number == was.number:
            continue
        targets = (was.parameters.satisfaction.target, now.parameters.satisfaction.target)
        text = _("version %(number)s") % {"number": now.number}
        if targets[0] != targets[1]:
            text = _("version %(number)s: target %(was)s → %(now)s") % {
                "number": now.number,
                "was": targets[0],
                "now": targets[1],
            }
        lines.append({"at": wording.short_month(month), "text": text})
    return lines


def _sentence(monthly: MonthlyFigures, months: list[date], found: list[Figures]) -> str:
    """Say the curve in words, for whoever can't see it."""
    known = [(month, figures.score) for month, figures in zip(months, found, strict=True) if figures.answers]
    if not known:
        return _("No call was rated in these twelve months.")
    (first, low), (last, high) = known[0], known[-1]
    return _(
        "Satisfaction went from %(was)s in %(first)s to %(now)s in %(last)s; the target is %(target)s."
    ) % {
        "was": low,
        "first": wording.month_name(first),
        "now": high,
        "last": wording.month_name(last),
        "target": _target(monthly, last),
    }


def stages(monthly: MonthlyFigures) -> list[dict[str, Any]]:
    """Return each stage with its score of the period, its change, and its small curve, all on one scale."""
    asked, months = monthly.asked, monthly.months
    wanted = [asked.conditions.rule] if asked.conditions.rule else RuleCode.values
    found = [_stage(monthly, months, rule) for rule in wanted]
    scale = _scale([stage["figures"] for stage in found])
    for stage in found:
        stage["figures"]["scale"] = scale
    return found


def _scale(drawings: list[dict[str, Any]]) -> list[float]:
    """Return the lowest and the highest number of several drawings, targets included."""
    scores = [point["y"] for drawn in drawings for point in drawn["values"] if point["y"] is not None]
    targets = [target for drawn in drawings for target in drawn["target"]]
    return [min([*scores, *targets]), max([*scores, *targets])]


def _stage(monthly: MonthlyFigures, months: list[date], rule: str) -> dict[str, Any]:
    asked = monthly.asked
    now, was = monthly.of(asked.period, rule), monthly.of(asked.before, rule)
    found = [monthly.in_month(month, rule) for month in months]
    moved = change(now, was)
    conditions = replace(asked.conditions, rule=rule)
    return {
        "rule": rule,
        "name": str(RuleCode(rule).label),
        "score": now.score,
        "answers": now.answers,
        "change": wording.signed(moved) if moved is not None else "",
        "tone": "" if not moved else ("good" if moved > 0 else "bad"),
        "url": asked.calls(Shown.RATED, conditions=conditions),
        "id": f"stage-{rule}",
        "label": _("%(stage)s: twelve months") % {"stage": RuleCode(rule).label},
        "figures": {**_drawn(monthly, months, found), "stage": STAGES[rule]},
        "months": [
            {"name": wording.month_name(month), "score": figures.score, "answers": figures.answers}
            for month, figures in zip(months, found, strict=True)
        ],
    }


def lines(drawn: dict[str, Any], stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the curves as the rows of one table: month, all calls, each stage."""
    return [
        {"cells": row["cells"], "month": row["cells"][0], "stages": list(of_stages)}
        for row, *of_stages in zip(drawn["card"]["rows"], *(stage["months"] for stage in stages), strict=True)
    ]
