"""Solved without a trip, closed, reopened, cancelled."""

import pytest
from django.core.exceptions import PermissionDenied

from dealers.models import ServiceStaff
from records.invariants import broken
from tickets.choices import OfferAnswer
from tickets.models import Ticket
from tickets.services import (
    NoteMissing,
    NoteTooLong,
    assign_ticket,
    cancel_ticket,
    close_ticket,
    reopen_ticket,
    solve_ticket,
)
from tickets.states import TicketStatus, TransitionNotAllowed
from tickets.ticket_page import history_line

pytestmark = pytest.mark.django_db

S = TicketStatus


@pytest.mark.parametrize(
    ("status", "person"),
    [(S.NEW, "agent"), (S.NEW, "dispatcher"), (S.ACCEPTED, "agent"), (S.ACCEPTED, "norths_desk")],
)
def test_what_needs_no_trip_is_solved_on_the_phone(request, ticket_in, status, person, at):
    actor = request.getfixturevalue(person)
    ticket = solve_ticket(ticket_in(status), actor=actor, at=at, note="指导调整")
    assert (ticket.status, ticket.resolved_at, ticket.outcome) == (S.RESOLVED, at, "solved")


def test_what_an_engineer_has_is_not_solved_on_the_phone(ticket_in, norths_desk, at):
    with pytest.raises(TransitionNotAllowed):
        solve_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at, note="好了")


@pytest.mark.parametrize("with_engineer", [True, False])
def test_a_resolved_ticket_is_taken_up_again(ticket_in, agent, norths_engineer, at, with_engineer):
    facts = {"engineer": norths_engineer} if with_engineer else {}
    ticket = ticket_in(S.RESOLVED, resolved_at=at, outcome="fixed", **facts)
    ticket = reopen_ticket(ticket, actor=agent, at=at, reason="还在漏")
    assert ticket.status == (S.ASSIGNED if with_engineer else S.ACCEPTED)
    assert (ticket.resolved_at, ticket.outcome) == (None, "")


@pytest.mark.parametrize("facts", [{"is_active": False}, {"filing_status": "returned"}], ids=str)
def test_a_reopened_ticket_does_not_go_back_to_who_can_not_be_sent(
    ticket_in, norths_desk, norths_engineer, other_engineer, at, facts
):
    """B1, D5: only confirmed people who still serve; the step says who was relieved."""
    ticket = ticket_in(S.RESOLVED, engineer=norths_engineer)
    ServiceStaff.objects.filter(pk=norths_engineer.pk).update(**facts)
    ticket = reopen_ticket(Ticket.objects.get(pk=ticket.pk), actor=norths_desk, at=at, reason="还漏")
    assert (ticket.status, ticket.engineer) == (S.ACCEPTED, None)
    assert ticket.assignments.get().ended_at == at
    step = ticket.events.in_order().last()
    assert (step.verb, step.target, step.about, step.note) == ("reopen", "accepted", "赵师傅", "还漏")
    assert "赵师傅" in history_line(step, at.date())["text"]
    again = assign_ticket(ticket, actor=norths_desk, at=at, engineer=other_engineer)
    assert (again.status, again.engineer) == (S.ASSIGNED, other_engineer)
    assert [fault for _code, fault in broken("T", "X")] == []


@pytest.mark.parametrize("person", ["norths_desk", "agent", "dispatcher", "manager"])
def test_the_desk_and_headquarters_close(request, ticket_in, norths_engineer, person, at):
    """F5: the call after service counts from `closed_at`."""
    ticket = ticket_in(S.RESOLVED, engineer=norths_engineer)
    ticket = close_ticket(ticket, actor=request.getfixturevalue(person), at=at)
    assert (ticket.status, ticket.closed_at) == (S.CLOSED, at)
    assert ticket.assignments.get().ended_at == at


@pytest.mark.parametrize(
    "close",
    [
        lambda ticket, actor, at: close_ticket(ticket, actor=actor, at=at),
        lambda ticket, actor, at: reopen_ticket(ticket, actor=actor, at=at, reason="漏"),
    ],
)
@pytest.mark.parametrize("person", ["centres_desk", "souths_desk", "deputy", "norths_engineer"])
def test_nobody_else_closes_or_reopens(request, ticket_in, close, person, at):
    found = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        close(ticket_in(S.RESOLVED), getattr(found, "user", found), at)


def test_an_unresolved_ticket_is_not_closed(ticket_in, norths_desk, at):
    with pytest.raises(TransitionNotAllowed):
        close_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at)


@pytest.mark.parametrize("status", [S.NEW, S.OFFERED, S.ACCEPTED, S.ASSIGNED, S.WAITING])
def test_anything_before_resolved_is_cancelled(ticket_in, agent, at, status):
    ticket = cancel_ticket(ticket_in(status), actor=agent, at=at, reason="客户自己修好了")
    assert (ticket.status, ticket.waiting_from) == (S.CANCELLED, "")
    assert not ticket.offers.pending().exists()
    assert not ticket.assignments.current().exists()


def test_an_open_offer_is_withdrawn_with_the_ticket(ticket_in, dispatcher, at):
    ticket = cancel_ticket(ticket_in(S.OFFERED), actor=dispatcher, at=at, reason="重复")
    assert ticket.offers.get().answer == OfferAnswer.WITHDRAWN


@pytest.mark.parametrize("status", [S.RESOLVED, S.CLOSED, S.CANCELLED])
def test_what_is_done_is_not_cancelled(ticket_in, agent, at, status):
    with pytest.raises(TransitionNotAllowed):
        cancel_ticket(ticket_in(status), actor=agent, at=at, reason="重复")


@pytest.mark.parametrize("person", ["norths_desk", "souths_desk"])
def test_a_dealer_cancels_and_solves_nothing_that_is_not_its(request, ticket_in, person, at):
    actor = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        cancel_ticket(ticket_in(S.ACCEPTED), actor=actor, at=at, reason="重复")
    with pytest.raises(PermissionDenied):
        solve_ticket(ticket_in(S.NEW), actor=actor, at=at, note="好了")


WORDLESS = [
    (solve_ticket, S.NEW, "note"),
    (reopen_ticket, S.RESOLVED, "reason"),
    (cancel_ticket, S.NEW, "reason"),
]


@pytest.mark.parametrize(("verb", "status", "field"), WORDLESS)
@pytest.mark.parametrize(("text", "refusal"), [("", NoteMissing), ("长" * 1001, NoteTooLong)])
def test_a_reason_is_given_and_fits(ticket_in, agent, at, verb, status, field, text, refusal):
    with pytest.raises(refusal) as refused:
        verb(ticket_in(status), actor=agent, at=at, **{field: text})
    assert refused.value.field == field


def test_a_note_of_closing_may_be_empty_and_not_too_long(ticket_in, agent, at):
    with pytest.raises(NoteTooLong):
        close_ticket(ticket_in(S.RESOLVED), actor=agent, at=at, note="长" * 1001)


def test_lines_of_a_note_stay_lines_and_invisible_signs_go(ticket_in, agent, at):
    ticket = solve_ticket(ticket_in(S.NEW), actor=agent, at=at, note=" 第一步\r\n第二步\u202e\x07 ")
    assert ticket.events.in_order().last().note == "第一步\n第二步"
