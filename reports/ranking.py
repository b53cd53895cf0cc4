"""The ranking: each score against the last period and the target, and who pulls the whole down (J1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from reports import wording
from reports.asked import Asked
from reports.choices import GroupBy, Shown
from reports.figures import Figures, change, pull
from reports.satisfaction import Group
from visits.scale import tenth

STEP: Final = 5
LOWEST_TOP: Final = 80  # the scale of a ranking never begins higher


@dataclass(frozen=True, slots=True)
class Ranking:
    """Groups of this period, best first, beside what each was in the period before."""

    grouping: GroupBy
    groups: Sequence[Group]
    was: dict[str, Figures]
    target: int

    @property
    def ranked(self) -> list[Group]:
        """Those with answers, best first; ties by more answers, then by name."""
        with_answers = [group for group in self.groups if group.figures.answers]
        return sorted(
            with_answers, key=lambda row: (-(row.figures.mean or 0), -row.figures.answers, row.name)
        )

    def is_low(self, figures: Figures) -> bool:
        return figures.score is not None and figures.score < self.target

    @property
    def drag(self) -> "Drag | None":
        """Who below the target lowers the whole most, if it can be seen; nobody where one stands alone."""
        whole = sum((group.figures for group in self.groups), Figures())
        low = [group for group in self.groups if self.is_low(group.figures)]
        pulls = [(tenth(pull(whole, group.figures)), group) for group in low]
        lowered = [(by, group) for by, group in pulls if by > 0]
        if not lowered:
            return None
        by, group = max(lowered, key=lambda pair: (pair[0], pair[1].name))
        return Drag(group, by, self.is_low(self.was.get(group.key, Figures())))


@dataclass(frozen=True, slots=True)
class Drag:
    """The group that pulls the whole down, by how much, and whether it was below the target before."""

    group: Group
    by: Decimal
    again: bool


def ranking_of(grouping: GroupBy, *, now: Sequence[Group], was: Sequence[Group], target: int) -> Ranking:
    return Ranking(grouping, now, {group.key: group.figures for group in was}, target)


def shown(ranking: Ranking, asked: Asked, *, focus: str, few: int) -> dict[str, Any]:
    """Return the rows of the ranking as the page draws them."""
    ranked = ranking.ranked
    low = _low_end([*ranked], ranking)
    rows = [_row(ranking, asked, group, focus=focus, low=low, few=few) for group in ranked]
    return {
        "title": _("By dealer") if ranking.grouping is GroupBy.DEALER else _("By model"),
        "head": str(ranking.grouping.label),
        "target": ranking.target,
        "rows": rows,
        "few": few if any(row["answers"] < few for row in rows) else 0,
        "before": wording.before_name(asked.span, asked.before.start or asked.month),
    }


def _row(ranking: Ranking, asked: Asked, group: Group, *, focus: str, low: int, few: int) -> dict[str, Any]:
    was = ranking.was.get(group.key, Figures())
    moved = change(group.figures, was)
    conditions = asked.conditions.within(ranking.grouping, group.key)
    label = _("%(name)s: %(score)s of 100") % {"name": group.name, "score": group.figures.score}
    if was.score is not None:
        label = _("%(name)s: %(score)s of 100, before %(was)s") % {
            "name": group.name,
            "score": group.figures.score,
            "was": was.score,
        }
    return {
        "key": group.key,
        "name": group.name,
        "score": group.figures.score,
        "was": was.score,
        "change": wording.signed(moved),
        "answers": group.figures.answers,
        "low": low,
        "few": few,
        "is_low": ranking.is_low(group.figures),
        "current": group.key == focus,
        "label": label,
        "url": asked.page(focus=group.key),
        "calls_url": asked.calls(Shown.RATED, conditions=conditions),
    }


def _low_end(groups: Sequence[Group], ranking: Ranking) -> int:
    """Return where the scale begins: a step below the lowest dot, and never above 80."""
    scores = [group.figures.score for group in groups]
    scores += [ranking.was[group.key].score for group in groups if group.key in ranking.was]
    known = [score for score in scores if score is not None]
    lowest = min([*known, Decimal(LOWEST_TOP + STEP)])
    return max(0, min(LOWEST_TOP, int((lowest / STEP).to_integral_value(ROUND_FLOOR)) * STEP - STEP))
