"""What the list of calls shows: views with capped counts, rows, its columns as a file."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from records.listing import capped_count, view
from regulation.parameters import Parameters
from visits.filters import AHEAD, SO_FAR
from visits.models import Visit
from visits.states import VisitStatus
from visits.windows import row_window

if TYPE_CHECKING:
    from visits.querysets import VisitQuerySet

PAGE: Final = "visits:list"
SORTS: Final = {
    "number": gettext_lazy("Number"),
    "due": pgettext_lazy("call", "Due"),
}
STATUS_TONES: Final = {
    VisitStatus.PLANNED.value: "",
    VisitStatus.DONE.value: "good",
    VisitStatus.UNREACHABLE.value: "bad",
    VisitStatus.REFUSED.value: "warn",
    VisitStatus.LAPSED.value: "hold",
    VisitStatus.CANCELLED.value: "o",
}
EXPORT_HEADER: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Stage"),
    gettext_lazy("Turn"),
    gettext_lazy("Status"),
    gettext_lazy("Reason"),
    gettext_lazy("Opens"),
    pgettext_lazy("call", "Due"),
    gettext_lazy("Closes"),
    gettext_lazy("Customer"),
    gettext_lazy("Model"),
    gettext_lazy("Serial no."),
    gettext_lazy("Dealer"),
    gettext_lazy("Ticket"),
    gettext_lazy("Ended"),
    gettext_lazy("Rating"),
    gettext_lazy("Notes"),
    gettext_lazy("Ticket opened"),
)


def row(visit: Visit, today: date, *, rules: Parameters) -> dict[str, Any]:
    """Return one call as the list shows it."""
    return {
        "visit": visit,
        "customer": str(visit.customer or ""),
        "status": visit.get_status_display(),
        "tone": STATUS_TONES[visit.status],
        "window": row_window(visit, today, rules=rules),
        "is_open": visit.is_open,
    }


def views(request: HttpRequest, rows: "VisitQuerySet", *, today: date) -> list[dict[str, Any]]:
    """Return the views everybody has; a count stands beside what waits for somebody."""
    due, overdue, missed = (
        capped_count(waiting) for waiting in (rows.due(on=today), rows.overdue(on=today), rows.unreachable())
    )
    month = f"{today:%Y-%m}"
    standing = [
        view(request, query=f"when={SO_FAR}", label=_("Calls so far"), icon="phone"),
        view(request, query=f"when={AHEAD}", label=_("Calls ahead"), icon="calendar-event"),
        view(request, query="due=true", label=_("Window is open"), icon="phone-outgoing", count=due),
        view(
            request,
            query="overdue=true",
            label=pgettext("queue", "Overdue"),
            icon="alert-triangle",
            count=overdue,
            tone="bad",
        ),
        view(
            request,
            query=f"status={VisitStatus.UNREACHABLE}",
            label=pgettext("call", "Not reached"),
            icon="phone-off",
            count=missed,
        ),
        view(
            request,
            query=f"status={VisitStatus.DONE}&month={month}",
            label=_("Made this month"),
            icon="circle-check",
        ),
        view(
            request, query=f"status={VisitStatus.REFUSED}", label=pgettext("call", "Refused"), icon="phone-x"
        ),
        view(request, query=f"status={VisitStatus.LAPSED}", label=_("Lapsed"), icon="calendar-x"),
    ]
    return [{"label": "", "views": standing}]


def export_rows(visits: "VisitQuerySet") -> Iterator[list[Any]]:
    """Yield the lines of the file; phones are not in it."""
    for visit in visits.iterator(chunk_size=500):
        yield [
            visit.number,
            visit.get_rule_display(),
            visit.nth,
            visit.get_status_display(),
            visit.get_reason_display(),
            visit.opens_on,
            visit.due_on,
            visit.closes_on,
            str(visit.customer or ""),
            visit.product.code if visit.product else "",
            visit.serial_number,
            visit.dealer.name if visit.dealer else "",
            visit.ticket.number if visit.ticket else "",
            visit.ended_on,
            visit.rating,
            visit.note,
            visit.opened_ticket.number if visit.opened_ticket else "",
        ]
