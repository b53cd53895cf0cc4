"""Offered, accepted, refused, assigned: each success, each refusal, what stays on record (D5, B1)."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from dealers.choices import FilingStatus
from tests.factories.dealers import ServiceStaffFactory
from tickets.choices import OfferAnswer
from tickets.models import Ticket
from tickets.services import (
    AlreadyAssigned,
    DealerNotServing,
    EngineerNotPossible,
    NoteMissing,
    NoteTooLong,
    accept_ticket,
    assign_ticket,
    offer_ticket,
    refuse_ticket,
)
from tickets.states import TicketStatus, TransitionNotAllowed

pytestmark = pytest.mark.django_db

S = TicketStatus


def last_step(ticket):
    step = ticket.events.in_order().last()
    return step.verb, step.source, step.target, step.actor, step.note, step.about


def test_the_dispatcher_offers_a_ticket_to_a_dealer(ticket_in, dispatcher, north, at):
    ticket = offer_ticket(ticket_in(S.NEW), actor=dispatcher, at=at, dealer=north)
    assert (ticket.status, ticket.dealer, ticket.moved_at) == (S.OFFERED, north, at)
    assert last_step(ticket) == ("offer", "new", "offered", dispatcher, "", north.name)
    offer = ticket.offers.pending().get()
    assert (offer.dealer, offer.offered_by) == (north, dispatcher)


def test_the_dispatcher_may_ask_a_dealer_again_that_refused(ticket_in, dispatcher, norths_desk, north, at):
    ticket = ticket_in(S.OFFERED)
    refuse_ticket(ticket, actor=norths_desk, at=at, reason="人手不够")
    assert offer_ticket(ticket, actor=dispatcher, at=at, dealer=north).status == S.OFFERED
    assert list(ticket.offers.order_by("pk").values_list("answer", flat=True)) == ["refused", "pending"]


def test_a_dealer_that_serves_no_more_is_not_asked(ticket_in, dispatcher, north, at):
    north.is_active = False
    with pytest.raises(DealerNotServing):
        offer_ticket(ticket_in(S.NEW), actor=dispatcher, at=at, dealer=north)


@pytest.mark.parametrize("person", ["agent", "norths_desk", "deputy"])
def test_only_the_dispatcher_offers(request, ticket_in, person, north, at):
    with pytest.raises(PermissionDenied):
        offer_ticket(ticket_in(S.NEW), actor=request.getfixturevalue(person), at=at, dealer=north)


def test_the_dealer_accepts(ticket_in, norths_desk, at):
    ticket = accept_ticket(ticket_in(S.OFFERED), actor=norths_desk, at=at)
    offer = ticket.offers.get()
    assert (ticket.status, offer.answer, offer.answered_at) == (S.ACCEPTED, OfferAnswer.ACCEPTED, at)


def test_headquarters_accepts_a_new_one_for_itself(ticket_in, dispatcher, at):
    ticket = accept_ticket(ticket_in(S.NEW), actor=dispatcher, at=at)
    assert (ticket.status, ticket.dealer, ticket.is_headquarters_own) == (S.ACCEPTED, None, True)


@pytest.mark.parametrize("person", ["souths_desk", "centres_desk", "agent", "dispatcher"])
def test_nobody_else_accepts_for_a_dealer(request, ticket_in, person, at):
    """L2: the centre sees it and does not act."""
    with pytest.raises(PermissionDenied):
        accept_ticket(ticket_in(S.OFFERED), actor=request.getfixturevalue(person), at=at)


def test_a_refused_ticket_goes_back_with_the_reason(ticket_in, norths_desk, north, at):
    ticket = refuse_ticket(ticket_in(S.OFFERED), actor=norths_desk, at=at, reason=" 人手不够 ")
    offer = ticket.offers.get()
    assert (ticket.status, ticket.dealer) == (S.NEW, None)
    assert (offer.answer, offer.reason, offer.answered_at) == (OfferAnswer.REFUSED, "人手不够", at)
    assert ticket.events.in_order().last().dealer == north
    assert not Ticket.objects.visible_to(norths_desk).exists()


@pytest.mark.parametrize(
    ("reason", "refusal"), [("", NoteMissing), (" ", NoteMissing), ("长" * 301, NoteTooLong)]
)
def test_a_refusal_needs_a_reason_that_fits(ticket_in, norths_desk, at, reason, refusal):
    with pytest.raises(refusal) as refused:
        refuse_ticket(ticket_in(S.OFFERED), actor=norths_desk, at=at, reason=reason)
    assert refused.value.field == "reason"
    assert Ticket.objects.get().status == S.OFFERED


def test_somebody_elses_offer_is_not_refused(ticket_in, souths_desk, at):
    with pytest.raises(PermissionDenied):
        refuse_ticket(ticket_in(S.OFFERED), actor=souths_desk, at=at, reason="远")


def test_the_desk_assigns_a_confirmed_engineer(ticket_in, norths_desk, norths_engineer, at):
    ticket = assign_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, engineer=norths_engineer)
    assert (ticket.status, ticket.engineer) == (S.ASSIGNED, norths_engineer)
    assert last_step(ticket) == ("assign", "accepted", "assigned", norths_desk, "", "赵师傅")
    assert ticket.assignments.current().get().engineer == norths_engineer


def test_another_engineer_relieves_the_first(ticket_in, norths_desk, norths_engineer, other_engineer, at):
    ticket = assign_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at, engineer=other_engineer)
    assert ticket.engineer == other_engineer
    rows = ticket.assignments.order_by("pk").values_list("engineer", "ended_at")
    assert list(rows) == [(norths_engineer.pk, at), (other_engineer.pk, None)]


def test_the_same_engineer_is_not_assigned_twice(ticket_in, norths_desk, norths_engineer, at):
    with pytest.raises(AlreadyAssigned):
        assign_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at, engineer=norths_engineer)


def test_the_dispatcher_assigns_headquarters_own_staff(ticket_in, dispatcher, at):
    ours = ServiceStaffFactory(dealer=None, name="郑工")
    ticket = accept_ticket(ticket_in(S.NEW), actor=dispatcher, at=at)
    assert assign_ticket(ticket, actor=dispatcher, at=at, engineer=ours).engineer == ours


NOT_POSSIBLE = [
    (
        {"filing_status": FilingStatus.FILED},
        r"钱师傅 can't be sent: .*not confirmed the filing yet \(§ Acceptance and dispatch\)",
    ),
    ({"filing_status": FilingStatus.RETURNED}, "钱师傅 can't be sent: headquarters returned the filing"),
    ({"is_active": False}, "钱师傅 can't be sent: does not serve any more"),
]


@pytest.mark.parametrize(("facts", "said"), NOT_POSSIBLE)
def test_who_is_not_confirmed_is_not_dispatched_and_it_says_why(
    ticket_in, norths_desk, north, at, facts, said
):
    """B1: only confirmed staff."""
    person = ServiceStaffFactory(dealer=north, name="钱师傅", **facts)
    with override("en"), pytest.raises(EngineerNotPossible, match=said) as refused:
        assign_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, engineer=person)
    assert refused.value.field == "engineer"


def test_another_dealers_engineer_is_not_dispatched(ticket_in, norths_desk, souths_engineer, at):
    """X1."""
    with pytest.raises(EngineerNotPossible):
        assign_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, engineer=souths_engineer)


@pytest.mark.parametrize("person", ["souths_desk", "centres_desk", "dispatcher", "agent"])
def test_nobody_else_assigns_a_dealers_ticket(request, ticket_in, norths_engineer, person, at):
    with pytest.raises(PermissionDenied):
        assign_ticket(
            ticket_in(S.ACCEPTED), actor=request.getfixturevalue(person), at=at, engineer=norths_engineer
        )


def test_a_verb_that_leads_nowhere_is_said_so(ticket_in, norths_desk, norths_engineer, at):
    """The table is asked before the person: it is 409, not 403."""
    with pytest.raises(TransitionNotAllowed):
        assign_ticket(ticket_in(S.OFFERED), actor=norths_desk, at=at, engineer=norths_engineer)
    with pytest.raises(TransitionNotAllowed):
        accept_ticket(ticket_in(S.CLOSED), actor=norths_desk, at=at)


def test_a_role_of_another_row_of_the_verb_is_not_enough(ticket_in, norths_desk, north, at):
    """`new` is accepted by headquarters, though the verb is the desk's too."""
    ticket = ticket_in(S.NEW, dealer=north)  # never so in life: the table alone has to hold
    with pytest.raises(PermissionDenied):
        accept_ticket(ticket, actor=norths_desk, at=at)
