"""A week of agreed times: a row a person, a column a day, what has no time yet beside it (D5)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dealers.models import ServiceStaff
from records.window_bar import draw_day
from records.wording import short_day, weekday
from regulation.calendars import local_day
from regulation.services import version_in_force
from tickets.choices import AppointmentState
from tickets.day_rules import WEEK, DayGroup, day_group, days_of
from tickets.models import Ticket, TicketAppointment
from tickets.querysets import is_engineer_only
from tickets.services import working_time
from tickets.states import TicketStatus
from tickets.window_hints import hours_of
from tickets.window_rules import TripWindow

if TYPE_CHECKING:
    from dealers.models import Dealer, User
    from regulation.worktime import WorkingTime
    from tickets.querysets import TicketQuerySet

MOST_SHOWN: Final = 300
MOST_UNPLANNED: Final = 30
TO_PLAN: Final = (TicketStatus.ACCEPTED, TicketStatus.ASSIGNED)
GROUP_HEADS: Final = {
    DayGroup.PASSED: gettext_lazy("Time has passed"),
    DayGroup.TODAY: pgettext_lazy("heading of a day", "Today"),
    DayGroup.TOMORROW: pgettext_lazy("heading of a day", "Tomorrow"),
    DayGroup.THIS_WEEK: gettext_lazy("This week"),
    DayGroup.LATER: gettext_lazy("Later"),
    DayGroup.UNPLANNED: gettext_lazy("Without a time"),
}


class Asked(NamedTuple):
    """Whose week is looked at: of one dealer or headquarters, and of one of its people if one is named."""

    dealer: "Dealer | None"
    engineer: str
    monday: date


def week_page(asked: Asked, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return the week as a table for a desk, and what is ahead as a list of days for a phone."""
    hours = working_time(version_in_force(local_day(at)))
    rows = TicketAppointment.objects.visible_to(actor).in_calendar_of(asked.dealer, actor=actor)
    if asked.engineer:
        rows = rows.filter(ticket__engineer__code=asked.engineer)
    first, last = (_midnight(asked.monday + timedelta(days=n)) for n in (0, WEEK))
    windows = list(rows.held_or_kept().between(first, last).with_tickets()[:MOST_SHOWN])
    ahead = list(rows.agreed().with_tickets()[:MOST_SHOWN])
    unplanned = list(_unplanned(asked, actor)[:MOST_UNPLANNED])
    page = "tickets:job" if is_engineer_only(actor) else "tickets:detail"
    week = Week(asked.monday, hours, windows, at=at, page=page)
    return {
        "days": week.heads(),
        "rows": [week.row(person, mine) for person, mine in _by_person(asked, actor, windows)],
        "agreed": len(windows),
        "unplanned": unplanned,
        "agenda": agenda(ahead, unplanned, at=at, page=page),
    }


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _unplanned(asked: Asked, actor: "User") -> "TicketQuerySet":
    """Return the tickets that somebody should go to and for which no time is agreed, the oldest first."""
    rows = Ticket.objects.visible_to(actor).filter(dealer=asked.dealer, status__in=TO_PLAN)
    if is_engineer_only(actor):
        rows = rows.filter(engineer__user=actor)
    if asked.engineer:
        rows = rows.filter(engineer__code=asked.engineer)
    return rows.without_time().with_names().order_by("opened_at", "pk")


def people_of(dealer: "Dealer | None", *, actor: "User") -> list[ServiceStaff]:
    """Return who serves there, as far as they are the person's to see; an engineer sees but the own week."""
    if is_engineer_only(actor):
        return list(ServiceStaff.objects.of(actor))
    rows = ServiceStaff.objects.visible_to(actor).filter(dealer=dealer, is_active=True)
    return list(rows.order_by("code"))


def _by_person(
    asked: Asked, actor: "User", windows: Sequence[TicketAppointment]
) -> list[tuple[ServiceStaff | None, list[TicketAppointment]]]:
    """Give each person their windows; what nobody has yet, and who left meanwhile, stands behind."""
    people: dict[int, ServiceStaff | None] = {
        person.pk: person
        for person in people_of(asked.dealer, actor=actor)
        if asked.engineer in {"", person.code}
    }
    theirs: dict[int, list[TicketAppointment]] = defaultdict(list)
    for window in windows:
        engineer = window.ticket.engineer
        key = engineer.pk if engineer else 0
        people.setdefault(key, engineer)
        theirs[key].append(window)
    return [(person, theirs[pk]) for pk, person in people.items()]


