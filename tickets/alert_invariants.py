"""Whether the alerts on record are those that the histories of their tickets ask for (D3, D10)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from regulation.calendars import local_day
from regulation.choices import ClockKind, TimeBasis
from regulation.worktime import Counted
from tickets.alert_rules import (
    STEPS,
    Made,
    highest,
    moments_of_clock,
    moments_of_promise,
    next_alert,
)
from tickets.choices import AlertStep
from tickets.clock_rules import Step, pauses_of, steps_heard
from tickets.models import Reckoning, Ticket, TicketAlert, TicketClock, TicketPromise
from tickets.services.watching import Promised, watched_on

if TYPE_CHECKING:
    from regulation.parameters import Escalation


class AlertBook:
    """The alerts and the promised answers of some tickets, fetched at once."""

    def __init__(self, tickets: Sequence[Ticket]) -> None:
        self.alerts: dict[int, list[TicketAlert]] = defaultdict(list)
        self.promises: dict[int, Promised] = {}
        self.changes = list(Reckoning.objects.all())
        for alert in TicketAlert.objects.filter(ticket__in=tickets).select_related("event", "promise__made"):
            self.alerts[alert.ticket_id].append(alert)
        for promise in TicketPromise.objects.open().filter(ticket__in=tickets).select_related("made"):
            self.promises[promise.ticket_id] = Promised(promise.made.at, promise.until, promise.pk)

    def faults_of(
        self,
        ticket: Ticket,
        clocks: Iterable[TicketClock],
        steps: Sequence[Step],
        *,
        counted: Mapping[TimeBasis, Counted],
    ) -> Iterator[str]:
        """Name what of a ticket's alerts is not what its history says."""
        alerts = self.alerts[ticket.pk]
        made = {Made(alert.key, AlertStep(alert.step)) for alert in alerts}
        promised = self.promises.get(ticket.pk)
        watched = watched_on(ticket, clocks, steps, counted=counted, promised=promised)
        if (ticket.alert, ticket.next_alert_at) != (highest(watched, made), next_alert(watched, made)):
            yield f"ticket {ticket.number} is not watched as its history says"
        version = ticket.regulation_version
        assert version is not None  # noqa: S101 (only tickets of a level are asked about)
        escalation = version.typed.escalation
        for alert in alerts:
            if self._was_said_by_another_calendar(alert):
                continue
            come = _come(alert, steps, escalation=escalation, counted=counted)
            if alert.at > alert.event.at or alert.at not in come:
                yield f"ticket {ticket.number}: “{alert.step}” of “{alert.kind}” came at another moment"

    def _was_said_by_another_calendar(self, alert: TicketAlert) -> bool:
        """Say whether a day was changed after somebody was told: what was told stays told."""
        return any(
            alert.event.at <= work.begun_at and work.first_day <= local_day(alert.at) for work in self.changes
        )


def _come(
    alert: TicketAlert,
    steps: Sequence[Step],
    *,
    escalation: "Escalation",
    counted: Mapping[TimeBasis, Counted],
) -> set[datetime | None]:
    """Return the moments at which an alert can have come: its own, or that of a level it stands in for."""
    promise = alert.promise
    if promise is not None:
        ways = counted[TimeBasis.WORKING]
        moments = moments_of_promise(promise.made.at, promise.until, counted=ways, escalation=escalation)
    else:
        heard = steps_heard(ClockKind(alert.kind), steps)
        if not heard:
            return set()
        moments = moments_of_clock(
            alert.minutes,
            start=heard[0].at,
            pauses=pauses_of(ClockKind(alert.kind), steps),
            counted=counted[TimeBasis(alert.basis)],
            escalation=escalation,
        )
    return {moments[step] for step in STEPS[: STEPS.index(AlertStep(alert.step)) + 1]}
