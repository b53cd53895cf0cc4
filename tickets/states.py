"""The life of a ticket, as data: one table of verb, from, to, roles (D5). No rows, no users, no clock."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal


class TicketStatus(models.TextChoices):
    NEW = "new", _("New")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    ASSIGNED = "assigned", _("Assigned")
    WAITING = "waiting", _("Waiting")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class TicketVerb(models.TextChoices):
    OPEN = "open", _("Opened")
    OFFER = "offer", _("Offered")
    ACCEPT = "accept", _("Accepted")
    REFUSE = "refuse", _("Refused")
    LAPSE = "lapse", _("Not answered in time")
    ASSIGN = "assign", _("Assigned")
    APPOINT = "appoint", _("Appointment agreed")
    CONFIRM = "confirm", _("Appointment confirmed")
    CALL_OFF = "call_off", _("Appointment called off")
    WAIT = "wait", _("Waiting")
    CHASE = "chase", _("Asked after")
    RESUME = "resume", _("Resumed")
    PROMISE = "promise", _("Answer promised")
    ANSWER = "answer", _("Answer given")
    DEPART = "depart", _("On the way")
    ARRIVE = "arrive", _("Arrived")
    RECORD = "record", _("Service recorded")
    SOLVE = "solve", _("Solved without a trip")
    REOPEN = "reopen", _("Reopened")
    CLOSE = "close", _("Closed")
    CANCEL = "cancel", _("Cancelled")
    PRIORITIZE = "prioritize", _("Priority set")
    CLASSIFY = "classify", _("Fault class set")
    MERGE = "merge", _("Merged into another")
    QUOTE = "quote", _("Quote sent")
    AGREE = "agree", _("Quote agreed to")
    DECLINE = "decline", _("Quote declined")
    WITHDRAW = "withdraw", _("Quote withdrawn")
    EXPIRE = "expire", _("Quote not answered in time")
    REFER = "refer", _("Referred to headquarters")
    ADVISE = "advise", _("Headquarters' advice")
    WARN = "warn", _("Warned")
    ESCALATE = "escalate", _("Escalated")
    IMPORT = "import", _("Imported")


class Standing(models.TextChoices):
    """What a person is to one ticket; a person may stand in several ways at once."""

    SYSTEM = "system", _("the system itself")
    OPENER = "opener", _("whoever may open tickets")
    AGENT = "agent", _("hotline agent")
    DISPATCHER = "dispatcher", _("dispatcher")
    SERVING_DESK = "serving_desk", _("desk of the serving dealer, or the dispatcher for headquarters' own")
    ENGINEER = "engineer", _("the assigned engineer")
    HEADQUARTERS = "headquarters", _("headquarters")
    SUPPORT = "support", _("headquarters' technical support")
    CUSTOMER = "customer", _("the customer, by a link")


class Transition(NamedTuple):
    verb: TicketVerb
    source: TicketStatus | None
    target: TicketStatus
    roles: frozenset[Standing]


S = TicketStatus
V = TicketVerb
W = Standing

_ASSIGNERS: Final = frozenset({W.SERVING_DESK})
_WAITERS: Final = frozenset({W.SERVING_DESK, W.ENGINEER})
_SPEAKERS: Final = frozenset({W.AGENT, W.DISPATCHER, W.SERVING_DESK, W.ENGINEER})
_SOLVERS: Final = frozenset({W.AGENT, W.DISPATCHER, W.SERVING_DESK})
_REQUEST_DESK: Final = frozenset({W.AGENT, W.DISPATCHER})
UNSOLVED: Final = (S.NEW, S.OFFERED, S.ACCEPTED, S.ASSIGNED, S.WAITING)
# somebody serves it and the work is not done: the customer can be asked what it may cost (C4)
QUOTED_IN: Final = (S.ACCEPTED, S.ASSIGNED, S.WAITING)
# taken with a quote, by whoever sends or answers it: no step of the ticket's own
OF_REFERRALS: Final = frozenset({V.REFER, V.ADVISE})
OF_QUOTES: Final = frozenset({V.QUOTE, V.AGREE, V.DECLINE, V.WITHDRAW, V.EXPIRE})

TRANSITIONS: Final[tuple[Transition, ...]] = (
    Transition(V.OPEN, None, S.NEW, frozenset({W.OPENER, W.SYSTEM})),
    Transition(V.OFFER, S.NEW, S.OFFERED, frozenset({W.DISPATCHER, W.SYSTEM})),
    Transition(V.ACCEPT, S.OFFERED, S.ACCEPTED, frozenset({W.SERVING_DESK})),
    Transition(V.ACCEPT, S.NEW, S.ACCEPTED, frozenset({W.DISPATCHER})),
    Transition(V.REFUSE, S.OFFERED, S.NEW, frozenset({W.SERVING_DESK})),
    Transition(V.LAPSE, S.OFFERED, S.NEW, frozenset({W.SYSTEM})),
    Transition(V.ASSIGN, S.ACCEPTED, S.ASSIGNED, _ASSIGNERS),
    Transition(V.ASSIGN, S.ASSIGNED, S.ASSIGNED, _ASSIGNERS),
    *(
        Transition(verb, status, status, _WAITERS)
        for verb in (V.APPOINT, V.CONFIRM, V.CALL_OFF)
        for status in (S.ACCEPTED, S.ASSIGNED, S.WAITING)
    ),
    Transition(V.WAIT, S.ACCEPTED, S.WAITING, _WAITERS),
    Transition(V.WAIT, S.ASSIGNED, S.WAITING, _WAITERS),
    Transition(V.CHASE, S.WAITING, S.WAITING, _SPEAKERS),
    Transition(V.RESUME, S.WAITING, S.ACCEPTED, _WAITERS | {W.SYSTEM}),
    Transition(V.RESUME, S.WAITING, S.ASSIGNED, _WAITERS | {W.SYSTEM}),
    *(Transition(verb, source, source, _SPEAKERS) for verb in (V.PROMISE, V.ANSWER) for source in UNSOLVED),
    *(Transition(V.DEPART, status, status, frozenset({W.ENGINEER})) for status in (S.ASSIGNED, S.WAITING)),
    # whoever arrives waits no longer, neither for the agreed time nor for the customer
    *(
        Transition(V.ARRIVE, status, S.ASSIGNED, frozenset({W.ENGINEER}))
        for status in (S.ASSIGNED, S.WAITING)
    ),
    Transition(V.RECORD, S.ASSIGNED, S.RESOLVED, frozenset({W.ENGINEER})),
    Transition(V.RECORD, S.ASSIGNED, S.ASSIGNED, frozenset({W.ENGINEER})),
    Transition(V.SOLVE, S.NEW, S.RESOLVED, _SOLVERS),
    Transition(V.SOLVE, S.ACCEPTED, S.RESOLVED, _SOLVERS),
    Transition(V.REOPEN, S.RESOLVED, S.ASSIGNED, _SOLVERS | {W.CUSTOMER}),
    Transition(V.REOPEN, S.RESOLVED, S.ACCEPTED, _SOLVERS | {W.CUSTOMER}),
    Transition(V.CLOSE, S.RESOLVED, S.CLOSED, frozenset({W.SERVING_DESK, W.HEADQUARTERS, W.CUSTOMER})),
    *(
        Transition(verb, source, S.CANCELLED, _REQUEST_DESK)
        for verb in (V.CANCEL, V.MERGE)
        for source in UNSOLVED
    ),
    *(
        Transition(V.PRIORITIZE, status, status, _REQUEST_DESK)
        for status in (S.NEW, S.OFFERED, S.ACCEPTED, S.ASSIGNED, S.WAITING)
    ),
    # known better with each look at the machine, and still when the work is done
    *(Transition(V.CLASSIFY, status, status, _SPEAKERS) for status in (*UNSOLVED, S.RESOLVED)),
    *(Transition(V.QUOTE, status, S.WAITING, _WAITERS) for status in QUOTED_IN),
    # what ends with the quote goes on from where it waited; what waits for something else stays
    *(
        Transition(verb, source, target, who)
        for verb, who in (
            (V.AGREE, _SPEAKERS | {W.CUSTOMER}),
            (V.DECLINE, _SPEAKERS | {W.CUSTOMER}),
            (V.WITHDRAW, _WAITERS),
            (V.EXPIRE, frozenset({W.SYSTEM})),
        )
        for source, target in (
            (S.WAITING, S.ACCEPTED),
            (S.WAITING, S.ASSIGNED),
            *((status, status) for status in QUOTED_IN),
        )
    ),
    # headquarters is asked about a hard case while the work goes on; a wait for it ends with the answer
    *(Transition(V.REFER, status, status, _WAITERS) for status in QUOTED_IN),
    *(
        Transition(V.ADVISE, source, target, frozenset({W.SUPPORT}))
        for source, target in (
            (S.WAITING, S.ACCEPTED),
            (S.WAITING, S.ASSIGNED),
            *((status, status) for status in QUOTED_IN),
        )
    ),
    *(
        Transition(verb, status, status, frozenset({W.SYSTEM}))
        for verb in (V.WARN, V.ESCALATE)
        for status in (*UNSOLVED, S.RESOLVED)
    ),
    Transition(V.IMPORT, None, S.CLOSED, frozenset({W.SYSTEM})),
)
FINAL: Final = frozenset({S.CLOSED, S.CANCELLED})
# what the system notices of a ticket: nothing was done by it
NOTICED: Final = frozenset({V.WARN, V.ESCALATE})
OPEN: Final = tuple(status for status in S if status not in FINAL)


class TransitionNotAllowed(Refusal):
    """The ticket stands where this verb leads nowhere."""

    code = "transition_not_allowed"
    status = 409
    message = _("“%(verb)s” is not possible: the ticket is “%(status)s”. Reload the page to see what is.")


def roles_for(verb: TicketVerb, source: TicketStatus | None, target: TicketStatus) -> frozenset[Standing]:
    """Return who may make a move; refuse a move that the table does not hold."""
    for transition in TRANSITIONS:
        if (transition.verb, transition.source, transition.target) == (verb, source, target):
            return transition.roles
    raise TransitionNotAllowed(verb=verb.label, status=source.label if source else "–")


def verbs_from(source: TicketStatus, standings: frozenset[Standing]) -> frozenset[TicketVerb]:
    """Return the verbs open to a person who stands so to a ticket in this state."""
    return frozenset(row.verb for row in TRANSITIONS if row.source == source and row.roles & standings)
