"""What the steps of tickets say of a region's day: read from the facts, not from how things stand (D16)."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Q

from dealers.models import RegionMember
from records.days import first_moment
from regulation.choices import PROMISED, ClockKind, TimeBasis
from reports.daily.rules import Span, Stand, Step, stand_of
from tickets import clock_rules
from tickets.models import Ticket, TicketEvent, TicketPromise
from tickets.services.clocks import counted_on
from tickets.states import UNSOLVED

if TYPE_CHECKING:
    from tickets.querysets import TicketQuerySet

ONE_DAY: Final = timedelta(days=1)


class Fact(NamedTuple):
    """One line of a report as the facts give it."""

    ticket: int
    kind: str
    stand: Stand
    is_overdue: bool


def span_of(region: int, on: date) -> Span:
    """Return a local day with the dealers of a region on it and on the day before."""
    days = (on - ONE_DAY, on)
    before, dealers = (
        {dealer for dealer, of in RegionMember.objects.regions_on(day).items() if of == region}
        for day in days
    )
    return Span(first_moment(on), first_moment(on + ONE_DAY), before, dealers)


def facts_of(region: int, on: date, *, at: datetime) -> dict[int, Fact]:
    """Return ticket → its line in a region's day; of a day that is not over, as far as it has gone."""
    span = span_of(region, on)
    kinds = dict(_concerned(span).values_list("pk", "kind"))
    stands = {ticket: stand for ticket, steps in _steps(kinds).items() if (stand := stand_of(steps, span))}
    late = _late([pk for pk, stand in stands.items() if stand.is_open], span, at=at)
    return {pk: Fact(pk, kinds[pk], stand, pk in late) for pk, stand in stands.items()}


def _concerned(span: Span) -> "TicketQuerySet":
    """Return the tickets that a dealer of the region had, and that were not over when the day began.

    What has not moved since is over if it is now; the index of last moves and that of states find the rest.
    """
    theirs = TicketEvent.objects.filter(dealer__in=span.before | span.dealers)
    living = Q(status__in=UNSOLVED) | Q(moved_at__gte=span.begins_at)
    return Ticket.objects.filter(living, pk__in=theirs.values("ticket"))


def _steps(tickets: Collection[int]) -> Mapping[int, list[Step]]:
    """Return the steps of these tickets; named one by one, which a planner without figures reads best."""
    found: dict[int, list[Step]] = defaultdict(list)
    rows = TicketEvent.objects.filter(ticket__in=tickets).done().in_order()
    for ticket, at, verb, source, target, dealer in rows.values_list(
        "ticket_id", "at", "verb", "source", "target", "dealer_id"
    ):
        found[ticket].append(Step(at, verb, source, target, dealer))
    return found


def _late(tickets: Sequence[int], span: Span, *, at: datetime) -> set[int]:
    """Return of which tickets a promised time has passed, by the steps of the day and before."""
    moment = min(at, span.ends_at)
    rows = Ticket.objects.filter(pk__in=tickets, regulation_version__isnull=False).prefetch_related("clocks")
    steps = _clock_steps(tickets, span)
    found = {ticket.pk for ticket in rows if _is_late(ticket, steps[ticket.pk], moment)}
    unkept = Q(ended__isnull=True) | Q(ended__at__gte=span.ends_at)
    broken = TicketPromise.objects.filter(
        unkept, ticket__in=tickets, made__at__lt=span.ends_at, until__lt=moment
    )
    return found | set(broken.values_list("ticket_id", flat=True))


def _clock_steps(tickets: Sequence[int], span: Span) -> Mapping[int, list[clock_rules.Step]]:
    found: dict[int, list[clock_rules.Step]] = defaultdict(list)
    rows = TicketEvent.objects.filter(ticket__in=tickets, at__lt=span.ends_at).done().in_order()
    for ticket, at, verb, target, pauses in rows.values_list(
        "ticket_id", "at", "verb", "target", "begins_wait__pauses"
    ):
        found[ticket].append(clock_rules.Step(at, verb, target, bool(pauses)))
    return found


def _is_late(ticket: Ticket, steps: Sequence[clock_rules.Step], moment: datetime) -> bool:
    counted = counted_on(ticket)
    for clock in ticket.clocks.all():
        if clock.kind not in PROMISED:
            continue
        kind, basis = ClockKind(clock.kind), TimeBasis(clock.basis)
        reading = clock_rules.read_clock(kind, clock.minutes, steps, counted=counted[basis])
        is_running = reading.met_at is None and reading.stopped_at is None
        if is_running and reading.due_at is not None and reading.due_at < moment:
            return True
    return False
