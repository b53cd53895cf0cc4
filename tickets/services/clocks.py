"""The clocks of a ticket, kept beside it as its level sets and its history tells (D3, D5)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from regulation.calendars import local_day
from regulation.choices import ON_TICKETS, PROMISED, ClockKind, TimeBasis
from regulation.levels import Level, Request, Target, choose_level
from regulation.services import approved_version, level_of, levels_of, version_in_force, work_calendar
from regulation.worktime import CalendarTime, Counted, WorkingTime, due_moment
from tickets.clock_rules import Step, read_clock, steps_heard
from tickets.models import Ticket, TicketClock, TicketEvent
from tickets.services.watching import alert_facts
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from regulation.models import RegulationVersion

COUNTY, PREFECTURE, PROVINCE = 6, 4, 2  # digits of a division's code that name it and what is above it
READ = ("due_at", "met_at", "stopped_at", "paused_minutes", "late_minutes")


def set_level(ticket: Ticket, *, at: datetime) -> list[TicketClock]:
    """Choose the level of a ticket that is about to be opened, and return its clocks, which start now.

    The version in force on the day of the opening decides, then and ever after.
    """
    version = version_in_force(local_day(at))
    rows = {row.code: row for row in levels_of(version.pk)}
    level = choose_level([row.typed for row in rows.values()], request_of(ticket))
    if level is None:
        return []
    ticket.regulation_version, ticket.level = version, level.code
    steps, counted = [Step(at, TicketVerb.OPEN, TicketStatus.NEW)], counted_on(ticket)
    clocks = started(ticket, targets_of(level, steps))
    read_clocks(clocks, steps, counted)
    ticket.due_at, ticket.due_clock = due_next(clocks)
    ticket.next_alert_at = alert_facts(ticket, clocks, steps, counted=counted)["next_alert_at"]
    return clocks


def targets_of(level: Level, steps: Sequence[Step]) -> dict[str, Target]:
    """Return what a level sets of the clocks that have started, by what they promise."""
    found = {kind.value: level.targets.of(kind) for kind in ON_TICKETS if steps_heard(kind, steps)}
    return {kind: target for kind, target in found.items() if target is not None}


def started(ticket: Ticket, targets: Mapping[str, Target]) -> list[TicketClock]:
    """Return clocks that start, not read yet and not saved."""
    return [
        TicketClock(ticket=ticket, kind=kind, minutes=target.minutes, basis=target.basis)
        for kind, target in targets.items()
    ]


def request_of(ticket: Ticket) -> Request:
    """Return what decides the level of a ticket."""
    product = ticket.product.code if ticket.product else None
    customer = ticket.customer.code if ticket.customer else None
    return request_by(ticket.kind, ticket.priority, product, customer, ticket.contract, ticket.division_id)


def request_by(*facts: str | None) -> Request:
    """Return what decides a ticket's level: its kind, priority, model, customer, contract, division."""
    kind, priority, product, customer, contract, division = (fact or "" for fact in facts)
    divisions = frozenset(_with_those_above(division))
    return Request(kind, priority, product=product, customer=customer, contract=contract, divisions=divisions)


def _with_those_above(code: str) -> Iterable[str]:
    """Return a division's code and those of the prefecture and the province that hold it (GB/T 2260)."""
    return {code[:digits].ljust(COUNTY, "0") for digits in (PROVINCE, PREFECTURE, COUNTY)} if code else ()


def follow(ticket: Ticket, steps: Sequence[Step], *, counted: Mapping[TimeBasis, Counted]) -> "Followed":
    """Return the clocks of a ticket as they stand once its last step is taken, to be saved with it."""
    if ticket.regulation_version_id is None:
        return Followed([], [])
    clocks = [*ticket.clocks.all()]
    clocks += _starting(ticket, clocks, steps)
    stood = [_reading_of(clock) for clock in clocks]
    read_clocks(clocks, steps, counted)
    moved = [
        clock
        for clock, was in zip(clocks, stood, strict=True)
        if clock.pk is None or _reading_of(clock) != was
    ]
    return Followed(clocks, moved)


