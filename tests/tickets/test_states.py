"""The life of a ticket, move by move and person by person: tables, no database (D5)."""

from itertools import product

import pytest

from tickets.states import (
    FINAL,
    OPEN,
    TRANSITIONS,
    Standing,
    TicketStatus,
    TicketVerb,
    TransitionNotAllowed,
    roles_for,
    verbs_from,
)

S, V, W = TicketStatus, TicketVerb, Standing

# Written from the words of the rule, apart from the code: verb, from, to, who.
WORDS = """
open     -                                          new        opener system
offer    new                                        offered    dispatcher system
accept   offered                                    accepted   serving_desk
accept   new                                        accepted   dispatcher
refuse   offered                                    new        serving_desk
lapse    offered                                    new        system
assign   accepted,assigned                          assigned   serving_desk
appoint  accepted                                   accepted   serving_desk engineer
appoint  assigned                                   assigned   serving_desk engineer
appoint  waiting                                    waiting    serving_desk engineer
confirm  accepted                                   accepted   serving_desk engineer
confirm  assigned                                   assigned   serving_desk engineer
confirm  waiting                                    waiting    serving_desk engineer
call_off accepted                                   accepted   serving_desk engineer
call_off assigned                                   assigned   serving_desk engineer
call_off waiting                                    waiting    serving_desk engineer
wait     accepted,assigned                          waiting    serving_desk engineer
chase    waiting                                    waiting    agent dispatcher serving_desk engineer
resume   waiting                                    accepted   serving_desk engineer system
resume   waiting                                    assigned   serving_desk engineer system
promise  new,offered,accepted,assigned,waiting      same       agent dispatcher serving_desk engineer
answer   new,offered,accepted,assigned,waiting      same       agent dispatcher serving_desk engineer
depart   assigned,waiting                           same       engineer
arrive   assigned,waiting                           assigned   engineer
record   assigned                                   resolved   engineer
record   assigned                                   assigned   engineer
solve    new,accepted                               resolved   agent dispatcher serving_desk
reopen   resolved                                   assigned   agent dispatcher serving_desk customer
reopen   resolved                                   accepted   agent dispatcher serving_desk customer
close    resolved                                   closed     serving_desk headquarters customer
cancel   new,offered,accepted,assigned,waiting      cancelled  agent dispatcher
prioritize new                                      new        agent dispatcher
prioritize offered                                  offered    agent dispatcher
prioritize accepted                                 accepted   agent dispatcher
prioritize assigned                                 assigned   agent dispatcher
prioritize waiting                                  waiting    agent dispatcher
classify new,offered,accepted,assigned,waiting,resolved same   agent dispatcher serving_desk engineer
merge    new,offered,accepted,assigned,waiting      cancelled  agent dispatcher
quote    accepted,assigned,waiting                  waiting    serving_desk engineer
agree    waiting                                    accepted   agent dispatcher serving_desk engineer customer
agree    waiting                                    assigned   agent dispatcher serving_desk engineer customer
agree    accepted,assigned,waiting                  same       agent dispatcher serving_desk engineer customer
decline  waiting                                    accepted   agent dispatcher serving_desk engineer customer
decline  waiting                                    assigned   agent dispatcher serving_desk engineer customer
decline  accepted,assigned,waiting                  same       agent dispatcher serving_desk engineer customer
withdraw waiting                                    accepted   serving_desk engineer
withdraw waiting                                    assigned   serving_desk engineer
withdraw accepted,assigned,waiting                  same       serving_desk engineer
expire   waiting                                    accepted   system
expire   waiting                                    assigned   system
expire   accepted,assigned,waiting                  same       system
refer    accepted,assigned,waiting                  same       serving_desk engineer
advise   waiting                                    accepted   support
advise   waiting                                    assigned   support
advise   accepted,assigned,waiting                  same       support
warn     new,offered,accepted,assigned,waiting,resolved same   system
escalate new,offered,accepted,assigned,waiting,resolved same   system
import   -                                          closed     system
"""


def expected():
    moves = {}
    for line in WORDS.strip().splitlines():
        verb, sources, target, *roles = line.split()
        for source in sources.split(","):
            ends = source if target == "same" else target
            moves[verb, None if source == "-" else source, ends] = frozenset(roles)
    return moves


EXPECTED = expected()
EVERY_MOVE = list(product(V, [None, *S], S))


@pytest.mark.parametrize(("verb", "source", "target"), EVERY_MOVE)
def test_a_move_is_possible_exactly_where_the_rule_says_so(verb, source, target):
    """D5: 33 verbs × 9 sources × 8 targets, each with who may make it."""
    key = (verb.value, source.value if source else None, target.value)
    if key in EXPECTED:
        assert roles_for(verb, source, target) == EXPECTED[key]
    else:
        with pytest.raises(TransitionNotAllowed) as refused:
            roles_for(verb, source, target)
        assert refused.value.status == 409


@pytest.mark.parametrize(("source", "standing"), list(product(S, W)))
def test_each_person_is_offered_exactly_their_verbs_in_each_state(source, standing):
    verbs = {
        verb for (verb, start, _), roles in EXPECTED.items() if start == source and standing.value in roles
    }
    assert {verb.value for verb in verbs_from(source, frozenset({standing}))} == verbs


def test_the_table_holds_each_move_once():
    moves = [(row.verb, row.source, row.target) for row in TRANSITIONS]
    assert len(moves) == len(set(moves)) == len(EXPECTED)


def test_closed_and_cancelled_are_final():
    """A fault that returns is a new ticket."""
    assert {row.source for row in TRANSITIONS} & FINAL == set()
    assert set(OPEN) == set(S) - FINAL
    before_resolved = {S.NEW, S.OFFERED, S.ACCEPTED, S.ASSIGNED, S.WAITING}
    assert {row.source for row in TRANSITIONS if row.verb == V.CANCEL} == before_resolved


def test_every_state_can_be_reached_and_left_to_an_end():
    reached = {None}
    while True:
        onward = {row.target for row in TRANSITIONS if row.source in reached} | reached
        if onward == reached:
            break
        reached = onward
    assert reached == {None, *S}
