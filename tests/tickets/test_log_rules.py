"""What each event of a log asks of a ticket in each state, as one table."""

import pytest

from tickets.log_rules import REACHES, LoggedEvent, StateReached, steps_for
from tickets.states import TRANSITIONS, TicketStatus, TransitionNotAllowed

S = TicketStatus
E = LoggedEvent
REACHED, NEVER = "reached", "never"
TABLE = {
    E.OPEN: dict.fromkeys(S, REACHED) | {None: "open"},
    E.ACCEPT: {
        None: "open accept",
        S.NEW: "accept",
        S.ACCEPTED: REACHED,
        S.ASSIGNED: REACHED,
        S.WAITING: "resume",
        S.RESOLVED: "reopen",
    },
    E.WAIT: {
        None: "open accept wait",
        S.NEW: "accept wait",
        S.ACCEPTED: "wait",
        S.ASSIGNED: "wait",
        S.WAITING: REACHED,
        S.RESOLVED: "reopen wait",
    },
    E.SOLVE: {
        None: "open solve",
        S.NEW: "solve",
        S.ACCEPTED: "solve",
        S.WAITING: "resume solve",
        S.RESOLVED: REACHED,
    },
    E.CLOSE: {S.RESOLVED: "close", S.CLOSED: REACHED},
    E.CANCEL: {
        None: "open cancel",
        S.NEW: "cancel",
        S.ACCEPTED: "cancel",
        S.ASSIGNED: "cancel",
        S.WAITING: "cancel",
        S.CANCELLED: REACHED,
    },
}


@pytest.mark.parametrize("status", [None, *S])
@pytest.mark.parametrize("event", list(E))
def test_each_event_in_each_state(event, status):
    expected = TABLE[event].get(status, NEVER)
    if expected == REACHED:
        with pytest.raises(StateReached):
            steps_for(event, status)
    elif expected == NEVER:
        with pytest.raises(TransitionNotAllowed):
            steps_for(event, status)
    else:
        assert " ".join(steps_for(event, status)) == expected


@pytest.mark.parametrize("event", list(E))
@pytest.mark.parametrize("status", [None, S.NEW, S.ACCEPTED, S.WAITING, S.RESOLVED])
def test_the_steps_lead_by_the_table_of_moves_to_the_state_that_is_said(event, status):
    """Of tickets without an engineer: what is gone on with and what is reopened is accepted then."""
    if TABLE[event].get(status, NEVER) in {REACHED, NEVER}:
        return
    at = status
    for verb in steps_for(event, status):
        targets = {row.target for row in TRANSITIONS if row.verb == verb and row.source == at} - {S.ASSIGNED}
        (at,) = targets
    assert at == REACHES[event]