def _starting(ticket: Ticket, clocks: Sequence[TicketClock], steps: Sequence[Step]) -> list[TicketClock]:
    """Return the clock that the last step of a ticket starts, if it starts one (D5)."""
    version, kinds = ticket.regulation_version_id, {clock.kind for clock in clocks}
    if version is None or ClockKind.PLAN in kinds or not steps_heard(ClockKind.PLAN, steps):
        return []
    targets = targets_of(level_of(version, ticket.level).typed, steps)
    return started(ticket, {kind: target for kind, target in targets.items() if kind not in kinds})


class Followed(NamedTuple):
    """The clocks of a ticket, and those of them that its last step moved."""

    clocks: list[TicketClock]
    moved: list[TicketClock]


def _reading_of(clock: TicketClock) -> tuple[object, ...]:
    return tuple(getattr(clock, name) for name in READ)


def answer_due(ticket: Ticket, *, at: datetime) -> datetime | None:
    """Return until when a dealer answers an offer made now, by the level of the ticket (D5)."""
    version = approved_version(ticket.regulation_version_id)
    if version is None:
        return None
    target = level_of(version.pk, ticket.level).typed.targets.answer
    if target is None:
        return None
    return due_moment(counted_by(version, {target.basis})[target.basis], start=at, minutes=target.minutes)


def steps_of(ticket: Ticket) -> list[Step]:
    """Return the history of a ticket, as far as clocks are concerned: what somebody did."""
    rows = ticket.events.done().in_order().values_list("at", "verb", "target", "begins_wait__pauses")
    return [Step(at, verb, target, bool(pauses)) for at, verb, target, pauses in rows]


def steps_of_each(tickets: Sequence[Ticket]) -> Mapping[int, list[Step]]:
    """Return the histories of some tickets in one statement, by the key of the ticket."""
    found: dict[int, list[Step]] = defaultdict(list)
    rows = TicketEvent.objects.filter(ticket__in=tickets).done().in_order()
    for ticket, at, verb, target, pauses in rows.values_list(
        "ticket_id", "at", "verb", "target", "begins_wait__pauses"
    ):
        found[ticket].append(Step(at, verb, target, bool(pauses)))
    return found


def read_clocks(
    clocks: Sequence[TicketClock], steps: Sequence[Step], counted: Mapping[TimeBasis, Counted]
) -> None:
    """Put down on each clock what the history of its ticket says of it."""
    for clock in clocks:
        reading = read_clock(
            ClockKind(clock.kind), clock.minutes, steps, counted=counted[TimeBasis(clock.basis)]
        )
        for name, value in reading._asdict().items():
            setattr(clock, name, value)


def counted_on(ticket: Ticket) -> dict[TimeBasis, Counted]:
    """Return what time counts on a ticket, by the version that rules it; nothing where none does."""
    version = approved_version(ticket.regulation_version_id)
    return counted_by(version, set(TimeBasis)) if version else {}


def counted_by(version: "RegulationVersion", bases: Set[TimeBasis]) -> dict[TimeBasis, Counted]:
    """Return what time counts by basis; the calendar is asked for only where working hours count."""
    ways: dict[TimeBasis, Counted] = {TimeBasis.CALENDAR: CalendarTime()}
    if TimeBasis.WORKING in bases:
        ways[TimeBasis.WORKING] = working_time(version)
    return ways


def working_time(version: "RegulationVersion") -> WorkingTime:
    """Return the hours in which somebody works, as a version of the regulation says."""
    hours = version.typed.working_hours
    zone = timezone.get_default_timezone()
    return WorkingTime(work_calendar(), hours.opens_at, hours.closes_at, zone)


def save_clocks(clocks: Sequence[TicketClock]) -> None:
    for clock in clocks:  # a handful: one statement each is built many times faster than one for all
        if clock.pk is None:
            clock.save(force_insert=True)
        else:
            clock.save(update_fields=READ)


def due_next(
    clocks: Iterable[TicketClock], *, promised_until: datetime | None = None
) -> tuple[datetime | None, str]:
    """Return what the customer is owed next, a clock or a promised answer; nothing where all are paused.

    An inner time is none of these: a ticket is late when the customer was let down (D5).
    """
    running = [
        (clock.due_at, clock.kind)
        for clock in clocks
        if clock.kind in PROMISED and clock.is_running and clock.due_at
    ]
    if promised_until is not None:
        running.append((promised_until, ClockKind.PROMISE.value))
    return min(running) if running else (None, "")
