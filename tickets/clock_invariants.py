"""Whether the clocks on record say what the histories of their tickets do (D3, D5)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import prefetch_related_objects

from records.kept import held
from regulation.choices import ClockKind, TimeBasis
from regulation.levels import Level, Target
from regulation.models import RegulationVersion, ServiceLevel
from regulation.worktime import Counted
from tickets.alert_invariants import AlertBook
from tickets.choices import TicketChannel
from tickets.clock_rules import Step, read_clock, steps_heard
from tickets.models import Ticket, TicketClock
from tickets.services.clocks import READ, counted_by, due_next, steps_of_each, targets_of
from tickets.services.reckoning import fresh_answer, fresh_chase

CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class _Known:
    """What the regulation says, read once for all tickets."""

    levels: Mapping[tuple[int, str], Level]
    versions: Mapping[int, RegulationVersion]
    counted: Mapping[int, Mapping[TimeBasis, Counted]]


def d3() -> Iterator[str]:
    """D3: each ticket has the clocks of its level, as its history tells them, and is listed by the next."""
    yield from _without_level()
    levels = {(row.regulation_version_id, row.code): row.typed for row in ServiceLevel.objects.all()}
    versions = {version.pk: version for version in RegulationVersion.objects.approved()}
    counted = {pk: counted_by(version, set(TimeBasis)) for pk, version in versions.items()}
    known = _Known(levels, versions, counted)
    last = 0
    while tickets := list(
        Ticket.objects.exclude(level="")
        .filter(pk__gt=last)
        .select_related("regulation_version")
        .order_by("pk")[:CHUNK]
    ):
        last = tickets[-1].pk
        prefetch_related_objects(tickets, "offers", "waits__began")
        yield from _faults_of_chunk(tickets, known)


@held()
def _faults_of_chunk(tickets: list[Ticket], known: _Known) -> list[str]:
    """Name what is wrong of some tickets; what rarely changes is asked for once for all of them."""
    steps, clocks, book = steps_of_each(tickets), _clocks(tickets), AlertBook(tickets)
    at_levels = [ticket for ticket in tickets if (ticket.regulation_version_id, ticket.level) in known.levels]
    found = _stale(at_levels, steps)
    for ticket in tickets:
        level = known.levels.get((ticket.regulation_version_id or 0, ticket.level))
        if level is None:
            found.append(f"ticket {ticket.number} has a level its version does not know: {ticket.level}")
            continue
        found += _faults_of(ticket, clocks[ticket.pk], targets_of(level, steps[ticket.pk]))
        ways = known.counted[ticket.regulation_version_id or 0]
        ticket.regulation_version = known.versions[ticket.regulation_version_id or 0]
        found += book.faults_of(ticket, clocks[ticket.pk], steps[ticket.pk], counted=ways)
        found += _misread(ticket, clocks[ticket.pk], steps[ticket.pk], ways=ways)
    return found


def _misread(
    ticket: Ticket, clocks: list[TicketClock], steps: Sequence[Step], *, ways: Mapping[TimeBasis, Counted]
) -> Iterator[str]:
    for clock in clocks:
        if not steps_heard(ClockKind(clock.kind), steps):
            continue  # said above: the level has no such clock yet
        read = read_clock(ClockKind(clock.kind), clock.minutes, steps, counted=ways[TimeBasis(clock.basis)])
        if any(getattr(clock, name) != getattr(read, name) for name in ("started_at", *READ)):
            yield f"ticket {ticket.number}: its clock “{clock.kind}” is not what its history says"


def _without_level() -> Iterator[str]:
    own = Ticket.objects.exclude(channel=TicketChannel.IMPORT).filter(level="")
    for number in own.values_list("number", flat=True):
        yield f"ticket {number} has no service level"


def _faults_of(ticket: Ticket, clocks: list[TicketClock], targets: dict[str, Target]) -> Iterator[str]:
    have = {clock.kind: (clock.minutes, clock.basis) for clock in clocks}
    if have != {kind: (target.minutes, target.basis.value) for kind, target in targets.items()}:
        yield f"ticket {ticket.number} has not the clocks of its level “{ticket.level}”"
    if (ticket.due_at, ticket.due_clock) != due_next(clocks, promised_until=ticket.promised_until):
        yield f"ticket {ticket.number} is not listed by the clock that is due next"


def _stale(tickets: list[Ticket], steps: Mapping[int, list[Step]]) -> list[str]:
    """Name what else was reckoned in working days and is not what the calendar says now (D3, D5)."""
    found = []
    for ticket in tickets:
        told = steps[ticket.pk]
        if ticket.chase_on is not None and ticket.chase_on != fresh_chase(ticket, told):
            found.append(f"ticket {ticket.number}: who is waited for is asked again on another day")
        if any(offer.due_at != fresh_answer(ticket, offer, told) for offer in ticket.offers.all()):
            found.append(f"ticket {ticket.number}: its offer is to be answered by another moment")
    return found


def _clocks(tickets: list[Ticket]) -> dict[int, list[TicketClock]]:
    found: dict[int, list[TicketClock]] = defaultdict(list)
    for clock in TicketClock.objects.filter(ticket__in=tickets):
        found[clock.ticket_id].append(clock)
    return found
