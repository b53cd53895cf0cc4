"""What the list of referrals shows: views with capped counts, rows, its columns as a file (D9)."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.listing import capped_counts, view, with_own_views
from records.wording import short_moment
from regulation.calendars import local_day
from tickets.models import Referral
from tickets.referrals.clock import clock_of
from tickets.referrals.filters import EVER, OVERDUE
from tickets.referrals.page import TONES
from tickets.referrals.states import ReferralStatus

if TYPE_CHECKING:
    from dealers.models import User
    from records.querysets import SavedViewQuerySet
    from tickets.referrals.querysets import ReferralQuerySet

PAGE: Final = "referrals:list"
SORTS: Final = {"due": gettext_lazy("Answer due")}
ICONS: Final = {
    ReferralStatus.REFERRED: "arrow-up-right",
    ReferralStatus.DRAFTED: "pencil",
    ReferralStatus.ANSWERED: "circle-check",
    ReferralStatus.ENDED: "circle-off",
}
COUNTED: Final = (ReferralStatus.REFERRED, ReferralStatus.DRAFTED)
EXPORTED: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Ticket"),
    gettext_lazy("Status"),
    gettext_lazy("Dealer"),
    gettext_lazy("Model"),
    gettext_lazy("Serial no."),
    gettext_lazy("What headquarters is asked"),
    gettext_lazy("Help wanted"),
    gettext_lazy("Referred"),
    gettext_lazy("Answer due"),
    gettext_lazy("Answered"),
    gettext_lazy("Help given"),
    gettext_lazy("Days on site"),
)


def views(
    request: HttpRequest,
    *,
    actor: "User",
    rows: "ReferralQuerySet",
    saved: "SavedViewQuerySet",
    at: datetime,
) -> list[dict[str, Any]]:
    """Return what everybody looks at first, what is overdue at its head, and the kept views."""
    counts = capped_counts(
        {OVERDUE: rows.overdue(at)} | {status.value: rows.filter(status=status) for status in COUNTED}
    )
    standing = [
        view(
            request,
            query=f"only={OVERDUE}",
            label=_("Answer overdue"),
            icon="alert-triangle",
            count=counts[OVERDUE],
            tone="bad",
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
        view(request, query=f"only={EVER}", label=_("All referrals"), icon="list"),
    ]
    return with_own_views(request, [{"label": "", "views": standing}], saved=saved, page=PAGE)


def row(referral: Referral, *, at: datetime) -> dict[str, Any]:
    """Return one referral as the list shows it."""
    ticket, today, clock = referral.ticket, local_day(at), clock_of(referral, at=at)
    is_running = referral.status == ReferralStatus.REFERRED and clock is not None
    return {
        "referral": referral,
        "machine": ticket.product.code if ticket.product else ticket.product_text,
        "status": referral.get_status_display(),
        "tone": TONES[referral.status],
        "window": clock.window() if is_running and clock else None,
        "says": clock.says() if clock else "",
        "says_tone": clock.tone() if clock else "",
        "due": short_moment(referral.due_at, today) if referral.due_at else "",
        "served_by": ticket.dealer.name if ticket.dealer else _("Headquarters"),
    }


def export_rows(rows: "ReferralQuerySet") -> Iterator[list[object]]:
    """Yield referrals as rows of a file."""
    for referral in rows.iterator(chunk_size=1000):
        ticket = referral.ticket
        yield [
            referral.number,
            ticket.number,
            referral.get_status_display(),
            str(ticket.dealer or ""),
            ticket.product.code if ticket.product else ticket.product_text,
            ticket.serial_number,
            referral.question,
            referral.get_wanted_display(),
            referral.referred_at,
            referral.due_at,
            referral.answered_at,
            referral.get_given_display(),
            referral.days,
        ]
