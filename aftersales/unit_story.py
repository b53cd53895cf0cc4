"""A unit's whole story in one list: its tickets, its calls and its file, newest first (C2, L2, L3)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dealers.roles import Right
from equipment import unit_page
from equipment.models import EquipmentEvent
from regulation.calendars import local_day
from tickets.listing import STATUS_TONES as TICKET_TONES
from tickets.unit_history import Known, tickets_of
from visits import listing as calls
from visits.models import Visit
from visits.queue import rules_of

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import Equipment

TICKETS, CALLS, FILE = "tickets", "calls", "file"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened to the unit or is planned; without `url` it is not the person's to open."""

    of: str
    day: date
    at: datetime | None
    kind: str
    text: str
    note: str = ""
    who: str = ""
    status: str = ""
    tone: str = ""
    ref: str = ""
    url: str = ""
    stage: str = ""
    rating: int | None = None
    why_url: str = ""
    window: dict[str, Any] = field(default_factory=dict)


def story(unit: "Equipment", *, actor: "User", at: datetime, of: str = "") -> dict[str, Any]:
    """Return the lines a person may read, of one sort or of all, with how many there are of each."""
    known = {
        sort: list(read(unit, actor, at))
        for sort, (right, read) in SOURCES.items()
        if right is None or actor.may(right)
    }
    chosen = known.get(of) if of in known else [line for lines in known.values() for line in lines]
    labels = {TICKETS: _("Tickets"), CALLS: _("Calls"), FILE: pgettext("unit", "File")}
    tabs = [("", _("All"), sum(map(len, known.values())))]
    tabs += [(sort, labels[sort], len(lines)) for sort, lines in known.items()]
    return {
        "unit": unit,
        "lines": sorted(chosen or [], key=_newest_first, reverse=True),
        "tabs": [
            {"of": sort, "label": label, "count": count, "current": sort == (of if of in known else "")}
            for sort, label, count in tabs
        ],
    }


def _newest_first(line: Line) -> tuple[date, float]:
    return line.day, line.at.timestamp() if line.at else 0.0


def _tickets(unit: "Equipment", actor: "User", _at: datetime) -> Iterable[Line]:
    return [_ticket(known) for known in tickets_of(unit, actor)]


def _ticket(known: Known) -> Line:
    """Tell of a ticket; of one that is not the person's only that a service happened (L2)."""
    ticket = known.ticket
    line = Line(
        of=TICKETS,
        day=local_day(ticket.opened_at),
        at=ticket.opened_at,
        kind=ticket.get_kind_display(),
        text="",
        note=_("a service by somebody else"),
        status=ticket.get_status_display(),
        tone=TICKET_TONES[ticket.status],
    )
    if not known.is_mine:
        return line
    return replace(
        line,
        text=(ticket.description.strip() or ticket.cause or ticket.outcome).partition("\n")[0],
        note="",
        who=str(ticket.engineer or ticket.dealer or ""),
        ref=ticket.number,
        url=ticket.get_absolute_url(),
        why_url=reverse("tickets:repeat", args=[ticket.number]) if known.is_repeat else "",
    )


def _calls(unit: "Equipment", actor: "User", at: datetime) -> Iterable[Line]:
    today = local_day(at)
    rules = rules_of(today)
    visits = Visit.objects.visible_to(actor).filter(equipment=unit).with_names().select_related("ended_by")
    return [_call(visit, calls.row(visit, today, rules=rules)) for visit in visits]


def _call(visit: Visit, row: dict[str, Any]) -> Line:
    """Tell of a call by the day it ended, else by the day it is due; the customer's words go with it."""
    return Line(
        of=CALLS,
        day=visit.ended_on or visit.due_on,
        at=visit.ended_at,
        kind=visit.get_rule_display(),
        text="",
        note=visit.note.partition("\n")[0],
        who=str(visit.ended_by or ""),
        status=row["status"],
        tone=row["tone"],
        ref=visit.number,
        url=visit.get_absolute_url(),
        stage=visit.rule,
        rating=visit.rating,
        window=row["window"] if visit.is_open else {},
    )


def _file(unit: "Equipment", actor: "User", _at: datetime) -> Iterable[Line]:
    events = EquipmentEvent.objects.visible_to(actor).filter(equipment=unit).select_related("actor")
    return [_event(unit_page.history_row(event)) for event in events]


def _event(row: dict[str, Any]) -> Line:
    return Line(
        of=FILE,
        day=local_day(row["at"]),
        at=row["at"],
        kind=str(row["verb"].label),
        text=row["text"].removeprefix("—"),
        note=row["note"],
        who=str(row["actor"] or ""),
    )


type_read = Callable[["Equipment", "User", datetime], Iterable[Line]]
SOURCES: Final[dict[str, tuple[Right | None, type_read]]] = {
    TICKETS: (Right.SEE_TICKETS, _tickets),
    CALLS: (Right.SEE_VISITS, _calls),
    FILE: (None, _file),
}
