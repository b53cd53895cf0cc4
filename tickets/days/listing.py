"""What the list of day plans shows: views with capped counts, rows, its columns as a file (D18)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from records.listing import capped_counts, view, with_own_views
from records.wording import short_day, short_moment
from regulation.calendars import local_day
from tickets.days.explain import hours_of_day, window_of
from tickets.days.filters import CARRIED, EVER, OPEN, SILENT
from tickets.days.states import DayState
from tickets.models import DayPlan

if TYPE_CHECKING:
    from records.querysets import SavedViewQuerySet
    from tickets.days.querysets import DayPlanQuerySet

PAGE: Final = "days:list"
SORTS: Final = {"on": gettext_lazy("Day"), "closed": pgettext_lazy("day plan", "Closed")}
EXPORTED: Final = (
    gettext_lazy("Day"),
    gettext_lazy("Engineer"),
    gettext_lazy("Dealer"),
    pgettext_lazy("day plan", "Done"),
    pgettext_lazy("day plan", "Carried over"),
    pgettext_lazy("day plan", "No reason given"),
    pgettext_lazy("day plan", "Dropped"),
    pgettext_lazy("day plan", "Open"),
    pgettext_lazy("day plan", "Closed"),
    pgettext_lazy("day plan", "Closed by"),
)


def views(
    request: HttpRequest, *, rows: "DayPlanQuerySet", saved: "SavedViewQuerySet", today: date
) -> list[dict[str, Any]]:
    """Return today's plans, those that somebody has to ask about, and the kept views."""
    begun = rows.begun(today)
    counts = capped_counts({SILENT: begun.without_reason(), OPEN: begun.open()})
    found = (
        (f"on={today.isoformat()}", _("Today"), "sun", None, ""),
        (f"only={SILENT}", _("Without a reason"), "message-question", counts[SILENT], "warn"),
        (f"only={CARRIED}", _("Carried over"), "calendar-plus", None, ""),
        (f"only={OPEN}", _("Not closed"), "calendar-time", counts[OPEN], ""),
        (f"only={EVER}", _("All days"), "list", None, ""),
    )
    standing = [
        view(request, query=query, label=str(label), icon=icon, count=count, tone=tone)
        for query, label, icon, count, tone in found
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


def counts_of(plan: DayPlan) -> dict[str, int]:
    """Return how many jobs of a plan stand how; the row was fetched with them."""
    counted = {state.value: int(getattr(plan, f"n_{state.value}", 0)) for state in DayState}
    return counted | {"silent": int(getattr(plan, "n_silent", 0))}


def row(plan: DayPlan, *, at: datetime) -> dict[str, Any]:
    """Return one engineer's day as the list shows it."""
    today = local_day(at)
    return {
        "plan": plan,
        "day": short_day(plan.on, today),
        "served_by": plan.dealer.name if plan.dealer else _("Headquarters"),
        "window": window_of(plan, at=at) if plan.on == today and plan.closed_at is None else None,
        **closed_words(plan, today=today),
        **counts_of(plan),
    }


def closed_words(plan: DayPlan, *, today: date) -> dict[str, str]:
    """Say whether a day is closed, when and by whom; late is said as such."""
    if plan.closed_at is None:
        return {"closed": _("not closed"), "tone": "o"}
    if plan.closed_by is None:
        return {"closed": _("closed by the system"), "tone": "warn"}
    when = short_moment(plan.closed_at, today)
    if plan.closed_at > hours_of_day(plan)[1]:
        return {"closed": _("late, %(when)s") % {"when": when}, "tone": "warn"}
    return {"closed": when, "tone": "good"}


def export_rows(rows: "DayPlanQuerySet") -> Iterator[list[object]]:
    """Yield the days as rows of a file; counts are numbers."""
    for plan in rows.iterator(chunk_size=1000):
        n = counts_of(plan)
        yield [
            plan.on,
            plan.staff.name,
            str(plan.dealer or ""),
            n["done"],
            n["carried_over"],
            n["silent"],
            n["dropped"],
            n["planned"],
            plan.closed_at,
            str(plan.closed_by or ""),
        ]
