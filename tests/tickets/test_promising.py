"""Promised answers: made, kept, broken, late in working time (D10)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from records.invariants import broken
from tickets import due
from tickets.models import Ticket, TicketPromise
from tickets.services import (
    MomentNotPossible,
    NoteMissing,
    NothingPromised,
    cancel_ticket,
    give_answer,
    promise_answer,
    record_service,
    wait_ticket,
)
from tickets.states import UNSOLVED, TicketStatus, TransitionNotAllowed

pytestmark = pytest.mark.django_db

S = TicketStatus
UNTIL = datetime(2026, 9, 15, 8, tzinfo=UTC)  # Tuesday 16:00 in the service region


def lateness(ticket):
    return [row.late_minutes for row in ticket.promises.order_by("pk")]


@pytest.mark.parametrize("status", UNSOLVED)
def test_an_answer_is_promised_until_a_moment_and_kept(ticket_in, agent, at, status):
    ticket = promise_answer(ticket_in(status), actor=agent, at=at, until=UNTIL, note="问过厂家再答复")
    assert (ticket.status, ticket.promised_until) == (status, UNTIL)
    step = ticket.events.in_order().last()
    assert (step.verb, step.source, step.target, step.note) == ("promise", status, status, "问过厂家再答复")
    ticket = give_answer(ticket, actor=agent, at=UNTIL, note="配件周四到")
    assert ticket.promised_until is None
    assert lateness(ticket) == [0]
    assert [fault for _code, fault in broken("T", "X", "D")] == []


@pytest.mark.parametrize(
    ("answered", "late"),
    [
        (UNTIL + timedelta(minutes=1), 1),
        (UNTIL + timedelta(hours=17), 90 + 30),  # 9:00 next day: until 17:30, and from 8:30 on
    ],
)
def test_a_broken_promise_is_late_in_working_time(ticket_in, agent, at, answered, late):
    ticket = promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=UNTIL)
    assert lateness(give_answer(ticket, actor=agent, at=answered, note="已答复")) == [late]


def test_the_promise_stands_among_what_is_due_next(ticket_in, agent, norths_desk, at):
    """D3: the list sorts by it, also while the clocks stand still."""
    soon = at + timedelta(minutes=10)
    ticket = promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=soon)
    assert (ticket.due_at, ticket.due_clock) == (soon, "promise")
    ticket = wait_ticket(ticket, actor=norths_desk, at=at, reason="customer")
    assert (ticket.due_at, ticket.due_clock) == (soon, "promise")
    ticket = give_answer(ticket, actor=agent, at=at, note="已答复")
    assert (ticket.due_at, ticket.due_clock) == (None, "")


def test_a_new_promise_answers_the_one_before(ticket_in, agent, at):
    """D10: to be told a new time in time is an answer; too late, the first was broken."""
    ticket = promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=UNTIL)
    ticket = promise_answer(ticket, actor=agent, at=UNTIL, until=UNTIL + timedelta(minutes=30))
    ticket = promise_answer(
        ticket, actor=agent, at=UNTIL + timedelta(hours=1), until=UNTIL + timedelta(days=1)
    )
    assert lateness(ticket) == [0, 30, None]


def test_the_repair_answers_too_and_so_does_the_end(ticket_in, agent, norths_engineer, at):
    ticket = promise_answer(ticket_in(S.ASSIGNED), actor=agent, at=at, until=UNTIL)
    record_service(
        ticket, actor=norths_engineer.user, at=UNTIL, work_done="换件", minutes_worked=5, result="fixed"
    )
    ticket.refresh_from_db()
    assert (ticket.promised_until, lateness(ticket)) == (None, [0])
    other = promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=UNTIL)
    other = cancel_ticket(other, actor=agent, at=at, reason="不修了")
    assert (other.promised_until, lateness(other)) == (None, [0])


def test_a_trip_without_repair_leaves_the_promise_open(ticket_in, agent, norths_engineer, at):
    ticket = promise_answer(ticket_in(S.ASSIGNED), actor=agent, at=at, until=UNTIL)
    record_service(
        ticket, actor=norths_engineer.user, at=at, work_done="缺件", minutes_worked=5, result="not_fixed"
    )
    ticket.refresh_from_db()
    assert (ticket.promised_until, lateness(ticket)) == (UNTIL, [None])


@pytest.mark.parametrize("until", [timedelta(), timedelta(minutes=-1), timedelta(days=367)])
def test_a_moment_that_can_not_be_promised_is_refused(ticket_in, agent, at, until):
    with pytest.raises(MomentNotPossible) as refused:
        promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=at + until)
    assert refused.value.field == "until"
    assert not TicketPromise.objects.exists()


def test_an_answer_needs_words_and_a_promise(ticket_in, agent, at):
    ticket = promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=UNTIL)
    with pytest.raises(NoteMissing):
        give_answer(ticket, actor=agent, at=at, note="")
    with pytest.raises(NothingPromised) as refused:
        give_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, note="已答复")
    assert refused.value.status == 409


def test_what_is_resolved_gets_no_promise(ticket_in, agent, at):
    with pytest.raises(TransitionNotAllowed):
        promise_answer(ticket_in(S.RESOLVED), actor=agent, at=at, until=UNTIL)


@pytest.mark.parametrize("person", ["souths_desk", "centres_desk", "deputy"])
def test_who_is_nothing_to_the_ticket_promises_nothing(request, ticket_in, person, at):
    actor = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        promise_answer(ticket_in(S.ACCEPTED), actor=actor, at=at, until=UNTIL)
    with pytest.raises(PermissionDenied):
        give_answer(ticket_in(S.ACCEPTED), actor=actor, at=at, note="已答复")


def test_a_promise_is_due_from_who_serves_on_its_day(ticket_in, agent, norths_desk, at):
    promise_answer(ticket_in(S.OFFERED), actor=agent, at=at, until=UNTIL + timedelta(days=1))
    assert [item.button for item in due.items(norths_desk, at)] == ["接单"]
    assert [item.button for item in due.items(norths_desk, at + timedelta(days=1))] == ["答复"]
    assert due.items(agent, at) == []  # it is the dealer's to answer
    promise_answer(ticket_in(S.NEW), actor=agent, at=at, until=UNTIL)
    assert [item.button for item in due.items(agent, at)] == ["答复"]


def test_the_database_keeps_one_open_promise_and_only_while_unsolved(ticket_in, agent, at):
    ticket = promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=UNTIL)
    with pytest.raises(IntegrityError):
        TicketPromise.objects.create(ticket=ticket, until=UNTIL, made=ticket.events.in_order().first())


def test_nothing_is_promised_on_what_is_finished(ticket_in):
    ticket = ticket_in(S.CLOSED)
    with pytest.raises(IntegrityError, match=r"ticket_promised_only_while_unsolved|CHECK"):
        Ticket.objects.filter(pk=ticket.pk).update(promised_until=UNTIL)


@pytest.fixture
def promised(ticket_in, agent, at):
    return promise_answer(ticket_in(S.ACCEPTED), actor=agent, at=at, until=UNTIL, note="问厂家")


def test_the_page_shows_it_among_the_clocks_with_its_why(client, promised, norths_desk, at, time_machine):
    time_machine.move_to(at, tick=False)
    client.force_login(norths_desk)
    shown = client.get(promised.get_absolute_url()).content.decode()
    assert "承诺答复" in shown
    why = client.get(f"{promised.get_absolute_url()}clocks/promise/")
    assert why.status_code == 200
    for said in ("问厂家", "6:00", "承诺答复"):
        assert said in why.content.decode()


def test_a_broken_one_says_how_late(client, promised, norths_desk, time_machine):
    time_machine.move_to(UNTIL + timedelta(hours=1), tick=False)
    client.force_login(norths_desk)
    assert "超 1:00" in client.get(promised.get_absolute_url()).content.decode()
    assert "此后的工作时间" in client.get(f"{promised.get_absolute_url()}clocks/promise/").content.decode()


def test_without_a_promise_there_is_no_why(client, ticket_in, norths_desk):
    client.force_login(norths_desk)
    ticket = ticket_in(S.ACCEPTED)
    assert client.get(f"{ticket.get_absolute_url()}clocks/promise/").status_code == 404


def test_another_dealer_finds_no_promise(client, promised, souths_desk):
    client.force_login(souths_desk)
    assert client.get(f"{promised.get_absolute_url()}clocks/promise/").status_code == 404


def test_the_form_asks_for_the_moment_and_keeps_what_was_typed(
    client, ticket_in, norths_desk, at, time_machine
):
    time_machine.move_to(at, tick=False)
    client.force_login(norths_desk)
    ticket = ticket_in(S.ACCEPTED)
    address = f"{ticket.get_absolute_url()}promise/"
    sent = {"until": "2026-09-14T16:00", "note": "问厂家", "version": ticket.version}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "问厂家" in refused.content.decode()
    done = client.post(address, sent | {"until": "2026-09-15T16:00"})
    assert done.status_code == 302
    ticket.refresh_from_db()
    assert ticket.promised_until == UNTIL
