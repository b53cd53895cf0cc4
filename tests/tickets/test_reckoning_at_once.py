"""Two sweeps read a changed calendar at the same moment, and people go on working (D3, F6)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connection, connections

from records.invariants import broken
from records.refusals import Refusal
from regulation.models import SpecialDay
from tickets.models import Reckoning, Ticket
from tickets.services import accept_ticket, reckon_anew, reckoning
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
def tickets(ticket_in, monkeypatch):
    monkeypatch.setattr(reckoning, "CHUNK", 3)
    found = [ticket_in(TicketStatus.OFFERED) for _ in range(12)]
    SpecialDay.objects.create(day=date(2026, 9, 16), is_workday=False, name="厂庆")
    return found


def test_each_ticket_is_read_once(tickets):
    moved = at_once(*[lambda: reckon_anew(NOON)] * 3)
    work = Reckoning.objects.get()
    assert (sum(moved), work.read, work.moved, work.finished_at) == (12, 12, 12, NOON)
    assert [text for _code, text in broken("T1", "T2", "D3")] == []


def test_whoever_takes_a_step_meanwhile_leaves_what_the_history_says(tickets, norths_desk):
    def accept(ticket):
        return lambda: accept_ticket(Ticket.objects.get(pk=ticket.pk), actor=norths_desk, at=NOON)

    at_once(lambda: reckon_anew(NOON), *[accept(ticket) for ticket in tickets[:4]])
    assert reckon_anew(NOON) == 0
    assert [text for _code, text in broken("T1", "T2", "D3")] == []
