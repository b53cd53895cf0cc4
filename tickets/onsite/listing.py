"""What the list of service records shows: views with capped counts, rows, its columns as a file (D8)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from records.listing import capped_counts, view, with_own_views
from records.wording import short_moment
from regulation.calendars import local_day
from tickets.models import ServiceRecord
from tickets.onsite.filters import EVER, OVERDUE, OWED
from tickets.onsite.page import TONES
from tickets.onsite.states import RecordStatus

if TYPE_CHECKING:
    from records.querysets import SavedViewQuerySet
    from tickets.onsite.querysets import ServiceRecordQuerySet

PAGE: Final = "onsite:list"
S = RecordStatus
SORTS: Final = {
    "done": pgettext_lazy("service record", "Done"),
    "back": gettext_lazy("Back by"),
    "total": gettext_lazy("To pay, yuan"),
}
ICONS: Final = {
    S.RETURNED: "arrow-back-up",
    S.ABNORMAL: "alert-triangle",
    S.INVALID: "circle-x",
    S.PASSED: "circle-check",
}
COUNTED: Final = (S.RETURNED, S.ABNORMAL)
EXPORTED: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Ticket"),
    gettext_lazy("Status"),
    gettext_lazy("Customer"),
    gettext_lazy("Model"),
    gettext_lazy("Serial no."),
    gettext_lazy("Dealer"),
    gettext_lazy("Engineer"),
    pgettext_lazy("service record", "Begun"),
    pgettext_lazy("service record", "Done"),
    gettext_lazy("Result"),
    gettext_lazy("Minutes worked"),
    gettext_lazy("To pay, yuan"),
    gettext_lazy("Back by"),
    gettext_lazy("Asked after"),
    gettext_lazy("Audited"),
    gettext_lazy("Reason"),
)


def views(
    request: HttpRequest, *, rows: "ServiceRecordQuerySet", saved: "SavedViewQuerySet", today: date
) -> list[dict[str, Any]]:
    """Return what everybody looks at first, what is to be judged at its head, and the kept views."""
    counts = capped_counts(
        {S.SIGNED.value: rows.to_audit(), OVERDUE: rows.overdue(today)}
        | {status.value: rows.filter(status=status) for status in COUNTED}
    )
    standing = [
        view(
            request,
            query=f"status={S.SIGNED.value}",
            label=_("To be audited"),
            icon="clipboard-check",
            count=counts[S.SIGNED.value],
        ),
        view(
            request,
            query=f"only={OVERDUE}",
            label=_("Not back in time"),
            icon="clock-exclamation",
            count=counts[OVERDUE],
            tone="bad",
        ),
        view(request, query=f"only={OWED}", label=_("Not back yet"), icon="pencil"),
        *(
            view(
                request,
                query=f"status={status.value}",
                label=str(status.label),
                icon=icon,
                count=counts.get(status.value),
            )
            for status, icon in ICONS.items()
        ),
        view(request, query=f"only={EVER}", label=_("All records"), icon="list"),
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


def row(record: ServiceRecord, *, today: date) -> dict[str, Any]:
    """Return one record as the list shows it."""
    ticket = record.ticket
    window = {
        "opens": local_day(record.began_at),
        "closes": record.back_by,
        "now": today,
        "name": _("Service record"),
    }
    return {
        "record": record,
        "customer": str(ticket.customer or ticket.contact_name or ticket.place_text),
        "machine": ticket.product.code if ticket.product else ticket.product_text,
        "status": record.get_status_display(),
        "tone": TONES[record.status],
        "window": window if record.is_owed else None,
        "done": short_moment(record.recorded_at, today) if record.recorded_at else "",
        "served_by": record.dealer.name if record.dealer else _("Headquarters"),
    }


def export_rows(rows: "ServiceRecordQuerySet") -> Iterator[list[object]]:
    """Yield records as rows of a file; sums are numbers."""
    for record in rows.iterator(chunk_size=1000):
        ticket = record.ticket
        yield [
            record.number,
            ticket.number,
            record.get_status_display(),
            str(ticket.customer or ticket.contact_name),
            ticket.product.code if ticket.product else ticket.product_text,
            ticket.serial_number,
            str(record.dealer or ""),
            record.engineer.name,
            record.began_at,
            record.recorded_at,
            record.get_result_display(),
            record.minutes_worked,
            record.total,
            record.back_by,
            record.chased_on,
            record.audited_at,
            record.audit_reason or record.unsigned_because,
        ]
