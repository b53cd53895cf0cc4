"""Tickets that belong together: linked, or merged where one request was written down twice."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from records.invariants import broken
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tickets.choices import OfferAnswer
from tickets.models import Ticket, TicketLink
from tickets.services import (
    AlreadyLinked,
    AnotherMachine,
    MergedElsewhere,
    NoteMissing,
    SameTicket,
    TicketMovedByAnother,
    accept_ticket,
    link_tickets,
    merge_ticket,
)
from tickets.states import TicketStatus, TransitionNotAllowed

pytestmark = pytest.mark.django_db

S = TicketStatus


def test_two_tickets_are_linked_once_whichever_names_the_other(ticket_in, agent, at):
    one, other = ticket_in(S.ACCEPTED), ticket_in(S.CLOSED)
    link = link_tickets(other, actor=agent, at=at, other=one, reason="同一批油泵")
    assert (link.first, link.second, link.reason, link.made_by) == (one, other, "同一批油泵", agent)
    with pytest.raises(AlreadyLinked) as refused:
        link_tickets(one, actor=agent, at=at, other=other, reason="再来")
    assert refused.value.field == "other"


def test_a_ticket_is_not_linked_with_itself_nor_without_a_reason(ticket_in, agent, at):
    one = ticket_in(S.ACCEPTED)
    with pytest.raises(SameTicket):
        link_tickets(one, actor=agent, at=at, other=one, reason="同一批")
    with pytest.raises(NoteMissing):
        link_tickets(one, actor=agent, at=at, other=ticket_in(S.NEW), reason=" ")


@pytest.mark.parametrize("person", ["souths_desk", "centres_desk", "deputy"])
def test_who_may_not_solve_links_nothing(request, ticket_in, person, at):
    actor = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        link_tickets(ticket_in(S.ACCEPTED), actor=actor, at=at, other=ticket_in(S.NEW), reason="同一批")


def test_each_page_names_the_other_to_who_may_see_it(client, ticket_in, agent, norths_desk, at):
    """L2: a dealer is not told of another dealer's ticket."""
    mine, foreign = ticket_in(S.ACCEPTED), TicketFactory(status=S.ACCEPTED)
    also_mine = ticket_in(S.RESOLVED)
    link_tickets(mine, actor=agent, at=at, other=foreign, reason="同一批油泵")
    link_tickets(also_mine, actor=agent, at=at, other=mine, reason="同一工地")
    client.force_login(agent)
    seen = client.get(mine.get_absolute_url()).content.decode()
    assert foreign.number in seen
    assert also_mine.number in seen
    assert mine.number in client.get(foreign.get_absolute_url()).content.decode()
    client.force_login(norths_desk)
    seen = client.get(mine.get_absolute_url()).content.decode()
    assert foreign.number not in seen
    assert "同一批油泵" not in seen
    assert also_mine.number in seen


def test_the_api_names_what_the_person_sees(client, ticket_in, agent, norths_desk, at):
    mine, foreign = ticket_in(S.ACCEPTED), TicketFactory(status=S.ACCEPTED)
    link_tickets(mine, actor=agent, at=at, other=foreign, reason="同一批油泵")
    for person, seen in ((agent, [foreign.number]), (norths_desk, [])):
        client.force_login(person)
        assert client.get(f"/api/v1/tickets/{mine.number}/").json()["linked"] == seen


@pytest.mark.parametrize("status", [S.NEW, S.OFFERED, S.ACCEPTED, S.ASSIGNED, S.WAITING])
def test_what_was_written_twice_goes_on_in_one(ticket_in, agent, at, status):
    twice, goes_on = ticket_in(status), ticket_in(S.ACCEPTED)
    twice = merge_ticket(twice, actor=agent, at=at, other=goes_on, reason="热线和网点各记一次")
    assert (twice.status, twice.merged_into) == (S.CANCELLED, goes_on)
    assert twice.due_at is None
    assert not twice.assignments.current().exists()
    assert not twice.offers.pending().exists()
    assert TicketLink.objects.get().reason == "热线和网点各记一次"
    assert [fault for _code, fault in broken("T", "X", "D")] == []