class Week:
    """Seven days on one scale of hours: the working hours, stretched to what was agreed outside of them."""

    def __init__(
        self,
        monday: date,
        hours: "WorkingTime",
        windows: Iterable[TicketAppointment],
        *,
        at: datetime,
        page: str,
    ) -> None:
        self.hours, self.at, self.today, self.page = hours, at, local_day(at), page
        self.days = days_of(monday)
        ends = [timezone.localtime(moment) for one in windows for moment in (one.begins_at, one.ends_at)]
        self.first = min([hours.opens.hour, *(moment.hour for moment in ends)])
        self.last = max([hours.closes.hour + 1, *(moment.hour + 1 for moment in ends)])

    def heads(self) -> list[dict[str, Any]]:
        return [
            {
                "day": day,
                "name": weekday(day),
                "is_today": day == self.today,
                "is_off": not self.hours.calendar.is_workday(day),
            }
            for day in self.days
        ]

    def row(self, person: ServiceStaff | None, windows: Sequence[TicketAppointment]) -> dict[str, Any]:
        """Return a person's week; without a person, what is agreed and nobody has yet."""
        name = person.name if person else _("Nobody yet")
        by_day = defaultdict(list)
        for window in windows:
            by_day[local_day(window.begins_at)].append(window)
        cells = [self._cell(name, head, by_day[head["day"]]) for head in self.heads()]
        return {"person": person, "name": name, "cells": cells, "count": len(windows)}

    def _cell(self, name: str, head: dict[str, Any], windows: Sequence[TicketAppointment]) -> dict[str, Any]:
        day = head["day"]
        midnight = datetime.combine(day, time.min)
        works = None if head["is_off"] else (self.hours.opens, self.hours.closes)
        bar = draw_day(
            start=midnight + timedelta(hours=self.first),
            end=midnight + timedelta(hours=self.last),
            opens=datetime.combine(day, works[0]) if works else None,
            closes=datetime.combine(day, works[1]) if works else None,
            taken=[(window.begins_at, window.ends_at) for window in windows],
            now=self.at,
        )
        slots = [slot(window, at=self.at, page=self.page) for window in windows]
        said = ", ".join(one["hours"] for one in slots) or (
            _("no working day") if head["is_off"] else _("free")
        )
        label = _("%(name)s, %(day)s: %(windows)s") % {"name": name, "day": head["name"], "windows": said}
        return {**head, "bar": bar, "label": label, "slots": slots}


def slot(window: TicketAppointment, *, at: datetime, page: str) -> dict[str, Any]:
    """Return one agreed time as the calendar shows it: kept, passed, asked once more, or agreed."""
    ticket = window.ticket
    sign, tone, says = "", "", ""
    if window.state == AppointmentState.KEPT:
        sign, tone, says = "check", "good", _("kept")
    elif window.ends_at <= at:
        sign, tone, says = "alert-triangle", "bad", _("passed without a record")
    elif window.confirmed_at is not None:
        sign, tone, says = "phone-check", "good", _("asked once more")
    return {
        "window": window,
        "ticket": ticket,
        "url": reverse(page, args=[ticket.number]),
        "hours": hours_of(TripWindow(window.begins_at, window.ends_at)),
        "customer": str(ticket.customer or ticket.contact_name or ticket.number),
        "machine": ticket.product.code if ticket.product else ticket.product_text,
        "sign": sign,
        "tone": tone,
        "says": says,
    }


def to_agree(ticket: Ticket, *, page: str) -> str:
    """Return where a time is agreed for a ticket: on an engineer's page of the job all steps stand ready."""
    if page == "tickets:job":
        return f"{reverse(page, args=[ticket.number])}#appoint"
    return reverse("tickets:appoint", args=[ticket.number])


def agenda(
    windows: Sequence[TicketAppointment], unplanned: Sequence[Ticket], *, at: datetime, page: str
) -> list[dict[str, Any]]:
    """Return what is ahead under the headings of the days, what has no time at the end."""
    today = local_day(at)
    lines = [
        {**slot(one, at=at, page=page), "day": short_day(one.begins_at, today), "group": group_of(one, at=at)}
        for one in windows
    ]
    lines += [
        {
            "ticket": ticket,
            "url": to_agree(ticket, page=page),
            "group": DayGroup.UNPLANNED,
            "customer": str(ticket.customer or ticket.contact_name),
        }
        for ticket in unplanned
    ]
    return grouped(lines)


def group_of(window: "TicketAppointment | None", *, at: datetime) -> DayGroup:
    span = TripWindow(window.begins_at, window.ends_at) if window else None
    return day_group(span, at=at, zone=timezone.get_default_timezone())


def grouped(lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put lines that name their `group` under its heading, in the order of the days."""
    found: dict[DayGroup, list[dict[str, Any]]] = {group: [] for group in DayGroup}
    for line in lines:
        found[line["group"]].append(line)
    return [
        {"group": group.value, "head": GROUP_HEADS[group], "lines": rows}
        for group, rows in found.items()
        if rows
    ]
