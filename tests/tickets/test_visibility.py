"""Whose ticket it is: serving dealer, centre, opener, the engineer's 30 days; one dealer's steps (L2, E1)."""

from datetime import timedelta

import pytest

from dealers.roles import Role
from dealers.services import give_roles
from tests.factories.dealers import UserFactory
from tickets.models import ServiceRecord, Ticket, TicketEvent, TicketOffer
from tickets.services import (
    accept_ticket,
    assign_ticket,
    close_ticket,
    offer_ticket,
    record_service,
    refuse_ticket,
)
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus
SEES = [
    ("agent", True),
    ("manager", True),
    ("norths_desk", True),
    ("centres_desk", True),
    ("souths_desk", False),
    ("souths_engineer", False),
]


@pytest.mark.parametrize(("person", "sees"), SEES)
def test_who_sees_a_ticket_of_north(request, ticket_in, person, sees):
    found = request.getfixturevalue(person)
    ticket_in(S.ACCEPTED)
    assert Ticket.objects.visible_to(getattr(found, "user", found)).exists() is sees


def test_who_left_sees_nothing(ticket_in, norths_desk):
    ticket_in(S.ACCEPTED)
    norths_desk.is_active = False
    for model in (Ticket, TicketEvent, TicketOffer, ServiceRecord):
        assert not model.objects.visible_to(norths_desk).exists()
    assert not Ticket.objects.all().known_to(norths_desk).exists()


def test_an_engineer_sees_what_is_assigned_to_them_and_nothing_else(ticket_in, norths_engineer):
    """E1."""
    mine = ticket_in(S.ASSIGNED)
    ticket_in(S.ACCEPTED)
    assert list(Ticket.objects.visible_to(norths_engineer.user)) == [mine]


def test_headquarters_engineer_sees_what_is_assigned_to_them_and_nothing_else(
    api, page, ticket_in, own_engineer, dispatcher, at
):
    """E1, E8: neither a dealer's tickets nor the rest of headquarters' own."""
    foreign, unassigned, mine = ticket_in(S.ASSIGNED), ticket_in(S.NEW), ticket_in(S.NEW)
    for ticket in (unassigned, mine):
        accept_ticket(ticket, actor=dispatcher, at=at)
    assign_ticket(mine, actor=dispatcher, at=at, engineer=own_engineer)
    client = api(own_engineer.user)
    assert [one["number"] for one in client.get("/api/v1/tickets/").data["results"]] == [mine.number]
    assert client.get(f"/api/v1/tickets/{mine.number}/").data["contact_phone"] == "138****5678"
    for other in (foreign, unassigned):
        assert client.get(f"/api/v1/tickets/{other.number}/receipt/").status_code == 404
        assert page(own_engineer.user).post(f"/tickets/{other.number}/reveal-phone/").status_code == 404
    assert page(own_engineer.user).post(f"/tickets/{mine.number}/reveal-phone/").status_code == 200


def test_headquarters_engineer_does_not_learn_who_was_asked_before(
    ticket_in, own_engineer, norths_desk, dispatcher, at
):
    """L2, D15."""
    ticket = ticket_in(S.OFFERED)
    refuse_ticket(ticket, actor=norths_desk, at=at, reason="欠款未清")
    accept_ticket(ticket, actor=dispatcher, at=at)
    assign_ticket(ticket, actor=dispatcher, at=at, engineer=own_engineer)
    steps = TicketEvent.objects.visible_to(own_engineer.user).in_order().values_list("verb", flat=True)
    assert list(steps) == ["open", "accept", "assign"]
    assert not TicketOffer.objects.visible_to(own_engineer.user).exists()


def test_who_repairs_and_dispatches_sees_all(ticket_in, dispatcher):
    give_roles(dispatcher, Role.DISPATCHER, Role.ENGINEER)
    assert Ticket.objects.visible_to(dispatcher).filter(pk=ticket_in(S.ACCEPTED).pk).exists()


def test_a_dealers_account_without_its_dealer_sees_nothing(api, ticket_in, agent):
    """L2: a forgotten field makes nobody headquarters."""
    ticket = ticket_in(S.NEW)
    ticket_in(S.ACCEPTED)
    for role in (Role.DEALER_USER, Role.CENTRE_USER, Role.ENGINEER):
        nobody = UserFactory(roles=[role])
        for model in (Ticket, TicketEvent, TicketOffer, ServiceRecord):
            assert not model.objects.visible_to(nobody).exists()
        assert api(nobody).get("/api/v1/tickets/").data["results"] == []
        assert api(nobody).get(f"/api/v1/tickets/{ticket.number}/receipt/").status_code == 404


def test_an_engineer_gets_no_receipt_of_what_the_dealer_opened_or_was_offered(
    api, ticket_in, norths_desk, norths_engineer
):
    """E1."""
    for ticket in (ticket_in(S.NEW, opened_by=norths_desk), ticket_in(S.OFFERED), ticket_in(S.ACCEPTED)):
        assert api(norths_engineer.user).get(f"/api/v1/tickets/{ticket.number}/receipt/").status_code == 404
        assert api(norths_desk).get(f"/api/v1/tickets/{ticket.number}/receipt/").status_code == 200
    mine = ticket_in(S.ASSIGNED)
    assert api(norths_engineer.user).get(f"/api/v1/tickets/{mine.number}/receipt/").status_code == 200


