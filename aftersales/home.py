"""The home page: what is due from me, by when, each one click from being done; and how I stand (L1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dealers import due as dealers_due
from dealers import stuck_due
from dealers.accounts import due as accounts_due
from dealers.models import ServiceStaff
from dealers.roles import Right
from equipment import due as equipment_due
from parts import due as parts_due
from records.wording import capped, short_day
from regulation import due as regulation_due
from regulation.calendars import local_day
from regulation.services import load_editions
from reports.choices import Span
from reports.daily import due as daily_due
from reports.periods import first_of, period_of
from reports.satisfaction import figures_of
from tickets import due as tickets_due
from tickets.days import due as days_due
from tickets.listing import row as ticket_row
from tickets.models import Ticket
from tickets.onsite import due as records_due
from tickets.quotes import due as quotes_due
from tickets.referrals import due as referrals_due
from visits import due as visits_due
from visits.models import Visit
from visits.scale import Scale

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from dealers.models import User
    from records.due import DueItem


class List(NamedTuple):
    """Where all lines of a source stand whose home shows only the first."""

    url_name: str
    query: str
    button: "StrPromise"


SOURCES: Final = (
    tickets_due,
    days_due,
    daily_due,
    quotes_due,
    records_due,
    referrals_due,
    visits_due,
    equipment_due,
    dealers_due,
    parts_due,
    accounts_due,
    stuck_due,
    regulation_due,
)
LISTS: Final = {
    tickets_due.__name__: List("tickets:list", "only=due", gettext_lazy("Open queue")),
    equipment_due.__name__: List("equipment:units", "installed=no&sort=planned", gettext_lazy("Open list")),
}
OVERDUE, TODAY, WAITING, THIS_WEEK, LATER = "overdue", "today", "waiting", "this week", "later"
GROUPS: Final = {
    OVERDUE: (pgettext_lazy("queue", "Overdue"), "bad"),
    TODAY: (gettext_lazy("Due today"), "warn"),
    WAITING: (pgettext_lazy("home", "Waiting for a step"), ""),
    THIS_WEEK: (gettext_lazy("Due this week"), ""),
    LATER: (gettext_lazy("Later"), ""),
}
MOST_ACTIONS: Final = 4
RECENT: Final = 5

R = Right
# right, address, icon, what, in other words; the first that the person may do is drawn filled
ACTIONS: Final = (
    (
        R.CALL_CUSTOMERS,
        "visits:desk",
        "phone-outgoing",
        gettext_lazy("Call customers"),
        gettext_lazy("Calls that are open"),
    ),
    (R.REPAIR, "tickets:jobs", "tool", gettext_lazy("My jobs"), gettext_lazy("Tickets and service records")),
    (
        R.OPEN_TICKETS,
        "tickets:new",
        "tool",
        gettext_lazy("New ticket"),
        gettext_lazy("Repair, question, complaint"),
    ),
    (
        R.ADVISE,
        "referrals:list",
        "arrow-up-right",
        gettext_lazy("Hard cases"),
        gettext_lazy("What dealers ask"),
    ),
    (R.DISPATCH, "tickets:list", "send", gettext_lazy("Dispatch"), gettext_lazy("New and refused tickets")),
    (
        R.REGISTER_EQUIPMENT,
        "equipment:register",
        "backhoe",
        gettext_lazy("Register unit"),
        gettext_lazy("Eight fields"),
    ),
    (
        R.CONFIRM_DAYS,
        "daily:list",
        "clipboard-text",
        gettext_lazy("Daily reports"),
        gettext_lazy("Check, confirm"),
    ),
    (
        R.SEE_REPORTS,
        "reports:satisfaction",
        "chart-dots",
        gettext_lazy("Satisfaction"),
        gettext_lazy("Score, trend, calls"),
    ),
    (
        R.KEEP_STOCK,
        "parts:list",
        "package",
        gettext_lazy("Stock of parts"),
        gettext_lazy("What is where, send, receive"),
    ),
    (
        R.SEE_ACCOUNTS,
        "accounts:list",
        "wallet",
        gettext_lazy("Accounts of dealers"),
        gettext_lazy("Balances, entries and why"),
    ),
    (
        R.ADMINISTER,
        "admin:index",
        "settings",
        gettext_lazy("Administration"),
        gettext_lazy("Users, reference data"),
    ),
    (
        R.DRAFT_REGULATION,
        "regulation:versions",
        "section-sign",
        gettext_lazy("Regulation"),
        gettext_lazy("Versions, drafts"),
    ),
    (
        R.IMPORT_HISTORY,
        "records:imports",
        "file-import",
        gettext_lazy("Import file"),
        gettext_lazy("Units or history"),
    ),
    (
        R.SERVE_AS_DESK,
        "dealers:list",
        "certificate",
        gettext_lazy("My people"),
        gettext_lazy("Filed and confirmed"),
    ),
    (
        R.SEE_REGULATION,
        "regulation:current",
        "section-sign",
        gettext_lazy("Regulation"),
        gettext_lazy("What holds today"),
    ),
)


def actions(actor: "User") -> list[dict[str, Any]]:
    """Return the commonest acts of the person's roles, at most four, no address twice."""
    offered: dict[str, dict[str, Any]] = {}
    for right, name, icon, title, detail in ACTIONS:
        if actor.may(right) and str(title) not in {one["title"] for one in offered.values()}:
            offered.setdefault(
                name, {"url": reverse(name), "icon": icon, "title": str(title), "detail": detail}
            )
    return list(offered.values())[:MOST_ACTIONS]


