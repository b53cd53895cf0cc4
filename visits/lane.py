"""The lane of calls on a unit's life line: made ones with their rating, planned ones dashed."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from equipment.life_line import LANE, LifeScale
from records.wording import short_day
from regulation.choices import RuleCode
from visits.models import Visit
from visits.states import VisitStatus

SIDE: Final = 18
GAP: Final = 2
RATING_ROOM: Final = 12
BAD_RATING: Final = 3


def lane(visits: Iterable[Visit], scale: LifeScale) -> dict[str, Any]:
    """Return one mark a call, in the order of time; marks that would lie on each other stand side by side."""
    marks: list[dict[str, Any]] = []
    letters = _letters()
    free_from = float(scale.left)
    for visit in sorted(visits, key=day_of):
        day = day_of(visit)
        if not scale.start <= day <= scale.end:
            continue
        has_rating = visit.rating is not None
        x = max(scale.x(day) - SIDE / 2, free_from)
        marks.append(
            {
                "visit": visit,
                "stage": list(letters).index(visit.rule) + 1,
                "letter": letters[visit.rule],
                "x": round(x, 1),
                "middle": round(x + SIDE / 2, 1),
                "rating_x": round(x + SIDE + 4, 1),
                "is_bad": has_rating and (visit.rating or 0) <= BAD_RATING,
                "is_future": visit.is_open and visit.opens_on > scale.today,
                "is_over": visit.status in {VisitStatus.LAPSED, VisitStatus.CANCELLED},
                "label": _label(visit, day),
            }
        )
        free_from = x + SIDE + GAP + (RATING_ROOM if has_rating else 0)
    return {"scale": scale, "height": LANE, "marks": marks, "label": _("Calls: %(n)s") % {"n": len(marks)}}


def _letters() -> dict[str, str]:
    """Return the sign of each stage: 首 季 年 修."""
    return {
        RuleCode.ONE_WEEK.value: pgettext("call stage, one letter", "W"),
        RuleCode.THREE_MONTHS.value: pgettext("call stage, one letter", "Q"),
        RuleCode.ANNUAL.value: pgettext("call stage, one letter", "Y"),
        RuleCode.AFTER_SERVICE.value: pgettext("call stage, one letter", "S"),
    }


def day_of(visit: Visit) -> date:
    """Return the day on which a call stands in the line: when it was made, else when it is due."""
    return visit.ended_on if visit.status == VisitStatus.DONE and visit.ended_on else visit.due_on


def _label(visit: Visit, day: date) -> str:
    words = _("%(stage)s, %(day)s, %(status)s") % {
        "stage": visit.get_rule_display(),
        "day": short_day(day),
        "status": visit.get_status_display(),
    }
    if visit.rating is None:
        return words
    return _("%(call)s, rated %(rating)s of 5") % {"call": words, "rating": visit.rating}
