"""What the queue of the call desk shows: tabs with capped counts, rows in calling order, groups."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.listing import MOST_COUNTED, capped_count
from records.wording import short_moment
from regulation.calendars import local_day
from regulation.choices import RuleCode
from regulation.parameters import Parameters
from regulation.services import load_editions
from visits.models import Visit
from visits.states import VisitStatus
from visits.windows import row_window

if TYPE_CHECKING:
    from django.http import QueryDict

    from dealers.models import User
    from visits.querysets import VisitQuerySet

ROWS: Final = 60
DUE, LATER, NOT_REACHED = "due", "later", "not_reached"
TABS: Final = (DUE, LATER, NOT_REACHED)


@dataclass(frozen=True, slots=True)
class Queue:
    """One view of the desk's queue: who looks, when, at which tab and stage."""

    actor: "User"
    at: datetime
    tab: str = DUE
    stage: str = ""

    @classmethod
    def asked(cls, query: "QueryDict", *, actor: "User", at: datetime) -> "Queue":
        """Read tab and stage from what the page sends; nonsense shows the whole queue."""
        tab, stage = query.get("tab", DUE), query.get("stage", "")
        return cls(actor, at, tab if tab in TABS else DUE, stage if stage in RuleCode.values else "")

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def query(self) -> str:
        """The tab and stage as an address carries them."""
        given = {"tab": self.tab if self.tab != DUE else "", "stage": self.stage}
        chosen = {name: value for name, value in given.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""

    def of_tab(self, tab: str, rows: "VisitQuerySet") -> "VisitQuerySet":
        if tab == LATER:
            return rows.to_call_later(at=self.at, on=self.today)
        if tab == NOT_REACHED:
            return rows.unreachable()
        return rows.to_call_now(at=self.at, on=self.today)

    def rows(self, rows: "VisitQuerySet") -> "VisitQuerySet":
        """Return the calls of this view in the order in which they are to be made."""
        chosen = self.of_tab(self.tab, rows)
        if self.stage:
            chosen = chosen.filter(rule=self.stage)
        if self.tab == LATER:
            return chosen.order_by("call_again_at", "number")
        if self.tab == NOT_REACHED:
            return chosen.order_by("-ended_on", "-number")
        return chosen.in_calling_order()

    def next_calls(self, rows: "VisitQuerySet", *, after: Visit) -> "VisitQuerySet":
        """Return the free calls to go on with, in order; the one just left comes no more."""
        view = replace(self, tab=DUE) if self.tab == LATER else self
        return view.rows(rows).free_for(self.actor, at=self.at).exclude(pk=after.pk)

    @property
    def without_stage(self) -> str:
        return replace(self, stage="").address()

    @property
    def list_address(self) -> str:
        """The queue alone, also while a call is held: on a phone one pane is shown at a time."""
        return f"{self.address()}{'&' if self.query else '?'}list=1"

    def address(self, number: str = "") -> str:
        """Return the desk's address with this view, and the call that is open in its sheet."""
        path = reverse("visits:desk-call", args=[number]) if number else reverse("visits:desk")
        return f"{path}{self.query}"


# ── what the templates get ──


def tabs(queue: Queue, rows: "VisitQuerySet") -> list[dict[str, Any]]:
    """Return the three tabs with their counts."""
    labels = {
        DUE: pgettext("queue", "Due"),
        LATER: _("Call again"),
        NOT_REACHED: pgettext("call", "Not reached"),
    }
    return [
        {
            "code": tab,
            "label": label,
            "count": capped_count(queue.of_tab(tab, rows)),
            "url": replace(queue, tab=tab, stage="").address(),
            "current": tab == queue.tab,
        }
        for tab, label in labels.items()
    ]


def stages(queue: Queue, rows: "VisitQuerySet") -> list[dict[str, Any]]:
    """Return the stages with how many of the tab's first calls belong to each."""
    first = queue.of_tab(queue.tab, rows).order_by().values_list("rule", flat=True)[: 4 * MOST_COUNTED]
    counts = Counter(first)
    labels = {
        RuleCode.ONE_WEEK.value: pgettext("queue stage", "First"),
        RuleCode.THREE_MONTHS.value: pgettext("queue stage", "Quarter"),
        RuleCode.ANNUAL.value: pgettext("queue stage", "Annual"),
        RuleCode.AFTER_SERVICE.value: pgettext("queue stage", "Service"),
    }
    return [
        {
            "code": code,
            "label": labels[code],
            "count": counts[code],
            "url": replace(queue, stage="" if code == queue.stage else code).address(),
            "current": code == queue.stage,
        }
        for code in RuleCode.values
    ]


def tally(queue: Queue, rows: "VisitQuerySet") -> dict[str, int]:
    """Return the day in four figures: made, waiting, their sum, and missed."""
    made = capped_count(rows.filter(status=VisitStatus.DONE, ended_on=queue.today))
    now = rows.to_call_now(at=queue.at, on=queue.today)
    waiting, overdue = capped_count(now), capped_count(now.overdue(on=queue.today))
    return {"made": made, "waiting": waiting, "all": made + waiting, "overdue": overdue}


def row(
    visit: Visit, queue: Queue, *, rules: Parameters, current: str = "", twice: bool = False
) -> dict[str, Any]:
    """Return one call as the queue shows it; the regulation in force today says when amber begins."""
    limit = rules.attempts.limit
    product = visit.product.code if visit.product else visit.serial_number
    parts = [str(visit.customer or _("Customer unknown")), product]
    return {
        "number": visit.number,
        "url": queue.address(visit.number),
        "take_url": f"{reverse('visits:take', args=[visit.number])}{queue.query}",
        "stage": visit.rule,
        "title": " · ".join(part for part in parts if part),
        "detail": _detail(visit, queue, twice=twice),
        "window": row_window(visit, queue.today, rules=rules),
        "attempts": {"made": min(visit.attempts_made, limit), "of": limit},
        "current": visit.number == current,
        "held_by": str(visit.leased_to) if visit.is_held_by_other(queue.actor, at=queue.at) else "",
    }


def _detail(visit: Visit, queue: Queue, *, twice: bool) -> str:
    parts = [visit.contact_name]
    if visit.call_again_at is not None:
        parts.append(_("ring %(moment)s") % {"moment": short_moment(visit.call_again_at, queue.today)})
    elif twice:
        parts.append(_("same customer, one call for both"))
    else:
        parts.append(visit.place)
    return " · ".join(part for part in parts if part)


def groups(queue: Queue, rows: "VisitQuerySet", *, current: str = "") -> dict[str, Any]:
    """Return the rows of the queue under the words that say how pressing they are."""
    found = list(queue.rows(rows).with_names()[: ROWS + 1])
    shown = found[:ROWS]
    rules = rules_of(queue.today)
    customers = Counter(visit.customer.pk for visit in shown if visit.customer)
    return {
        "groups": [
            {
                "label": label,
                "rows": [
                    row(
                        visit,
                        queue,
                        rules=rules,
                        current=current,
                        twice=visit.customer is not None and customers[visit.customer.pk] > 1,
                    )
                    for visit in members
                ],
            }
            for label, members in _grouped(queue, shown)
        ],
        "has_more": len(found) > ROWS,
    }


def rules_of(today: date) -> Parameters:
    """Return the parameters of the version in force today: the limit of attempts, where amber begins."""
    return load_editions().in_force(today).parameters


def _grouped(queue: Queue, visits: Sequence[Visit]) -> Iterable[tuple[str, list[Visit]]]:
    if queue.tab != DUE:
        label = _("In the order agreed") if queue.tab == LATER else _("Newest first")
        return [(label, list(visits))] if visits else []
    return [
        (label, list(members))
        for label, members in groupby(visits, key=lambda visit: urgency(visit.closes_on, queue.today))
    ]


def urgency(closes_on: date, today: date) -> str:
    """Say how pressing a window is, in the words of the queue's groups."""
    days = (closes_on - today).days
    if days < 0:
        return pgettext("queue", "Overdue")
    if days == 0:
        return _("Window closes today")
    if days <= 2:  # noqa: PLR2004 (the house's words: within two days)
        return _("Closes within 2 days")
    if closes_on <= today + timedelta(days=6 - today.weekday()):
        return pgettext("queue", "This week")
    return pgettext("queue", "Later")
