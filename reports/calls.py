"""What the page of single calls behind a figure shows (J1)."""

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from reports import behind, permissions, wording
from reports.asked import Asked
from reports.choices import Shown
from reports.report import Report

if TYPE_CHECKING:
    from dealers.models import User
    from reports.figures import Figures
    from reports.forms.satisfaction import PageQuery


def calls_context(
    form: "PageQuery", report: Report, *, actor: "User", turn: dict[str, str]
) -> dict[str, Any]:
    """Return one page of calls; the views beside it are the figures, so both always agree."""
    asked, satisfied_from = report.asked, report.rules.satisfied_from
    page = behind.page_of(behind.in_order(report.calls(asked.shown)), **turn)
    shown = asked.query(with_shown=True)
    here = f"{reverse('reports:calls')}?{shown}"
    shows_file = permissions.may_export(actor)
    return {
        "span": wording.span_name(asked.span, asked.month),
        "shown_name": wording.shown_name(asked.shown, satisfied_from),
        "groups": _views(asked, counts_behind(report.figures()), satisfied_from),
        "tokens": _tokens(form, asked),
        "rows": [behind.row(visit) for visit in page.visits],
        "says": ngettext("%(n)s call on this page", "%(n)s calls on this page", len(page.visits))
        % {"n": len(page.visits)},
        "previous_url": f"{here}&{urlencode({'before': page.previous})}" if page.previous else "",
        "next_url": f"{here}&{urlencode({'after': page.next})}" if page.next else "",
        "report_url": asked.page(),
        "file_url": f"{reverse('reports:export-calls')}?{shown}" if shows_file else "",
    }


def counts_behind(figures: "Figures") -> dict[Shown, int]:
    """Return how many calls stand behind each figure."""
    return {
        Shown.COMPLETED: figures.completed,
        Shown.RATED: figures.answers,
        Shown.SATISFIED: figures.satisfied,
        Shown.LOW: figures.low,
        Shown.WITHOUT_RATING: figures.without_rating,
        Shown.NOT_REACHED: figures.not_reached,
        Shown.LAPSED: figures.lapsed,
        Shown.REFUSED: figures.refused,
        Shown.PLANNED: figures.planned,
    }


ICONS: Final = {
    Shown.COMPLETED: "circle-check",
    Shown.RATED: "star",
    Shown.SATISFIED: "mood-smile",
    Shown.LOW: "mood-sad",
    Shown.WITHOUT_RATING: "star-off",
    Shown.NOT_REACHED: "phone-off",
    Shown.LAPSED: "calendar-x",
    Shown.REFUSED: "phone-x",
    Shown.PLANNED: "calendar",
}


def _views(asked: Asked, counts: dict[Shown, int], satisfied_from: int) -> list[dict[str, Any]]:
    """Return the figures as views; these are the report's own exact counts, so they are not capped."""
    return [
        {
            "label": "",
            "views": [
                {
                    "label": wording.shown_name(shown, satisfied_from),
                    "icon": ICONS[shown],
                    "url": asked.calls(shown),
                    "count": counts[shown],
                    "tone": "bad" if shown is Shown.LOW and counts[shown] else "",
                    "current": shown is asked.shown,
                }
                for shown in Shown
            ],
        }
    ]


def _tokens(form: "PageQuery", asked: Asked) -> list[dict[str, str]]:
    """Return the conditions in force, each with the address that drops it."""
    return [
        {
            "label": label,
            "value": value,
            "remove_url": asked.calls(asked.shown, conditions=asked.conditions.without(name)),
        }
        for name, label, value in form.tokens
    ]
