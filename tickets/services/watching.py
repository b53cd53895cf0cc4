"""The times of a ticket that run, as warnings and escalation watch them (D3, D10)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, OuterRef, Subquery

from regulation.choices import ClockKind, TimeBasis
from regulation.services import approved_version
from regulation.worktime import Counted
from tickets.alert_rules import (
    Key,
    Made,
    Watched,
    highest,
    moments_of_clock,
    moments_of_promise,
    next_alert,
)
from tickets.choices import AlertStep, TicketChannel
from tickets.clock_rules import Step, pauses_of
from tickets.models import TicketAlert, TicketClock
from tickets.states import TicketVerb

if TYPE_CHECKING:
    from tickets.models import Ticket
    from tickets.querysets import TicketQuerySet


class Promised(NamedTuple):
    """An answer promised to the customer; one that is being made has no key yet."""

    made_at: datetime
    until: datetime
    pk: int = 0


def alert_facts(
    ticket: "Ticket",
    clocks: Iterable[TicketClock],
    steps: Sequence[Step],
    *,
    counted: Mapping[TimeBasis, Counted],
    promised: Promised | None = None,
) -> dict[str, Any]:
    """Return how far it has gone with a ticket's times, and when the next step comes."""
    watched = watched_on(ticket, clocks, steps, counted=counted, promised=promised)
    made = made_of(ticket) if watched and ticket.pk else frozenset()
    return {"alert": highest(watched, made), "next_alert_at": next_alert(watched, made)}


def watched_on(
    ticket: "Ticket",
    clocks: Iterable[TicketClock],
    steps: Sequence[Step],
    *,
    counted: Mapping[TimeBasis, Counted],
    promised: Promised | None,
) -> list[Watched]:
    """Return what runs on a ticket; the past that another system brought alarms nobody."""
    version = approved_version(ticket.regulation_version_id)
    if version is None or ticket.channel == TicketChannel.IMPORT:
        return []
    escalation = version.typed.escalation
    watched = [
        Watched(
            Key(clock.kind, clock.minutes, clock.basis),
            clock.due_at,
            moments_of_clock(
                clock.minutes,
                start=clock.started_at,
                pauses=pauses_of(ClockKind(clock.kind), steps),
                counted=counted[TimeBasis(clock.basis)],
                escalation=escalation,
            ),
        )
        for clock in clocks
        if clock.is_running
    ]
    if promised is not None:
        moments = moments_of_promise(
            promised.made_at, promised.until, counted=counted[TimeBasis.WORKING], escalation=escalation
        )
        watched.append(Watched(Key(ClockKind.PROMISE.value, 0, "", promised.pk), promised.until, moments))
    return watched


def made_of(ticket: "Ticket") -> frozenset[Made]:
    """Return which steps were made of which times of a ticket."""
    rows = ticket.alerts.values_list("kind", "minutes", "basis", "promise", "step")
    return frozenset(
        Made(Key(kind, minutes, basis, promise or 0), AlertStep(step))
        for kind, minutes, basis, promise, step in rows
    )


def promised_after(ticket: "Ticket", step: Step, until: datetime | None) -> Promised | None:
    """Return the answer that is promised once a step is taken: the one it makes, or the one it leaves."""
    if until is None:
        return None
    return Promised(step.at, until) if step.verb == TicketVerb.PROMISE else promised_on(ticket)


def promised_on(ticket: "Ticket") -> Promised | None:
    """Return the answer that is promised now; somebody else may just have given it."""
    if ticket.promised_until is None:
        return None
    promise = ticket.promises.open().select_related("made").first()
    return Promised(promise.made.at, promise.until, promise.pk) if promise else None


def with_alerted(tickets: "TicketQuerySet") -> "TicketQuerySet":
    """Fetch with each ticket the clock that it has gone furthest with: it need not be the next one due."""
    said = TicketAlert.objects.filter(
        **{name: OuterRef(name) for name in ("ticket", "kind", "minutes", "basis")},
        step=OuterRef("ticket__alert"),
    )
    runs = TicketClock.objects.filter(
        Exists(said), ticket=OuterRef("pk"), met_at=None, stopped_at=None, due_at__isnull=False
    ).order_by("due_at")
    return tickets.annotate(
        alerted_clock=Subquery(runs.values("kind")[:1]), alerted_due_at=Subquery(runs.values("due_at")[:1])
    )


def alerted(ticket: "Ticket") -> tuple[str, datetime | None]:
    """Say of a ticket fetched `with_alerted` which time runs out or has passed: a clock, else a promise."""
    clock: str | None = getattr(ticket, "alerted_clock", None)
    if clock is not None:
        return clock, getattr(ticket, "alerted_due_at", None)
    return (ClockKind.PROMISE.value, ticket.promised_until) if ticket.promised_until else ("", None)
