"""Two sweeps and a person at one ticket at the same moment: one alert, one message (D3, F6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection, connections

from records.invariants import broken
from records.models import OutboxMessage
from records.refusals import Refusal
from tickets.models import Ticket, TicketAlert, TicketEvent
from tickets.services import accept_ticket, raise_alerts
from tickets.states import TicketStatus

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]
NOON = datetime(2026, 9, 15, 4, tzinfo=UTC)


def at_once(*acts):
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Refusal as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


@pytest.fixture
def late(ticket_in, norths_desk, centres_desk):
    """Twelve tickets, each late by an hour at noon."""
    for person in (norths_desk, centres_desk):
        person.email = f"{person.username}@example.com"
        person.save()
    return [ticket_in(TicketStatus.OFFERED) for _ in range(12)]


def test_two_sweeps_at_once_tell_each_ticket_once(late):
    raised = at_once(lambda: raise_alerts(NOON), lambda: raise_alerts(NOON), lambda: raise_alerts(NOON))
    assert sum(raised) == len(late)
    assert TicketEvent.objects.filter(verb="escalate").count() == len(late)
    assert TicketAlert.objects.count() == 3 * len(late)
    assert OutboxMessage.objects.filter(template="staff.escalate", channel="email").count() == len(late)
    assert [text for _code, text in broken("T1", "T2", "D3")] == []


def test_a_person_and_a_sweep_at_once_leave_what_the_history_says(late, norths_desk):
    """Whoever comes second looks again: nobody is told of what was met, nothing is put back."""
    for ticket in late:
        at_once(
            lambda: raise_alerts(NOON),
            lambda ticket=ticket: accept_ticket(Ticket.objects.get(pk=ticket.pk), actor=norths_desk, at=NOON),
        )
    raise_alerts(NOON)
    assert [text for _code, text in broken("T1", "T2", "D3")] == []
