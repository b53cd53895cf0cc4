"""An offer has a clock: refused or out of time, the next dealer is asked, then headquarters (D4, D5)."""

from datetime import UTC, datetime, timedelta

import pytest

from dealers.roles import Role
from records.invariants import broken
from records.sweeps import sweep
from tests.factories.dealers import DealerFactory, TerritoryFactory, UserFactory
from tickets.models import Ticket, TicketOffer
from tickets.services import (
    Intake,
    accept_ticket,
    cancel_ticket,
    dispatching,
    lapse_offers,
    offer_ticket,
    open_ticket,
    refuse_ticket,
)
from tickets.services.moving import TicketMovedByAnother

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)  # Tuesday, 9:00 in the service region


def hours(count):
    return NINE + timedelta(hours=count)


@pytest.fixture
def opened(agent, unit, norths_territory):
    def make(kind="repair", at=NINE):
        intake = Intake(
            kind=kind,
            channel="hotline",
            description="发动机异响",
            contact_name="王师傅",
            contact_phone="13812345678",
            equipment=unit,
            place_text="江苏省南京市江宁区一号工地",
        )
        return open_ticket(actor=agent, at=at, intake=intake)

    return make


@pytest.fixture
def citys_dealer(norths_territory):
    """Serves the whole prefecture, of which North serves one county."""
    dealer = DealerFactory(code="CITY", name="南京总店")
    TerritoryFactory(dealer=dealer, division=norths_territory.division.parent)
    return dealer


@pytest.fixture
def provinces_dealer(norths_territory):
    dealer = DealerFactory(code="PROVINCE", name="江苏总店")
    TerritoryFactory(dealer=dealer, division=norths_territory.division.parent.parent)
    return dealer


def answers(ticket):
    return list(
        TicketOffer.objects.filter(ticket=ticket).order_by("pk").values_list("dealer__code", "answer")
    )


def faults():
    return [text for _code, text in broken("T1", "T2", "X1 tickets", "D3")]


@pytest.mark.parametrize(
    ("kind", "at", "due"),
    [
        ("repair", NINE, hours(2)),  # two working hours
        ("repair", hours(7.5), hours(24.5)),  # 16:30: an hour today, an hour tomorrow
        ("safety_incident", hours(13), hours(13.5)),  # half an hour, at night too
        ("complaint", NINE, hours(4)),
        ("consultation", NINE, hours(24)),  # a working day
    ],
)
def test_an_offer_is_to_be_answered_by_the_time_of_the_level(opened, kind, at, due):
    assert opened(kind, at).offers.get().due_at == due


def test_an_offer_that_is_not_answered_in_time_goes_to_the_next_dealer_and_then_to_headquarters(
    opened, citys_dealer, provinces_dealer
):
    ticket = opened()
    assert lapse_offers(hours(2) - timedelta(seconds=1)) == 0
    assert lapse_offers(hours(2)) == 1
    assert answers(ticket) == [("NORTH", "lapsed"), ("CITY", "pending")]
    assert ticket.offers.pending().get().due_at == hours(4)
    assert lapse_offers(hours(4)) == 1
    assert lapse_offers(hours(6)) == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.dealer) == ("new", None)
    assert answers(ticket) == [("NORTH", "lapsed"), ("CITY", "lapsed"), ("PROVINCE", "lapsed")]
    assert lapse_offers(hours(600)) == 0
    assert faults() == []


def test_a_refused_offer_goes_to_the_next_dealer_at_once(opened, norths_desk, citys_dealer):
    ticket = refuse_ticket(opened(), actor=norths_desk, at=hours(1), reason="人手不够")
    assert (ticket.status, ticket.dealer) == ("offered", citys_dealer)
    assert answers(ticket) == [("NORTH", "refused"), ("CITY", "pending")]
    desk = UserFactory(username="citys-desk", dealer=citys_dealer, roles=[Role.DEALER_USER])
    ticket = refuse_ticket(ticket, actor=desk, at=hours(1.5), reason="没有配件")
    assert (ticket.status, ticket.dealer) == ("new", None)
    assert faults() == []


def test_who_serves_both_the_county_and_the_city_is_asked_once(opened, north, norths_desk, norths_territory):
    TerritoryFactory(dealer=north, division=norths_territory.division.parent)
    ticket = refuse_ticket(opened(), actor=norths_desk, at=hours(1), reason="人手不够")
    assert (ticket.status, answers(ticket)) == ("new", [("NORTH", "refused")])


def test_headquarters_may_offer_again_to_who_let_it_pass(opened, dispatcher, north):
    """D5: not by itself, but by hand."""
    ticket = opened()
    lapse_offers(hours(2))
    again = offer_ticket(Ticket.objects.get(pk=ticket.pk), actor=dispatcher, at=hours(3), dealer=north)
    assert (again.status, again.dealer) == ("offered", north)


def test_an_answered_or_withdrawn_offer_does_not_lapse(opened, norths_desk, agent):
    accepted = accept_ticket(opened(), actor=norths_desk, at=hours(1))
    cancelled = cancel_ticket(opened(), actor=agent, at=hours(1), reason="客户撤回")
    assert lapse_offers(hours(48)) == 0
    accepted.refresh_from_db()
    cancelled.refresh_from_db()
    assert (accepted.status, cancelled.status) == ("accepted", "cancelled")


def test_the_dealer_that_let_it_pass_does_not_see_the_ticket_any_more(opened, norths_desk, citys_dealer):
    """L2: nor who was asked next."""
    ticket = opened()
    lapse_offers(hours(2))
    assert not Ticket.objects.visible_to(norths_desk).filter(pk=ticket.pk).exists()


def test_a_dealer_that_comes_too_late_is_told_so(opened, norths_desk):
    stale = opened()
    lapse_offers(hours(2))
    with pytest.raises(TicketMovedByAnother):
        accept_ticket(stale, actor=norths_desk, at=hours(2.1))


def test_an_offer_accepted_while_the_sweep_looks_is_the_dealers(opened, norths_desk, monkeypatch):
    """As if the sweep had read the ticket before the dealer accepted it."""
    ticket = opened()
    read = Ticket.objects.get(pk=ticket.pk)
    monkeypatch.setattr(Ticket.objects, "get", lambda **_: read)
    accept_ticket(Ticket.objects.filter(pk=ticket.pk)[0], actor=norths_desk, at=hours(1.9))
    TicketOffer.objects.filter(ticket=ticket).update(answer="pending", answered_at=None)
    assert lapse_offers(hours(2)) == 0
    assert Ticket.objects.filter(pk=ticket.pk)[0].status == "accepted"


def test_an_offer_that_another_sweep_has_taken_back_meanwhile_is_left(opened, citys_dealer):
    """As if both sweeps had read the same list: the next dealer keeps its whole time."""
    ticket = opened()
    lapse_offers(hours(2))
    assert dispatching._lapse(ticket.pk, at=hours(2)) == 0  # noqa: SLF001 (the second of two at once)
    assert answers(ticket) == [("NORTH", "lapsed"), ("CITY", "pending")]


def test_the_sweep_does_it_and_twice_is_as_once(opened, citys_dealer):
    """F6: a scheduler that was off asks the next dealer when it is on again, with its whole time."""
    ticket = opened()
    assert sweep(hours(216))["offers"] == 1
    assert sweep(hours(216))["offers"] == 0
    assert answers(ticket) == [("NORTH", "lapsed"), ("CITY", "pending")]
    assert ticket.offers.pending().get().due_at == hours(218)
    assert faults() == []
