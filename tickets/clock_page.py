"""The clocks of a ticket as its page shows them: a window each, and what is left or over (D3, D5)."""

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import clock_span
from regulation.calendars import local_day
from regulation.choices import INNER, ClockKind, TimeBasis
from regulation.level_words import limit_words
from regulation.services import approved_version, level_of
from regulation.worktime import MINUTE, Counted, Pause, counted_seconds
from tickets.choices import OfferAnswer
from tickets.clock_rules import Step, pauses_of
from tickets.models import Ticket, TicketClock
from tickets.services.clocks import counted_on, steps_of
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from regulation.models import RegulationVersion, ServiceLevel

PERCENT: Final = 100
A_DAY: Final = 24 * 60 * MINUTE
ORDER: Final = {kind.value: place for place, kind in enumerate(ClockKind)}


class ClockBook:
    """A ticket's clocks with its history, its level and the time that counts, fetched once for a page."""

    def __init__(
        self,
        ticket: Ticket,
        *,
        at: datetime,
        steps: list[Step] | None = None,
        clocks: "Iterable[TicketClock] | None" = None,
    ) -> None:
        self.ticket, self.at = ticket, at
        rows = ticket.clocks.all() if clocks is None else clocks
        self.clocks: list[TicketClock] = sorted(rows, key=lambda clock: ORDER[clock.kind])
        if self.clocks and ticket.status == TicketStatus.OFFERED:
            self.clocks += self._answer()
        self.steps: list[Step] = (steps_of(ticket) if steps is None else steps) if self.clocks else []
        self.counted: Mapping[TimeBasis, Counted] = counted_on(ticket) if self.clocks else {}

    def _answer(self) -> list[TicketClock]:
        """Return the clock of the open offer beside the customer's: until when its dealer answers (D5)."""
        target = self._level.typed.targets.answer
        return [
            TicketClock(
                ticket=self.ticket,
                kind=ClockKind.ANSWER,
                minutes=target.minutes,
                basis=target.basis,
                started_at=offer.offered_at,
                due_at=offer.due_at,
            )
            for offer in self.ticket.offers.all()
            if offer.answer == OfferAnswer.PENDING and target is not None and offer.due_at is not None
        ]

    @cached_property
    def _level(self) -> "ServiceLevel":
        return level_of(self.version.pk, self.ticket.level)

    @property
    def today(self) -> date:
        return local_day(self.at)

    @property
    def version(self) -> "RegulationVersion":
        version = approved_version(self.ticket.regulation_version_id)
        assert version is not None  # noqa: S101 (the database keeps one with each level)
        return version

    @cached_property
    def level_name(self) -> str:
        """Name the level in the reader's language; nothing where the ticket has none."""
        return self._level.name if self.ticket.level else ""

    def way_of(self, clock: TicketClock) -> Counted:
        return self.counted[TimeBasis(clock.basis)]

    def pauses(self, clock: TicketClock) -> list[Pause]:
        end = clock.met_at or clock.stopped_at
        return [
            pause for pause in pauses_of(ClockKind(clock.kind), self.steps) if not end or pause.began_at < end
        ]

    def seconds_used(self, clock: TicketClock) -> int:
        """Return how much time has counted until the clock ended, or until now."""
        end = clock.met_at or clock.stopped_at or self.at
        return counted_seconds(self.way_of(clock), start=clock.started_at, end=end, pauses=self.pauses(clock))

    def closes_at(self, clock: TicketClock) -> datetime:
        """Return when the clock is due; for a paused one, when it would be if the wait ended now."""
        if clock.due_at is not None:
            return clock.due_at
        left = max(clock.minutes * MINUTE - self.seconds_used(clock), 0)
        return self.way_of(clock).after(self.at, max(left, 1))


def clock_rows(book: ClockBook) -> list[dict[str, Any]]:
    """Return the clocks as rows: name, whether it is an inner one, window, words, the time set, its why."""
    return [
        {
            "kind": clock.kind,
            "name": ClockKind(clock.kind).label,
            "is_inner": clock.kind in INNER,
            "window": clock_window(book, clock),
            "says": standing_words(book, clock),
            "tone": tone(book, clock),
            "alerted": getattr(clock, "alerted", None) or "" if clock.is_running else "",
            "limit": limit_words(clock.minutes, clock.basis),
            "why": reverse("tickets:why", args=[book.ticket.number, clock.kind]),
        }
        for clock in book.clocks
    ]


def clock_window(book: ClockBook, clock: TicketClock) -> dict[str, Any]:
    end = clock.met_at or clock.stopped_at
    return {
        "opens": clock.started_at,
        "closes": book.closes_at(clock),
        "now": end or book.at,
        "done": clock.met_at,
        "paused": [(pause.began_at, pause.ended_at) for pause in book.pauses(clock)],
        "closing_share": book.version.typed.escalation.warn_left / PERCENT,
        "tone": tone(book, clock),
        "name": ClockKind(clock.kind).label,
        "text": standing_words(book, clock),
    }


def tone(book: ClockBook, clock: TicketClock) -> str:
    """Return the tone of a clock: good once met in time, red when late, amber in the last part."""
    if clock.stopped_at is not None:
        return "hold"
    if clock.met_at is not None:
        return "bad" if clock.late_minutes else "good"
    if clock.due_at is None:
        return "hold"
    if clock.due_at < book.at:
        return "bad"
    left = 1 - book.seconds_used(clock) / (clock.minutes * MINUTE)
    return "warn" if left <= book.version.typed.escalation.warn_left / PERCENT else ""


def standing_words(book: ClockBook, clock: TicketClock) -> str:
    """Say in the time that counts how a clock stands: 5:26 left, 1:20 overdue, met in 18 min."""
    used = book.seconds_used(clock)
    if clock.stopped_at is not None:
        return pgettext("clock", "not needed any more")
    if clock.met_at is not None:
        late = clock.late_minutes or 0
        if late:
            return _("%(span)s late") % {"span": span(late * MINUTE, clock.basis)}
        return _("met in %(span)s") % {"span": span(used, clock.basis)}
    left = clock.minutes * MINUTE - used
    if clock.due_at is None:
        return _("paused, %(span)s left") % {"span": span(left, clock.basis)}
    said = _("%(span)s left") if left >= 0 else _("%(span)s overdue")
    return said % {"span": span(abs(left), clock.basis)}


def span(seconds: int, basis: str) -> str:
    """Write counted time: working time in hours, for its days have other lengths; else in days too."""
    if basis == TimeBasis.WORKING and seconds >= A_DAY:
        hours, rest = divmod(seconds // MINUTE, 60)
        return f"{hours}:{rest:02d}"
    return clock_span(seconds / A_DAY, whole_days=False)
