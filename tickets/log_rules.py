"""What an event of another system's log asks of a ticket, by where the ticket stands. Pure.

An event says which state was reached. The steps that lead there are the desk's own: what waits is
gone on with first, what was resolved is reopened first, and what waits was taken on by headquarters before.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal
from tickets.states import TicketStatus, TicketVerb, TransitionNotAllowed

S = TicketStatus
V = TicketVerb


class LoggedEvent(models.TextChoices):
    """What happened, as the log of another system tells it."""

    OPEN = "open", _("Opened")
    ACCEPT = "accept", _("Taken on, gone on with or taken up again")
    WAIT = "wait", _("Waiting")
    SOLVE = "solve", _("Resolved")
    CLOSE = "close", _("Closed")
    CANCEL = "cancel", _("Cancelled")


E = LoggedEvent

REACHES: Final[Mapping[LoggedEvent, TicketStatus]] = MappingProxyType(
    {
        E.OPEN: S.NEW,
        E.ACCEPT: S.ACCEPTED,
        E.WAIT: S.WAITING,
        E.SOLVE: S.RESOLVED,
        E.CLOSE: S.CLOSED,
        E.CANCEL: S.CANCELLED,
    }
)
# every ticket was opened, and one that an engineer has was taken on
REACHED_BY: Final[Mapping[LoggedEvent, frozenset[TicketStatus]]] = MappingProxyType(
    {event: frozenset({target}) for event, target in REACHES.items()}
    | {E.OPEN: frozenset(S), E.ACCEPT: frozenset({S.ACCEPTED, S.ASSIGNED})}
)
STEPS: Final[Mapping[tuple[LoggedEvent, TicketStatus], tuple[TicketVerb, ...]]] = MappingProxyType(
    {
        (E.ACCEPT, S.NEW): (V.ACCEPT,),
        (E.ACCEPT, S.WAITING): (V.RESUME,),
        (E.ACCEPT, S.RESOLVED): (V.REOPEN,),
        (E.WAIT, S.NEW): (V.ACCEPT, V.WAIT),
        (E.WAIT, S.ACCEPTED): (V.WAIT,),
        (E.WAIT, S.ASSIGNED): (V.WAIT,),
        (E.WAIT, S.RESOLVED): (V.REOPEN, V.WAIT),
        (E.SOLVE, S.NEW): (V.SOLVE,),
        (E.SOLVE, S.ACCEPTED): (V.SOLVE,),
        (E.SOLVE, S.WAITING): (V.RESUME, V.SOLVE),
        (E.CLOSE, S.RESOLVED): (V.CLOSE,),
        (E.CANCEL, S.NEW): (V.CANCEL,),
        (E.CANCEL, S.ACCEPTED): (V.CANCEL,),
        (E.CANCEL, S.ASSIGNED): (V.CANCEL,),
        (E.CANCEL, S.WAITING): (V.CANCEL,),
    }
)


class StateReached(Refusal):
    """The ticket stands already where the event says it came to."""

    code = "state_reached"
    message = _("“%(event)s” changes nothing: the ticket was “%(status)s” already.")


def steps_for(event: LoggedEvent, status: TicketStatus | None) -> tuple[TicketVerb, ...]:
    """Return the steps that bring a ticket where an event says it came to; no status: there is none yet."""
    if status is None:
        return (V.OPEN,) if event is E.OPEN else (V.OPEN, *steps_for(event, S.NEW))
    if status in REACHED_BY[event]:
        raise StateReached(event=event.label, status=status.label)
    if (event, status) not in STEPS:
        raise TransitionNotAllowed(verb=event.label, status=status.label)
    return STEPS[event, status]
