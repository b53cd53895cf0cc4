"""What the frame of every page shows: the rail for the person's rights, the theme, who is signed in."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aftersales.search import may_search
from dealers import due as dealers_due
from dealers import stuck_due
from dealers.accounts import due as accounts_due
from dealers.roles import Right
from equipment import due as equipment_due
from parts import due as parts_due
from records.listing import capped_counts
from records.models import OutboxMessage
from regulation import due as regulation_due
from reports.daily import due as daily_due
from tickets import due as tickets_due
from tickets.onsite import due as records_due
from tickets.quotes import due as quotes_due
from tickets.referrals import due as referrals_due
from visits import due as visits_due

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_htmx.middleware import HtmxDetails

    from dealers.models import User

MOST_COUNTED: Final = 99
HOME: Final = "/"
BESIDE: Final = {
    "/equipment/": "/maintenance/",
    "/tickets/": "/day-plans/",
}  # lists that stand with the entry of another address
BELL: Final = "notices:list"
type_badge = Callable[["User", datetime], "int | QuerySet[Any, Any]"]


class Entry(NamedTuple):
    """One place of the rail: shown to those who hold one of its rights; the first of an address wins.

    Its badge is what waits there for the person: rows to be counted, or a number.
    """

    url_name: str
    prefix: str
    icon: str
    label: str | Promise
    rights: tuple[Right, ...]
    badge: type_badge | None = None


R = Right
ENTRIES: Final = (
    Entry("home", HOME, "sun", _("Today"), ()),
    Entry(
        "tickets:list",
        "/tickets/",
        "ticket",
        _("Tickets"),
        (R.OPEN_TICKETS, R.DISPATCH, R.SEE_REPORTS),
        tickets_due.waiting,
    ),
    Entry(
        "tickets:jobs", "/tickets/", "tool", pgettext_lazy("rail", "Jobs"), (R.REPAIR,), tickets_due.waiting
    ),
    Entry("tickets:list", "/tickets/", "ticket", _("Tickets"), (R.SEE_TICKETS,), tickets_due.waiting),
    Entry(
        "quotes:list",
        "/quotes/",
        "receipt",
        pgettext_lazy("rail", "Quotes"),
        (R.WATCH_QUOTES,),
        quotes_due.waiting,
    ),
    Entry(
        "onsite:list",
        "/records/",
        "clipboard-check",
        pgettext_lazy("rail", "Records"),
        (R.AUDIT_RECORDS,),
        records_due.waiting,
    ),
    Entry(
        "referrals:list",
        "/referrals/",
        "arrow-up-right",
        pgettext_lazy("rail", "Hard cases"),
        (R.ADVISE, R.DISPATCH, R.SERVE_AS_DESK),
        referrals_due.waiting,
    ),
    Entry("visits:desk", "/calls/", "phone-outgoing", _("Calls"), (R.CALL_CUSTOMERS,), visits_due.waiting),
    Entry("visits:list", "/calls/", "phone-outgoing", _("Calls"), (R.SEE_VISITS,)),
    Entry("equipment:units", "/equipment/", "backhoe", _("Units"), (R.SEE_EQUIPMENT,), equipment_due.waiting),
    Entry("parts:van", "/parts/", "package", pgettext_lazy("rail", "Parts"), (R.REPAIR,)),
    Entry(
        "parts:list", "/parts/", "package", pgettext_lazy("rail", "Parts"), (R.SEE_STOCK,), parts_due.waiting
    ),
    Entry(
        "dealers:list",
        "/network/",
        "affiliate",
        _("Network"),
        (R.DISPATCH, R.ADMINISTER, R.SERVE_AS_DESK, R.SEE_REPORTS),
        dealers_due.waiting,
    ),
    Entry(
        "accounts:list",
        "/dealer-accounts/",
        "wallet",
        pgettext_lazy("rail", "Accounts"),
        (R.SEE_ACCOUNTS,),
        accounts_due.waiting,
    ),
    Entry(
        "daily:list",
        "/reports/",
        "clipboard-text",
        pgettext_lazy("rail", "Reports"),
        (R.CONFIRM_DAYS,),
        daily_due.waiting,
    ),
    Entry(
        "reports:satisfaction",
        "/reports/",
        "chart-dots",
        pgettext_lazy("rail", "Reports"),
        (R.SEE_REPORTS,),
    ),
    Entry(
        "regulation:current",
        "/regulation/",
        "section-sign",
        pgettext_lazy("rail", "Rules"),
        (R.SEE_REGULATION,),
        regulation_due.badge,
    ),
    Entry(
        "messages:list",
        "/messages/",
        "mail",
        pgettext_lazy("rail", "Messages"),
        (R.TEND_MESSAGES,),
        stuck_due.waiting,
    ),
    Entry("admin:index", "/admin/", "settings", pgettext_lazy("rail", "Admin"), (R.ADMINISTER,)),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates the frame; nothing is counted for parts of pages, for strangers and for the admin."""
    frame: dict[str, Any] = {"theme": request.COOKIES.get("theme", "auto")}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frame
    is_whole = not _is_part(request) and not request.path.startswith("/admin/")
    return {
        **frame,
        "error_frame": "base.html",
        **(counted(user, request.path) if is_whole else {"rail": []}),
        "rail_url": reverse("badges"),
        "search_url": reverse("search") if may_search(user) else "",
        "person": {"name": str(user), "role": user.role_names, "url": reverse("account")},
        "may_share_views": user.may_share_views,
    }


def _is_part(request: HttpRequest) -> bool:
    htmx = cast("HtmxDetails | None", getattr(request, "htmx", None))
    return bool(htmx) and not (htmx and htmx.boosted)


def counted(user: "User", path: str) -> dict[str, Any]:
    """Return the rail's entries that the person may open, each with what is due there, and the bell."""
    entries: dict[str, Entry] = {}
    for entry in ENTRIES:
        if _is_open(entry, user):
            entries.setdefault(entry.prefix, entry)
    counts = _counts(user, entries.values())
    places = [
        {
            "url": reverse(entry.url_name),
            "icon": entry.icon,
            "label": entry.label,
            "count": _capped(counts.get(prefix, 0)),
            "current": _is_current(prefix, path),
        }
        for prefix, entry in entries.items()
    ]
    return {"rail": places, "bell": {"url": reverse(BELL), "count": _capped(counts[BELL])}}


def _is_current(prefix: str, path: str) -> bool:
    if prefix == HOME:
        return path == HOME
    return path.startswith((prefix, BESIDE.get(prefix, prefix)))


def _counts(user: "User", entries: "Iterable[Entry]") -> dict[str, int]:
    """Count what is due at each entry and what is new; all that are rows in one statement."""
    at = timezone.now()
    found = {entry.prefix: entry.badge(user, at) for entry in entries if entry.badge}
    numbers = {prefix: due for prefix, due in found.items() if isinstance(due, int)}
    rows = {prefix: due for prefix, due in found.items() if not isinstance(due, int)}
    rows[BELL] = OutboxMessage.objects.known_to(user).unread().values("pk")
    return numbers | capped_counts(rows)


def _is_open(entry: Entry, user: "User") -> bool:
    if entry.url_name == "admin:index" and not user.is_staff:
        return False
    return not entry.rights or any(user.may(right) for right in entry.rights)


def _capped(count: int) -> str:
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")
