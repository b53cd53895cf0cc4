"""The documents of states are drawn from the tables and fresh (C4, D5)."""

import pytest

from tickets import appointment_states, states
from tickets.appointment_states import ENDED_BY
from tickets.choices import AppointmentState
from tickets.days import states as day_states
from tickets.diagram import DOCUMENTS
from tickets.onsite import states as record_states
from tickets.quotes import states as quote_states
from tickets.quotes.states import QuoteStatus
from tickets.referrals import states as referral_states

TABLES = {
    "ticket-states.md": states.TRANSITIONS,
    "quote-states.md": quote_states.TRANSITIONS,
    "appointment-states.md": appointment_states.TRANSITIONS,
    "record-states.md": record_states.TRANSITIONS,
    "referral-states.md": referral_states.TRANSITIONS,
    "day-states.md": day_states.TRANSITIONS,
}
WRITTEN = {path.name: (path, document) for path, document in DOCUMENTS.items()}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_document_is_fresh(name):
    """Run `python -m tickets.diagram` where this fails."""
    path, document = WRITTEN[name]
    assert path.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_move_stands_in_it(name):
    written = WRITTEN[name][1]()
    for move in TABLES[name]:
        source = f"`{move.source}`" if move.source else "–"
        assert f"| {move.verb} | {source} | `{move.target}` |" in written


@pytest.mark.parametrize(
    ("name", "begins", "ends"),
    [
        ("ticket-states.md", ["[*] --> new: open"], ["cancelled", "closed"]),
        ("quote-states.md", ["[*] --> drafted: draft"], ["agreed", "declined", "lapsed", "withdrawn"]),
        ("appointment-states.md", ["[*] --> agreed: appoint"], ["called_off", "changed", "kept"]),
        ("referral-states.md", ["[*] --> drafted: draft"], ["answered", "ended"]),
        ("record-states.md", ["[*] --> open: arrive, begin, depart"], ["broken_off"]),
        ("day-states.md", ["[*] --> planned: join"], ["dropped"]),
    ],
)
def test_where_it_begins_and_ends_is_drawn(name, begins, ends):
    drawn = WRITTEN[name][1]()
    assert all(one in drawn for one in begins)
    assert [line.split()[0] for line in drawn.splitlines() if line.endswith("--> [*]")] == ends


def test_each_state_is_reached():
    for states_of, moves in (
        (QuoteStatus, quote_states.TRANSITIONS),
        (AppointmentState, TABLES["appointment-states.md"]),
    ):
        reached = {move.target for move in moves}
        assert set(states_of) - reached <= {QuoteStatus.DRAFTED}


def test_each_step_that_ends_an_agreed_time_ends_it_in_one_way():
    assert set(ENDED_BY.values()) == set(AppointmentState) - {AppointmentState.AGREED}