def due_groups(actor: "User", at: datetime) -> list[dict[str, Any]]:
    """Return what waits for the person in groups: overdue, today, without a day, this week, later."""
    today = local_day(at)
    week_ends = today + timedelta(days=6 - today.weekday())
    found: dict[str, list[DueItem]] = {name: [] for name in GROUPS}
    for item in sorted(_items(actor, at), key=lambda item: _day(item.due)):
        found[_group_of(item, at, week_ends=week_ends)].append(item)
    listed = [(name, rows) for name, rows in found.items() if rows]
    first = listed[0][1][0] if listed else None
    return [
        {
            "name": str(GROUPS[name][0]),
            "tone": GROUPS[name][1],
            "count": sum(item.count for item in rows),
            "rows": [_row(item, at, is_first=item is first) for item in rows],
        }
        for name, rows in listed
    ]


def summary(groups: list[dict[str, Any]]) -> str:
    """Say in one sentence how much waits."""
    said = [f"{group['name']} {capped(group['count'])}" for group in groups]
    return _(", ").join(said)


def _items(actor: "User", at: datetime) -> Iterator["DueItem"]:
    """Yield every source's lines; where a source lists only its first, one more line leads to the rest."""
    for source in SOURCES:
        lists = LISTS.get(source.__name__)
        items = source.items(actor, at)
        if lists is None or not items:
            yield from items
            continue
        url = f"{reverse(lists.url_name)}?{lists.query}"
        shown = [item for item in items if item.url != url]  # what a source says of its own rest, uncounted
        yield from shown
        left = source.badge(actor, at) - sum(item.count for item in shown)
        if left > 0:
            yield _rest(shown[-1], left, url=url, button=str(lists.button))


def _rest(last: "DueItem", left: int, *, url: str, button: str) -> "DueItem":
    """Return the line that stands for those after the last one shown."""
    return replace(
        last,
        title=ngettext("%(n)s more", "%(n)s more", left) % {"n": capped(left)},
        detail="",
        url=url,
        button=button,
        opens=None,
        tone="",
        count=left,
    )


def _group_of(item: "DueItem", at: datetime, *, week_ends: date) -> str:
    """Name the group of a line: a moment without a window is since when it waits, not until when."""
    if isinstance(item.due, datetime) and item.opens is None:
        return WAITING
    today, day = local_day(at), _day(item.due)
    if day < today or (isinstance(item.due, datetime) and item.due < at):
        return OVERDUE
    if day == today:
        return TODAY
    return THIS_WEEK if day <= week_ends else LATER


def _day(moment: date | datetime) -> date:
    return local_day(moment) if isinstance(moment, datetime) else moment


def _row(item: "DueItem", at: datetime, *, is_first: bool) -> dict[str, Any]:
    """Return a line as the component draws it: with its window where it has one."""
    row: dict[str, Any] = {
        "icon": item.icon,
        "tone": item.tone,
        "title": item.title,
        "detail": item.detail,
        "url": item.url,
        "action": item.button,
        "primary": is_first,
    }
    if item.opens is None:
        return {**row, "when": "" if item.count > 1 else _waits(item.due, at)}
    if isinstance(item.due, datetime) and isinstance(item.opens, datetime):
        return {**row, "window": {"opens": item.opens, "closes": item.due, "now": at, "tone": item.tone}}
    ends = {"opens": _day(item.opens), "closes": _day(item.due), "now": local_day(at)}
    return {**row, "window": ends | {"tone": item.tone}}


def _waits(due: date | datetime, at: datetime) -> str:
    """Say since when something waits, or until which day, where it has no window of its own."""
    today, day = local_day(at), _day(due)
    if not isinstance(due, datetime):
        return _("by %(day)s") % {"day": short_day(day, today)} if day > today else ""
    days = (today - day).days
    if days <= 0:
        return _("since today") if due < at else ""
    return ngettext("waiting %(n)s day", "waiting %(n)s days", days) % {"n": days}


# ── how I stand: the right pane of a dealer's home ──


def recent_tickets(actor: "User", at: datetime) -> list[dict[str, Any]]:
    """Return the dealer's latest tickets, whoever's turn it is."""
    if actor.is_head_office or not actor.may(Right.SERVE_AS_DESK):
        return []
    rows = Ticket.objects.visible_to(actor).with_names().order_by("-opened_at", "-pk")
    return [ticket_row(ticket, at=at) for ticket in rows[:RECENT]]


def satisfaction(actor: "User", at: datetime) -> dict[str, Any] | None:
    """Return how the dealer's customers rated it, this month or, before the first answer, the last."""
    if actor.is_head_office or not actor.may(Right.SEE_REPORTS):
        return None
    today = local_day(at)
    scale, visits = Scale(load_editions()), Visit.objects.visible_to(actor)
    for month in (first_of(today), first_of(first_of(today) - timedelta(days=1))):
        figures = figures_of(visits, period=period_of(Span.MONTH, month), scale=scale)
        if figures.answers:
            return {
                "score": figures.score,
                "answers": figures.answers,
                "month": month,
                "target": scale.rules(month, today=today).target,
            }
    return {"score": None, "answers": 0, "month": first_of(today), "target": None}


def people(actor: "User") -> dict[str, int] | None:
    """Return how many of the dealer's service people are confirmed, filed and returned (B1)."""
    if actor.is_head_office or not actor.may(Right.SERVE_AS_DESK):
        return None
    counted = ServiceStaff.objects.visible_to(actor).counted_by_filing()
    return {"confirmed": 0, "filed": 0, "returned": 0} | counted
