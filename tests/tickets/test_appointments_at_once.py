"""One person is not expected in two places, even where two desks agree at the same moment (D5)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from records.invariants import broken
from records.refusals import Refusal
from tests.tickets.test_appointments import HOUR, TWO, agree
from tickets.models import Ticket, TicketAppointment
from tickets.services import EngineerNotPossible, appoint_ticket, assign_ticket
from tickets.states import TicketStatus

S = TicketStatus


def faults():
    return [fault for _code, fault in broken("D5")]


def at_once(steps):
    """Take each step in a thread with a connection of its own; return what became of them."""
    start = Barrier(len(steps))

    def act(step):
        try:
            start.wait(timeout=30)
            step()
        except Refusal as refusal:
            return type(refusal)
        else:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(act, steps))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_eight_windows_agreed_at_the_same_moment_for_one_person_one_holds(ticket_in, norths_desk, at):
    """PostgreSQL: the person's row is held until the end; SQLite: one writer at a time."""
    pks = [ticket_in(S.ASSIGNED).pk for _ in range(8)]
    assert norths_desk.rights
    assert norths_desk.roles

    def agreeing(n):
        def step():
            ticket = Ticket.objects.select_related("engineer").get(pk=pks[n])
            begins = TWO + timedelta(minutes=10 * n)
            appoint_ticket(ticket, actor=norths_desk, at=at, begins_at=begins, ends_at=begins + 2 * HOUR)

        return step

    answers = at_once([agreeing(n) for n in range(8)])
    assert sorted(answers, key=str).count(None) == 1
    assert set(answers) - {None} == {EngineerNotPossible}
    assert TicketAppointment.objects.agreed().count() == 1
    assert faults() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_ticket_given_and_a_window_agreed_at_the_same_moment_do_not_collide(
    ticket_in, norths_desk, norths_engineer, at
):
    theirs = ticket_in(S.ASSIGNED)
    other = agree(ticket_in(S.ACCEPTED), norths_desk, at, begins=TWO + HOUR)
    assert norths_desk.rights
    assert norths_desk.roles
    answers = at_once(
        [
            lambda: agree(Ticket.objects.select_related("engineer").get(pk=theirs.pk), norths_desk, at),
            lambda: assign_ticket(
                Ticket.objects.get(pk=other.pk), actor=norths_desk, at=at, engineer=norths_engineer
            ),
        ]
    )
    assert answers.count(None) == 1
    assert faults() == []


@pytest.mark.django_db
def test_the_invariant_sees_two_windows_of_one_person(ticket_in, norths_desk, norths_engineer, at):
    first = agree(ticket_in(S.ASSIGNED), norths_desk, at, hours=4)
    inside = agree(ticket_in(S.ACCEPTED), norths_desk, at, begins=TWO + HOUR, hours=1)
    after = agree(ticket_in(S.ACCEPTED), norths_desk, at, begins=TWO + 2 * HOUR, hours=1)
    touching = agree(ticket_in(S.ACCEPTED), norths_desk, at, begins=TWO + 4 * HOUR, hours=1)
    assert faults() == []
    for ticket in (inside, after, touching):
        Ticket.objects.filter(pk=ticket.pk).update(engineer=norths_engineer)
        ticket.assignments.create(engineer=norths_engineer, assigned_at=at, assigned_by=norths_desk)
    assert faults() == [
        f"ticket {one}: its engineer is expected at ticket {first} at that time" for one in (inside, after)
    ]
    inside.assignments.update(assigned_at=TWO + 3 * HOUR)  # it was over before it came to the person
    assert faults() == [f"ticket {after}: its engineer is expected at ticket {first} at that time"]
