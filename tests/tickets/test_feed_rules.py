"""One event a trip, revised as its window changes: a table (D5)."""

from datetime import UTC, datetime, timedelta

import pytest

from tickets.feed_rules import Agreed, trips

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def agreed(n, state):
    """The n-th window: begins n hours later, was made n minutes later and ended half a minute after."""
    ended_at = None if state == "agreed" else AT + timedelta(minutes=n, seconds=30)
    return Agreed(AT + n * HOUR, AT + (n + 1) * HOUR, state, AT + timedelta(minutes=n), ended_at)


def seen(*states):
    found = trips(agreed(n, state) for n, state in enumerate(states))
    return [
        (one.turn, one.sequence, (one.begins_at - AT) // HOUR, "off" if one.is_called_off else "on")
        for one in found
    ]


@pytest.mark.parametrize(
    ("states", "events"),
    [
        ([], []),
        (["agreed"], [(1, 0, 0, "on")]),
        (["kept"], [(1, 0, 0, "on")]),
        (["changed", "agreed"], [(1, 1, 1, "on")]),
        (["changed", "changed", "kept"], [(1, 2, 2, "on")]),
        (["called_off"], [(1, 1, 0, "off")]),
        (["changed", "called_off"], [(1, 2, 1, "off")]),
        (["called_off", "agreed"], [(1, 1, 0, "off"), (2, 0, 1, "on")]),
        (["kept", "changed", "agreed"], [(1, 0, 0, "on"), (2, 1, 2, "on")]),
        (["changed", "kept", "called_off", "kept"], [(1, 1, 1, "on"), (2, 1, 2, "off"), (3, 0, 3, "on")]),
        (["changed"], []),  # between the end of the old window and the new one nobody reads
    ],
)
def test_a_ticket_has_one_event_a_trip(states, events):
    assert seen(*states) == events


def test_an_event_was_changed_when_its_window_was_made_or_called_off():
    (made,) = trips([agreed(0, "changed"), agreed(3, "agreed")])
    assert made.changed_at == AT + timedelta(minutes=3)
    (off,) = trips([agreed(3, "called_off")])
    assert off.changed_at == AT + timedelta(minutes=3, seconds=30)


def test_the_sequence_of_an_event_only_rises():
    """Whatever is done to a ticket, a program that read it before finds no lower number."""
    states = ["changed", "changed", "called_off", "changed", "agreed"]
    known = {}
    for n in range(len(states)):
        now = [state if m < n else "agreed" for m, state in enumerate(states[: n + 1])]
        for turn, sequence, _begins, _how in seen(*now) + seen(*states[: n + 1]):
            assert sequence >= known.get(turn, 0)
            known[turn] = sequence
