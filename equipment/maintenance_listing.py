"""What the list of maintenance shows: views with capped counts, rows, its columns as a file (C5)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.maintenance_filters import DONE
from equipment.maintenance_page import window
from equipment.maintenance_rules import State
from equipment.maintenance_words import STATES, terms_words
from equipment.warranty_words import hours_words
from records.listing import capped_counts, view, with_own_views
from records.wording import short_day

if TYPE_CHECKING:
    from equipment.models import Maintenance, MaintenanceDone
    from equipment.querysets import MaintenanceQuerySet
    from records.querysets import SavedViewQuerySet

PAGE: Final = "maintenance:list"
SORTS: Final = {"due": gettext_lazy("Due")}
ICONS: Final = {
    State.OVERDUE: "alert-triangle",
    State.DUE: "calendar-due",
    State.OPEN: "tool",
    State.NOT_YET: "clock",
}
EXPORTED: Final = (
    gettext_lazy("Serial no."),
    gettext_lazy("Model"),
    gettext_lazy("Customer company"),
    gettext_lazy("Dealer"),
    gettext_lazy("Maintenance"),
    gettext_lazy("Plan"),
    gettext_lazy("Status"),
    gettext_lazy("Possible from"),
    gettext_lazy("Due"),
    gettext_lazy("To be done by"),
    gettext_lazy("Due at operating hours"),
    gettext_lazy("Done on"),
    gettext_lazy("How it is known"),
)


def views(
    request: HttpRequest, *, rows: "MaintenanceQuerySet", saved: "SavedViewQuerySet", today: date
) -> list[dict[str, Any]]:
    """Return how maintenance stands, what is overdue at the head, what was done at the end; kept views."""
    counts = capped_counts({state.value: rows.standing(state, on=today) for state in ICONS})
    standing = [
        view(
            request,
            query=f"state={state.value}",
            label=str(STATES[state][0]),
            icon=icon,
            count=counts[state.value],
            tone="bad" if state is State.OVERDUE and counts[state.value] else "",
        )
        for state, icon in ICONS.items()
    ]
    done = view(request, query=f"state={DONE}", label=_("Done"), icon="circle-check")
    return with_own_views(request, [{"label": "", "views": [*standing, done]}], saved=saved, page=PAGE)


def row(line: "Maintenance", *, today: date) -> dict[str, Any]:
    """Return one maintenance that is to come as the list shows it."""
    word, tone = STATES[line.state(today)]
    return {
        "line": line,
        "unit": line.equipment,
        "terms": terms_words(line),
        "state": word,
        "tone": tone,
        "window": window(line.opens_on, line.due_on, line.closes_on, today=today),
        "due": short_day(line.due_on, today) if line.due_on else "",
        "limit": hours_words(line.hours_limit) if line.hours_limit else "",
    }


def done_row(done: "MaintenanceDone", *, today: date) -> dict[str, Any]:
    """Return one maintenance that was done as the list shows it; its ticket is for who serves it."""
    line = done.maintenance
    return {
        "line": line,
        "unit": line.equipment,
        "terms": done.note or _("by a ticket"),
        "state": _("Done"),
        "tone": "good",
        "window": None,
        "due": short_day(done.done_on, today),
        "limit": "",
    }


def export_rows(rows: "MaintenanceQuerySet", *, today: date) -> Iterator[list[object]]:
    """Yield what is to come as rows of a file."""
    for line in rows.iterator(chunk_size=1000):
        state = str(STATES[line.state(today)][0])
        days = [line.opens_on, line.due_on, line.closes_on, line.hours_limit, None, ""]
        yield [*_of(line), state, *days]


def export_done(rows: Any) -> Iterator[list[object]]:  # noqa: ANN401 (a queryset of what was done)
    """Yield what was done as rows of the same file."""
    for done in rows.iterator(chunk_size=1000):
        how = done.note or _("by a ticket")
        yield [*_of(done.maintenance), _("Done"), None, None, None, None, done.done_on, how]


def _of(line: "Maintenance") -> list[object]:
    unit = line.equipment
    known = (unit.serial_number, unit.product.code, unit.customer, unit.dealer, line, terms_words(line))
    return [str(one) for one in known]
