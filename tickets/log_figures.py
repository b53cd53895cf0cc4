"""What a replayed log says in figures, read out of the tickets and steps that it became (J2)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from statistics import fmean, median
from typing import Final, NamedTuple

from django.utils import timezone

from regulation.choices import ClockKind
from regulation.worktime import MINUTE, CalendarTime, counted_seconds
from tickets.clock_rules import FIXED, Step, pauses_of
from tickets.models import TicketEvent
from tickets.states import TicketVerb

V = TicketVerb
CHUNK: Final = 5000
HOURS: Final = (1, 4, 24)
DAYS: Final = (1, 5, 15)
PROMISED_DAYS: Final = 5
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


class Story(NamedTuple):
    """What one ticket's steps say: spans in seconds, of day and night."""

    opened_at: datetime
    taken_on: int | None  # until somebody took it on; one resolved at once was never taken on
    gross: int | None  # until it was resolved for the first time
    net: int | None  # the same without what it waited
    waits: tuple[int, ...]
    is_reopened: bool
    finished_at: datetime | None  # since when it has been resolved without being reopened


def story_of(steps: Sequence[Step]) -> Story:
    """Read one ticket's steps, the first of which is its opening."""
    start = steps[0].at
    taken = next((step.at for step in steps if step.verb == V.ACCEPT), None)
    fixed = next((step.at for step in steps if step.target in FIXED), None)
    pauses = pauses_of(ClockKind.RESPOND, steps)
    return Story(
        opened_at=start,
        taken_on=_seconds(start, taken) if taken else None,
        gross=_seconds(start, fixed) if fixed else None,
        net=counted_seconds(CalendarTime(), start=start, end=fixed, pauses=pauses) if fixed else None,
        waits=tuple(_seconds(pause.began_at, pause.ended_at) for pause in pauses if pause.ended_at),
        is_reopened=any(step.verb == V.REOPEN for step in steps),
        finished_at=_finished_at(steps),
    )


def _seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())


def _finished_at(steps: Sequence[Step]) -> datetime | None:
    since = None
    for step in steps:
        since = (since or step.at) if step.target in FIXED else None
    return since


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of time in a unit, with the shares within some limits."""

    seconds: tuple[int, ...]
    unit: int
    limits: tuple[int, ...] = ()

    @property
    def n(self) -> int:
        return len(self.seconds)

    @property
    def median(self) -> float:
        return median(self.seconds) / self.unit if self.seconds else 0.0

    @property
    def mean(self) -> float:
        return fmean(self.seconds) / self.unit if self.seconds else 0.0

    @property
    def longest(self) -> float:
        return max(self.seconds, default=0) / self.unit

    @property
    def p90(self) -> float:
        """Nine tenths are no longer: between two spans, in proportion."""
        if not self.seconds:
            return 0.0
        ordered = sorted(self.seconds)
        place, rest = divmod(9 * (self.n - 1), 10)
        low, high = ordered[place], ordered[min(place + 1, self.n - 1)]
        return (low + (high - low) * rest / 10) / self.unit

    @property
    def within(self) -> tuple[int, ...]:
        return tuple(sum(one <= limit * self.unit for one in self.seconds) for limit in self.limits)

    def line(self, name: str, unit: str) -> str:
        inside = "/".join(map(str, self.limits))
        counts = " / ".join(f"{count:,}" for count in self.within)
        within = f" · within {inside} {unit}: {counts}" if self.limits else ""
        return (
            f"{name}: n {self.n:,} · median {self.median:.2f} {unit} · mean {self.mean:.2f} · "
            f"p90 {self.p90:.2f} · longest {self.longest:.2f}{within}"
        )


@dataclass(frozen=True, slots=True)
class LogFigures:
    """The figures of all tickets of one run."""

    stories: tuple[Story, ...]

    @property
    def taken_on(self) -> Spans:
        return Spans(tuple(one.taken_on for one in self.stories if one.taken_on is not None), HOUR, HOURS)

    @property
    def gross(self) -> Spans:
        return Spans(tuple(one.gross for one in self.stories if one.gross is not None), DAY, DAYS)

    @property
    def net(self) -> Spans:
        return Spans(tuple(one.net for one in self.stories if one.net is not None), DAY, DAYS)

    @property
    def waits(self) -> Spans:
        return Spans(tuple(wait for one in self.stories for wait in one.waits), DAY)

    @property
    def waited(self) -> int:
        return sum(bool(one.waits) for one in self.stories)

    @property
    def reopened(self) -> int:
        return sum(one.is_reopened for one in self.stories)

    @property
    def saved_by_waiting(self) -> int:
        """Return how many were resolved late by the calendar and in time without what they waited."""
        limit = PROMISED_DAYS * DAY
        return sum(one.gross > limit >= one.net for one in self.stories if one.gross and one.net is not None)

    @property
    def opened_by_year(self) -> dict[int, int]:
        years = Counter(timezone.localtime(one.opened_at).year for one in self.stories)
        return dict(sorted(years.items()))

    def unfinished(self, at: datetime) -> int:
        """Return how many stood open at a moment: not resolved yet, or reopened later."""
        return sum(
            one.opened_at < at and (one.finished_at is None or one.finished_at >= at) for one in self.stories
        )

    def lines(self) -> list[str]:
        """Return the figures as sentences for whoever replayed the log."""
        count = len(self.stories)
        if not count:
            return []
        ends = ", ".join(
            f"{year} {self.unfinished(timezone.make_aware(datetime(year + 1, 1, 1))):,}"  # noqa: DTZ001 (made aware at once)
            for year in self.opened_by_year
        )
        return [
            f"tickets: {count:,}",
            self.taken_on.line("opening to taken on", "h"),
            self.gross.line("opening to first resolve, gross", "d"),
            self.net.line("opening to first resolve, without waiting", "d"),
            f"late by {PROMISED_DAYS} d gross, in time without waiting: {self.saved_by_waiting:,}",
            f"waited: {self.waited:,} = {self.waited / count:.2%}",
            self.waits.line("waits", "d"),
            f"worked on again after the first resolve: {self.reopened:,} = {self.reopened / count:.2%}",
            "opened: " + ", ".join(f"{year} {number:,}" for year, number in self.opened_by_year.items()),
            f"unfinished at the end of: {ends}",
        ]


def figures_of(run_id: int) -> LogFigures:
    """Read the figures of a run's tickets out of their steps, ticket by ticket."""
    return LogFigures(tuple(_stories(run_id)))


def _stories(run_id: int) -> Iterator[Story]:
    rows = TicketEvent.objects.filter(ticket__import_run=run_id).order_by("ticket_id", "pk")
    facts = ("ticket_id", "at", "verb", "target", "begins_wait__pauses")
    steps = rows.values_list(*facts).iterator(chunk_size=CHUNK)
    for _ticket, group in groupby(steps, key=itemgetter(0)):
        yield story_of([Step(at, verb, target, bool(pauses)) for _, at, verb, target, pauses in group])
