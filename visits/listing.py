"""What the list of calls shows: views with capped counts, conditions as tokens, rows, its file."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from records.wording import capped, short_day
from regulation.calendars import local_day
from regulation.parameters import Parameters
from visits import permissions, queue
from visits.models import Visit
from visits.states import VisitStatus

if TYPE_CHECKING:
    from django.forms import Field

    from dealers.models import User
    from records.querysets import SavedViewQuerySet
    from visits.filters import VisitFilter
    from visits.querysets import VisitQuerySet

PAGE: Final = "visits:list"
PAGE_KEYS: Final = frozenset({"cursor", "limit"})
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


def page_context(
    visits: "Iterable[Visit]",
    chosen: "VisitFilter",
    *,
    actor: "User",
    query: QueryDict,
    at: datetime,
    counted: "VisitQuerySet",
    saved: "SavedViewQuerySet",
) -> dict[str, Any]:
    """Return everything the list page shows."""
    today = local_day(at)
    rules = queue.rules_of(today)
    rows = [row(visit, today, rules=rules) for visit in visits]
    says = ngettext("%(n)s call on this page", "%(n)s calls on this page", len(rows)) % {"n": len(rows)}
    return {
        "rows": rows,
        "groups": views(counted, saved, query=query, today=today),
        "tokens": tokens(chosen, query),
        "form": chosen.form,
        "says": says,
        "may_export": permissions.may_export(actor),
        "may_call": permissions.may_call(actor),
        "export_url": f"{reverse('visits:export')}{_query(_without_page(query))}",
        "today": today,
    }


def row(visit: Visit, today: date, *, rules: Parameters) -> dict[str, Any]:
    """Return one call as the list shows it."""
    return {
        "visit": visit,
        "customer": str(visit.customer or ""),
        "status": visit.get_status_display(),
        "tone": STATUS_TONES[visit.status],
        "window": _window(visit, today, rules=rules),
        "is_open": visit.is_open,
    }


def _window(visit: Visit, today: date, *, rules: Parameters) -> dict[str, Any]:
    """Return a call's window as the bar draws it; time stands still once the call has ended."""
    drawn: dict[str, Any] = {
        "opens": visit.opens_on,
        "closes": visit.closes_on,
        "now": today,
        "closing_share": rules.warn_last_share,
    }
    if visit.is_open:
        return {**drawn, "tone": "bad" if visit.closes_on == today else ""}
    ended_on = visit.ended_on or today
    if visit.status == VisitStatus.DONE:
        return {**drawn, "done": ended_on}
    return {
        **drawn,
        "now": min(ended_on, visit.closes_on),
        "tone": "hold",
        "text": short_day(ended_on, today),
    }


def views(
    rows: "VisitQuerySet", saved: "SavedViewQuerySet", *, query: QueryDict, today: date
) -> list[dict[str, Any]]:
    """Return the views everybody has, and the person's own; a count stands beside what waits for somebody."""
    month = f"{today:%Y-%m}"
    known: list[tuple[str, str, dict[str, str], VisitQuerySet | None, str]] = [
        (_("Calls so far"), "phone", {"when": "so_far"}, None, ""),
        (_("Calls ahead"), "calendar-event", {"when": "ahead"}, None, ""),
        (_("Due now"), "phone-outgoing", {"due": "true"}, rows.due(on=today), ""),
        (pgettext("queue", "Overdue"), "alert-triangle", {"overdue": "true"}, rows.overdue(on=today), "bad"),
        (
            pgettext("call", "Not reached"),
            "phone-off",
            {"status": VisitStatus.UNREACHABLE.value},
            rows.unreachable(),
            "",
        ),
        (_("Made this month"), "circle-check", {"status": "done", "month": month}, None, ""),
        (pgettext("call", "Refused"), "phone-x", {"status": VisitStatus.REFUSED.value}, None, ""),
        (_("Lapsed"), "calendar-x", {"status": VisitStatus.LAPSED.value}, None, ""),
    ]
    given = {name: value for name, value in query.items() if value and name not in PAGE_KEYS}
    standing = [
        {
            "label": label,
            "icon": icon,
            "url": f"{reverse('visits:list')}{_query(wanted)}",
            "count": None if counted is None else capped(queue.capped_count(counted)),
            "tone": tone,
            "current": given == wanted,
        }
        for label, icon, wanted, counted, tone in known
    ]
    own = [
        {
            "label": view.name,
            "icon": "bookmark",
            "url": f"{reverse('visits:list')}?{view.query}",
            "current": given == QueryDict(view.query).dict(),
        }
        for view in saved.on_page(PAGE)
    ]
    groups = [{"label": "", "views": standing}]
    return [*groups, {"label": _("Saved by me"), "views": own}] if own else groups


def tokens(chosen: "VisitFilter", query: QueryDict) -> list[dict[str, str]]:
    """Return the conditions in force, each with the address that drops it."""
    if not chosen.form.is_valid():
        return []
    found = []
    for name, bound in chosen.form.fields.items():
        value = chosen.form.cleaned_data.get(name)
        if value in {None, ""}:
            continue
        rest = {key: kept for key, kept in _without_page(query).items() if key != name} or {"when": ""}
        found.append(
            {
                "label": str(bound.label),
                "value": _value_words(bound, value),
                "remove_url": f"{reverse('visits:list')}{_query(rest)}",
            }
        )
    return found


def _value_words(field: "Field", value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    words = dict(getattr(field, "choices", [])) if isinstance(value, str) else {}
    return str(words.get(value, value))


def _without_page(query: QueryDict) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value and name not in PAGE_KEYS}


def _query(given: dict[str, str]) -> str:
    return f"?{urlencode(given)}" if given else ""


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