def test_an_engineer_sees_a_closed_ticket_for_30_days(
    ticket_in, norths_desk, norths_engineer, at, time_machine
):
    """E1, house rule 6: judged at the moment of the access."""
    ticket = ticket_in(S.ASSIGNED)
    record_service(
        ticket, actor=norths_engineer.user, at=at, work_done="换件", minutes_worked=30, result="fixed"
    )
    close_ticket(ticket, actor=norths_desk, at=at)
    for passed, sees in ((timedelta(days=30), True), (timedelta(days=30, seconds=1), False)):
        time_machine.move_to(at + passed, tick=False)
        for model, path in ((Ticket, "pk"), (TicketEvent, "ticket"), (ServiceRecord, "ticket")):
            rows = model.objects.visible_to(norths_engineer.user).filter(**{path: ticket.pk})
            assert rows.exists() is sees
    assert Ticket.objects.visible_to(norths_desk).exists()


def test_a_relieved_engineer_sees_it_for_30_days(
    ticket_in, norths_desk, norths_engineer, other_engineer, at, time_machine
):
    assign_ticket(ticket_in(S.ASSIGNED), actor=norths_desk, at=at, engineer=other_engineer)
    time_machine.move_to(at + timedelta(days=29), tick=False)
    assert Ticket.objects.visible_to(norths_engineer.user).exists()
    time_machine.move_to(at + timedelta(days=31), tick=False)
    assert not Ticket.objects.visible_to(norths_engineer.user).exists()


def test_a_ticket_comes_once_though_it_was_assigned_twice(
    ticket_in, norths_desk, norths_engineer, other_engineer, at, time_machine
):
    time_machine.move_to(at, tick=False)
    ticket = ticket_in(S.ASSIGNED)
    for engineer in (other_engineer, norths_engineer):
        assign_ticket(ticket, actor=norths_desk, at=at, engineer=engineer)
    assert Ticket.objects.visible_to(norths_engineer.user).count() == 1


def test_the_next_dealer_learns_nothing_of_the_one_that_was_asked_before(
    ticket_in, dispatcher, norths_desk, souths_desk, south, at
):
    """L2, D15: neither offer nor refusal nor its reason."""
    ticket = ticket_in(S.OFFERED)
    refuse_ticket(ticket, actor=norths_desk, at=at, reason="欠款未清")
    offer_ticket(ticket, actor=dispatcher, at=at, dealer=south)
    steps = TicketEvent.objects.visible_to(souths_desk).in_order().values_list("verb", "note", "about")
    assert list(steps) == [("open", "", ""), ("offer", "", south.name)]
    assert [offer.dealer for offer in TicketOffer.objects.visible_to(souths_desk)] == [south]
    assert TicketEvent.objects.visible_to(dispatcher).count() == 4


def test_a_dealer_that_refused_keeps_a_receipt_and_no_more(ticket_in, norths_desk, souths_desk, at):
    ticket = ticket_in(S.OFFERED)
    refuse_ticket(ticket, actor=norths_desk, at=at, reason="人手不够")
    assert not Ticket.objects.visible_to(norths_desk).exists()
    assert Ticket.objects.all().known_to(norths_desk).exists()
    assert not Ticket.objects.all().known_to(souths_desk).exists()


def test_what_a_dealer_opened_it_sees_while_nobody_else_serves_it(
    ticket_in, norths_desk, dispatcher, south, at
):
    ticket = ticket_in(S.NEW, opened_by=norths_desk)
    assert Ticket.objects.visible_to(norths_desk).exists()
    offer_ticket(ticket, actor=dispatcher, at=at, dealer=south)
    assert not Ticket.objects.visible_to(norths_desk).exists()
    assert Ticket.objects.all().known_to(norths_desk).exists()


def test_what_headquarters_takes_on_itself_is_its_own_work(
    api, page, ticket_in, norths_desk, dispatcher, own_engineer, at
):
    """L2: the dealer that opened it keeps a receipt, and reads neither steps nor records."""
    ticket = ticket_in(S.NEW, opened_by=norths_desk)
    address = f"/api/v1/tickets/{ticket.number}/"
    assert api(norths_desk).get(address).status_code == 200
    accept_ticket(ticket, actor=dispatcher, at=at)
    assert api(norths_desk).get(address).status_code == 404
    assign_ticket(ticket, actor=dispatcher, at=at, engineer=own_engineer)
    record_service(
        ticket, actor=own_engineer.user, at=at, work_done="经销商装错了", minutes_worked=5, result="fixed"
    )
    for model, path in ((TicketEvent, "ticket"), (ServiceRecord, "ticket"), (TicketOffer, "ticket")):
        assert not model.objects.visible_to(norths_desk).filter(**{path: ticket.pk}).exists()
    assert page(norths_desk).get(ticket.get_absolute_url()).status_code == 404
    assert api(norths_desk).get(f"{address}receipt/").data["status"] == "resolved"
