"""Warning who serves before a time is over, and telling who stands higher after it (D3, D10)."""

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Q

from dealers.models import User
from dealers.roles import Role
from records.refusals import MovedByAnother
from tickets.alert_rules import STEPS, Made, Watched, due_steps, highest, next_alert
from tickets.choices import AlertStep
from tickets.models import Ticket, TicketAlert
from tickets.services.clocks import counted_on, steps_of
from tickets.services.moving import _notice, _set_alert
from tickets.services.telling import tell_of_alert
from tickets.services.watching import made_of, promised_on, watched_on
from tickets.states import TicketVerb

CHUNK: Final = 200


class Reached(NamedTuple):
    """How far it goes now with one time: the steps to be made, the last of them and who hears of it."""

    watched: Watched
    steps: Sequence[AlertStep]
    people: list[User]

    @property
    def last(self) -> AlertStep:
        return self.steps[-1]

    def moment(self, step: AlertStep, *, at: datetime) -> datetime:
        """Return when a step came; one that stands in for a missing level came with that level's."""
        come = [moment for moment in self.watched.moments.values() if moment is not None and moment <= at]
        own = self.watched.moments[step]
        return own if own is not None and own <= at else max(come)


def raise_alerts(at: datetime) -> int:
    """Make each alert that has come due, once, at the moment that counts, however late (D3, D10).

    Where several of a ticket have come, all are made and people hear of the one that went furthest.
    """
    raised, after = 0, Q()
    while due := list(
        Ticket.objects.alerting(at)
        .filter(after)
        .order_by("next_alert_at", "pk")
        .values_list("next_alert_at", "pk")[:CHUNK]
    ):
        raised += sum(_raise(pk, at=at) for _moment, pk in due)
        moment, last = due[-1]
        after = Q(next_alert_at__gt=moment) | Q(next_alert_at=moment, pk__gt=last)
    return raised


def _raise(pk: int, *, at: datetime) -> int:
    try:
        with transaction.atomic():
            ticket = Ticket.objects.alerting(at).with_names().filter(pk=pk).first()
            return _alert(ticket, at=at) if ticket else 0
    except MovedByAnother:
        return 0


def _alert(ticket: Ticket, *, at: datetime) -> int:
    """Make what has come of one ticket, and tell of it, in one transaction."""
    watched = watched_on(
        ticket,
        ticket.clocks.all(),
        steps_of(ticket),
        counted=counted_on(ticket),
        promised=promised_on(ticket),
    )
    made = made_of(ticket)
    reached = [
        _reach(ticket, one, steps, made=made) for one in watched if (steps := due_steps(one, made, at=at))
    ]
    made |= {Made(one.watched.key, step) for one in reached for step in one.steps}
    facts = {"alert": highest(watched, made), "next_alert_at": next_alert(watched, made)}
    if not reached:  # the calendar was changed meanwhile: what seemed to come now comes later
        _set_alert(ticket, **facts)
        return 0
    furthest = max(reached, key=lambda one: STEPS.index(one.last))
    verb = TicketVerb.WARN if furthest.last is AlertStep.WARN else TicketVerb.ESCALATE
    about = f"{furthest.watched.key.kind} {furthest.last}"
    event = _notice(ticket, verb, at=at, about=about, **facts)
    TicketAlert.objects.bulk_create(
        TicketAlert(
            ticket=ticket,
            kind=one.watched.key.kind,
            minutes=one.watched.key.minutes,
            basis=one.watched.key.basis,
            promise_id=one.watched.key.promise or None,
            step=step,
            at=one.moment(step, at=at),
            event=event,
        )
        for one in reached
        for step in one.steps
    )
    tell_of_alert(
        ticket,
        event,
        kind=furthest.watched.key.kind,
        due_at=furthest.watched.due_at,
        people=furthest.people,
    )
    return 1


def _reach(ticket: Ticket, watched: Watched, steps: Sequence[AlertStep], *, made: Set[Made]) -> Reached:
    """Find who hears of it: where nobody stands at a level, the next one stands in for it."""
    asked = STEPS[max(STEPS.index(steps[-1]), STEPS.index(AlertStep.DESK)) :]
    level, people = next(
        ((level, found) for level in asked if (found := _people(ticket, level))), (AlertStep.MANAGER, [])
    )
    if steps[-1] is AlertStep.WARN:
        return Reached(watched, steps, people)
    up = STEPS[: STEPS.index(level) + 1]
    return Reached(watched, [step for step in up if Made(watched.key, step) not in made], people)


def _people(ticket: Ticket, level: AlertStep) -> list[User]:
    """Return who stands at a level above a ticket: its dealer's desk, the centre's, the service manager."""
    dealer = ticket.dealer
    if level is AlertStep.MANAGER or dealer is None:
        role = {AlertStep.DESK: Role.DISPATCHER, AlertStep.MANAGER: Role.SERVICE_MANAGER}.get(level)
        return list(User.objects.in_role(role).filter(dealer__isnull=True)) if role else []
    house = dealer.pk if level is AlertStep.DESK else dealer.parent_id
    return (
        list(User.objects.in_role(Role.DEALER_USER, Role.CENTRE_USER).filter(dealer=house)) if house else []
    )