def test_an_offer_of_a_merged_ticket_is_withdrawn(ticket_in, agent, norths_desk, at):
    twice = ticket_in(S.OFFERED)
    stale = Ticket.objects.get(pk=twice.pk)
    merge_ticket(twice, actor=agent, at=at, other=ticket_in(S.ACCEPTED), reason="重复")
    assert twice.offers.get().answer == OfferAnswer.WITHDRAWN
    with pytest.raises(TicketMovedByAnother):
        accept_ticket(stale, actor=norths_desk, at=at)


def test_two_that_are_linked_already_can_be_merged(ticket_in, agent, at):
    one, other = ticket_in(S.NEW), ticket_in(S.ACCEPTED)
    link_tickets(one, actor=agent, at=at, other=other, reason="像是同一件")
    merge_ticket(one, actor=agent, at=at, other=other, reason="确是同一件")
    assert TicketLink.objects.count() == 1


@pytest.mark.parametrize("status", [S.CLOSED, S.CANCELLED])
def test_into_a_finished_ticket_nothing_is_merged(ticket_in, agent, at, status):
    with pytest.raises(MergedElsewhere):
        merge_ticket(ticket_in(S.NEW), actor=agent, at=at, other=ticket_in(status), reason="重复")


def test_two_machines_are_two_requests(ticket_in, agent, north, at):
    other = ticket_in(S.ACCEPTED, equipment=EquipmentFactory(dealer=north))
    with pytest.raises(AnotherMachine):
        merge_ticket(ticket_in(S.NEW), actor=agent, at=at, other=other, reason="重复")
    unnamed = TicketFactory(
        status=S.NEW,
        equipment=None,
        product=None,
        customer=None,
        contact=None,
        serial_number="",
        place_text="一号工地",
        contact_name="",
    )
    assert merge_ticket(unnamed, actor=agent, at=at, other=other, reason="重复").merged_into == other


def test_a_ticket_is_not_merged_into_itself(ticket_in, agent, at):
    one = ticket_in(S.NEW)
    with pytest.raises(SameTicket):
        merge_ticket(one, actor=agent, at=at, other=one, reason="重复")


def test_a_resolved_ticket_is_not_merged(ticket_in, agent, at):
    with pytest.raises(TransitionNotAllowed):
        merge_ticket(ticket_in(S.RESOLVED), actor=agent, at=at, other=ticket_in(S.NEW), reason="重复")


@pytest.mark.parametrize("person", ["norths_desk", "souths_desk", "deputy"])
def test_only_headquarters_merges(request, ticket_in, person, at):
    with pytest.raises(PermissionDenied):
        merge_ticket(
            ticket_in(S.ACCEPTED),
            actor=request.getfixturevalue(person),
            at=at,
            other=ticket_in(S.ACCEPTED),
            reason="重复",
        )


def test_the_database_keeps_merged_tickets_ended_and_links_in_order(ticket_in):
    one, other = ticket_in(S.NEW), ticket_in(S.NEW)
    with pytest.raises(IntegrityError, match=r"ticket_merged_is_cancelled|CHECK"):
        Ticket.objects.filter(pk=one.pk).update(merged_into=other)


def test_the_forms_take_a_number_that_the_person_sees(client, ticket_in, agent, norths_desk):
    mine, foreign = ticket_in(S.ACCEPTED), TicketFactory(status=S.ACCEPTED)
    client.force_login(norths_desk)
    sent = {"other": foreign.number, "reason": "同一批", "version": mine.version}
    refused = client.post(f"{mine.get_absolute_url()}link/", sent)
    assert refused.status_code == 422
    assert "没有工单" in refused.content.decode()
    assert "同一批" in refused.content.decode()
    client.force_login(agent)
    assert client.post(f"{mine.get_absolute_url()}link/", sent).status_code == 302
    assert TicketLink.objects.count() == 1
    own = ticket_in(S.NEW)
    merged = client.post(
        f"{own.get_absolute_url()}merge/",
        {"other": mine.number.lower(), "reason": "重复", "version": own.version},
    )
    assert merged.status_code == 302
    shown = client.get(own.get_absolute_url()).content.decode()
    assert f">{mine.number}</a>" in shown
