"""What the list of messages shows: its views, its rows, its columns as a file (D20)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from dealers.filters import EVERY
from dealers.roles import Right
from records import letters
from records.listing import capped_counts, view, with_own_views
from records.states import MessageStatus
from records.wording import local_date, short_moment

if TYPE_CHECKING:
    from dealers.models import User
    from records.models import OutboxMessage
    from records.querysets import OutboxMessageQuerySet, SavedViewQuerySet

PAGE: Final = "messages:list"
ORDERING: Final = ("-created_at", "-pk")
# what a number begins with: who may open its page, and whose page it is; all else is a unit's serial number
PAGES: Final = {
    "T-": (Right.SEE_TICKETS, "tickets"),
    "S-": (Right.SEE_TICKETS, "onsite"),
    "AE": (Right.SEE_ACCOUNTS, "accounts"),
    "D-": (Right.SEE_REPORTS, "daily"),
}
OPEN: Final = (MessageStatus.PARKED, MessageStatus.WAITING)
# each state: its tone and its sign
STATES: Final = {
    MessageStatus.PARKED: ("bad", "mail-exclamation"),
    MessageStatus.WAITING: ("warn", "clock"),
    MessageStatus.SENT: ("good", "check"),
    MessageStatus.DROPPED: ("", "ban"),
    MessageStatus.SKIPPED: ("", "bell-off"),
}
EXPORTED: Final = (
    gettext_lazy("About"),
    gettext_lazy("Message"),
    gettext_lazy("Way"),
    gettext_lazy("Recipient"),
    gettext_lazy("State"),
    gettext_lazy("Created"),
    pgettext_lazy("column of messages", "Sent"),
    pgettext_lazy("message", "Attempts"),
    gettext_lazy("What went wrong"),
)


def views(
    request: HttpRequest, *, actor: "User", rows: "OutboxMessageQuerySet", saved: "SavedViewQuerySet"
) -> list[dict[str, Any]]:
    """Return a view of each state, those that wait for somebody with live counts, and the person's own."""
    counts = capped_counts({status: rows.filter(status=status) for status in OPEN})
    states = [
        view(
            request,
            query=f"status={status.value}",
            label=str(status.label),
            icon=icon,
            count=counts.get(status),
        )
        for status, (_tone, icon) in STATES.items()
    ]
    whole = view(request, query=f"status={EVERY}", label=pgettext("messages", "All"), icon="list")
    standing = [{"label": _("State of messages"), "views": [*states, whole]}]
    return with_own_views(request, standing, saved=saved, page=PAGE)


def row(message: "OutboxMessage", *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return one message as the list shows it: neither its text nor its whole recipient."""
    status, today = MessageStatus(message.status), local_date(at)
    return {
        "message": message,
        "url": _page_of(message.about, actor),
        "what": letters.label_of(message.template) if message.template else "",
        "status": status.label,
        "tone": STATES[status][0],
        "created": short_moment(message.created_at, today),
        "next": short_moment(message.next_try_at, today) if status is MessageStatus.WAITING else "",
        "fault": message.fault,
        "may_retry": status is MessageStatus.PARKED,
        "may_drop": status in OPEN,
    }


def _page_of(about: str, actor: "User") -> str:
    """Return the page of what a message is about, to whom such pages are open."""
    right, name = PAGES.get(about[:2], (Right.SEE_EQUIPMENT, "equipment"))
    return reverse(f"{name}:detail", args=[about]) if about and actor.may(right) else ""


def export_header() -> list[str]:
    return [str(name) for name in EXPORTED]


def export_rows(rows: "OutboxMessageQuerySet") -> Iterator[list[object]]:
    """Yield messages as rows of a file; recipients stay masked, texts stay sealed (C10)."""
    found: Iterable[OutboxMessage] = rows.iterator(chunk_size=1000)
    for message in found:
        yield [
            message.about,
            letters.label_of(message.template) if message.template else "",
            message.get_channel_display(),
            message.masked_to,
            message.get_status_display(),
            message.created_at,
            message.sent_at,
            message.attempts,
            message.fault,
        ]
