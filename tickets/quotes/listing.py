"""What the list of quotes shows: views with capped counts, rows, its columns as a file (C4)."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from records.listing import capped_counts, view, with_own_views
from records.wording import short_day
from regulation.calendars import local_day
from tickets.models import Quote
from tickets.quotes.filters import EVER, SOON
from tickets.quotes.page import TONES
from tickets.quotes.states import QuoteStatus

if TYPE_CHECKING:
    from dealers.models import User
    from records.querysets import SavedViewQuerySet
    from tickets.quotes.querysets import QuoteQuerySet

PAGE: Final = "quotes:list"
SORTS: Final = {"total": gettext_lazy("Total, yuan"), "until": gettext_lazy("Valid until")}
ICONS: Final = {
    QuoteStatus.SENT: "send",
    QuoteStatus.DRAFTED: "pencil",
    QuoteStatus.AGREED: "circle-check",
    QuoteStatus.DECLINED: "circle-x",
    QuoteStatus.LAPSED: "clock-off",
    QuoteStatus.WITHDRAWN: "receipt-off",
}
COUNTED: Final = (QuoteStatus.SENT, QuoteStatus.DRAFTED)
EXPORTED: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Ticket"),
    gettext_lazy("Status"),
    gettext_lazy("Customer"),
    gettext_lazy("Model"),
    gettext_lazy("Serial no."),
    gettext_lazy("Dealer"),
    gettext_lazy("Total, yuan"),
    pgettext_lazy("quote", "Sent"),
    gettext_lazy("Valid until"),
    gettext_lazy("Decided"),
    gettext_lazy("How they answered"),
    gettext_lazy("Who said so"),
    gettext_lazy("Reason"),
)


def views(
    request: HttpRequest, *, actor: "User", rows: "QuoteQuerySet", saved: "SavedViewQuerySet", today: date
) -> list[dict[str, Any]]:
    """Return what everybody looks at first, what is unanswered at its head, and the kept views."""
    counts = capped_counts(
        {SOON: rows.ending(today)} | {status.value: rows.filter(status=status) for status in COUNTED}
    )
    standing = [
        view(
            request,
            query=f"only={SOON}",
            label=_("Ends soon, unanswered"),
            icon="alert-triangle",
            count=counts[SOON],
            tone="warn",
        ),
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
        view(request, query=f"only={EVER}", label=_("All quotes"), icon="list"),
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


def row(quote: Quote, *, today: date) -> dict[str, Any]:
    """Return one quote as the list shows it."""
    ticket = quote.ticket
    window = {
        "opens": quote.sent_at and local_day(quote.sent_at),
        "closes": quote.valid_until,
        "now": today,
        "name": _("Quote"),
    }
    return {
        "quote": quote,
        "customer": str(ticket.customer or ticket.contact_name or ticket.place_text),
        "machine": ticket.product.code if ticket.product else ticket.product_text,
        "status": quote.get_status_display(),
        "tone": TONES[quote.status],
        "window": window if quote.status == QuoteStatus.SENT else None,
        "until": short_day(quote.valid_until, today) if quote.valid_until else "",
        "served_by": ticket.dealer.name if ticket.dealer else _("Headquarters"),
    }


def export_rows(rows: "QuoteQuerySet") -> Iterator[list[object]]:
    """Yield quotes as rows of a file; sums are numbers."""
    for quote in rows.iterator(chunk_size=1000):
        ticket = quote.ticket
        yield [
            quote.number,
            ticket.number,
            quote.get_status_display(),
            str(ticket.customer or ticket.contact_name),
            ticket.product.code if ticket.product else ticket.product_text,
            ticket.serial_number,
            str(ticket.dealer or ""),
            quote.total,
            quote.sent_at,
            quote.valid_until,
            quote.decided_at,
            quote.get_answered_display(),
            quote.said_by,
            quote.declined_reason or quote.reason,
        ]
