"""Opening a ticket: what is copied, whom it is routed to, what is refused (D1, D2, D4)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied

from dealers.choices import DealerKind
from equipment import phones
from equipment.models import Customer
from equipment.phones import MobileLengthWrong
from equipment.services import find_or_add_customer
from tests.factories.dealers import DealerFactory, TerritoryFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tickets.choices import OfferAnswer, TicketChannel, TicketKind
from tickets.models import Ticket
from tickets.services import (
    ChannelNotPossible,
    ContactMissing,
    DescriptionMissing,
    Intake,
    MachineMissing,
    NoteTooLong,
    PreviousOfAnotherUnit,
    PreviousStillOpen,
    intake_faults,
    offer_by_territory,
    open_ticket,
    refuse_ticket,
)
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus


def intake(**facts):
    return Intake(
        **{
            "kind": TicketKind.REPAIR,
            "channel": TicketChannel.HOTLINE,
            "description": "动臂油缸进油管接头渗油",
            "contact_name": "",
            "contact_phone": "",
        }
        | facts
    )


def test_a_ticket_copies_what_its_server_needs_of_the_unit(agent, unit, at):
    """D1, house rule 6: model, serial number, place, contact, warranty."""
    ticket = open_ticket(actor=agent, at=at, intake=intake(equipment=unit))
    assert ticket.number == "T-2026-00001"
    assert (ticket.product, ticket.serial_number) == (unit.product, "EX215-2606-1042")
    assert ticket.place_text == unit.first_place_of_use
    assert (ticket.customer, ticket.contact, ticket.contact_name) == (unit.customer, unit.contact, "王经理")
    assert ticket.warranty_ends_on == date(2027, 6, 5)
    assert (ticket.opened_by, ticket.opened_at, ticket.channel) == (agent, at, "hotline")


def test_it_is_offered_by_the_system_where_a_territory_matches(agent, unit, north, norths_territory, at):
    """D4: the first place is in 江宁, which North serves."""
    ticket = open_ticket(actor=agent, at=at, intake=intake(equipment=unit))
    assert (ticket.status, ticket.dealer, ticket.division_id) == (S.OFFERED, north, "320115")
    steps = ticket.events.in_order().values_list("verb", "source", "target", "actor", "about", "dealer")
    assert list(steps) == [
        ("open", "", "new", agent.pk, "", None),
        ("offer", "new", "offered", None, north.name, north.pk),
    ]
    offer = ticket.offers.get()
    assert (offer.dealer, offer.offered_by, offer.answer) == (north, None, OfferAnswer.PENDING)


@pytest.mark.parametrize("place", ["二号采区西三县", "江苏省南京市江宁区", "南京江宁二号工地", "江宁区东门"])
def test_the_place_on_the_phone_decides_not_where_the_unit_was_first(
    agent, unit, norths_territory, at, place
):
    """D4: a text that names no division leaves the ticket to headquarters."""
    ticket = open_ticket(actor=agent, at=at, intake=intake(equipment=unit, place_text=place))
    found = "江宁" in place
    assert ticket.status == (S.OFFERED if found else S.NEW)
    assert ticket.place_text == place
    assert (ticket.division_id == "320115") is found


def test_a_division_given_by_hand_goes_before_the_text(agent, unit, jiangning, norths_territory, at):
    ticket = open_ticket(
        actor=agent, at=at, intake=intake(equipment=unit, place_text="东门", division=jiangning)
    )
    assert (ticket.division, ticket.status) == (jiangning, S.OFFERED)


def test_the_narrowest_territory_decides_and_a_dealer_that_left_is_not_asked(
    agent, unit, north, jiangning, norths_territory, at
):
    wide = DealerFactory(code="WIDE", kind=DealerKind.DEALER)
    TerritoryFactory(dealer=wide, division=jiangning.parent)
    assert open_ticket(actor=agent, at=at, intake=intake(equipment=unit)).dealer == north
    north.is_active = False
    north.save()
    assert open_ticket(actor=agent, at=at, intake=intake(equipment=unit)).dealer == wide


def test_a_dealer_that_refused_is_never_asked_again_by_itself(agent, unit, norths_desk, norths_territory, at):
    """D4: the dispatcher may ask it again."""
    ticket = open_ticket(actor=agent, at=at, intake=intake(equipment=unit))
    refuse_ticket(ticket, actor=norths_desk, at=at, reason="人手不够")
    assert offer_by_territory(ticket, at=at).status == S.NEW


def test_a_dealer_opens_for_its_own_unit_online(norths_desk, unit, at):
    """D1: the dealer online."""
    given = intake(equipment=unit, channel=TicketChannel.DEALER)
    ticket = open_ticket(actor=norths_desk, at=at, intake=given)
    assert (ticket.channel, ticket.status) == ("dealer", S.NEW)
    assert Ticket.objects.visible_to(norths_desk).get() == ticket  # it asked, and nobody else serves it


@pytest.mark.parametrize("person", ["souths_desk", "norths_engineer", "deputy"])
def test_who_may_not_open_is_refused(request, person, unit, at):
    found = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        open_ticket(actor=getattr(found, "user", found), at=at, intake=intake(equipment=unit))
    assert not Ticket.objects.exists()


def test_a_machine_that_is_not_registered_needs_a_model_or_a_place(agent, at):
    with pytest.raises(MachineMissing):
        open_ticket(actor=agent, at=at, intake=intake(contact_name="李工", contact_phone="13912345678"))


def test_without_a_unit_the_customer_is_found_or_made_and_the_phone_kept_once(agent, at):
    """C10: the phone stands with the contact alone."""
    product = ProductFactory()
    given = intake(product=product, place_text="一号工地", contact_name="李工", contact_phone="139 1234 5678")
    first = open_ticket(actor=agent, at=at, intake=given)
    second = open_ticket(actor=agent, at=at, intake=given)
    assert first.customer == second.customer == Customer.objects.get(name="李工", dealer=None)
    assert first.contact == second.contact
    assert phones.decrypt(first.contact.phone_cipher) == "+8613912345678"
    assert (first.equipment, first.serial_number, first.product) == (None, "", product)


def test_two_strangers_of_one_name_are_two_customers(agent, norths_desk, at):
    """C6, D3: a name alone is no key: neither at headquarters nor at a dealer."""
    for actor in (agent, norths_desk):
        tickets = [
            open_ticket(
                actor=actor,
                at=at,
                intake=intake(
                    channel="dealer" if actor.dealer else "hotline",
                    place_text=place,
                    contact_name="王先生",
                    contact_phone=phone,
                ),
            )
            for place, phone in (
                ("江苏省南京市", "13800000001"),
                ("四川省成都市", "13900000002"),
                ("南京二号工地", "１３８ 0000 0001"),
            )
        ]
        first, stranger, again = (ticket.customer for ticket in tickets)
        assert first == again != stranger
        assert {first.dealer, stranger.dealer} == {actor.dealer}


def test_a_caller_whom_the_dealer_knows_by_name_and_phone_is_its_customer(norths_desk, souths_desk, unit, at):
    """C6: the company of the unit, at its own dealer alone (L2)."""
    asked = intake(
        channel="dealer",
        place_text="二号工地",
        contact_name=unit.contact.name,
        contact_phone="13812345678",
    )
    assert open_ticket(actor=norths_desk, at=at, intake=asked).customer == unit.customer
    foreign = open_ticket(actor=souths_desk, at=at, intake=asked).customer
    assert (foreign.name, foreign.dealer) == (unit.contact.name, souths_desk.dealer)


def test_a_registration_of_that_name_is_not_the_callers(agent, at):
    """C1: who is registered is known by name; a caller of the same name is somebody else."""
    asked = intake(place_text="工地", contact_name="王先生", contact_phone="13800000001")
    caller = open_ticket(actor=agent, at=at, intake=asked).customer
    registered = find_or_add_customer(dealer=None, name="王先生", at=at)
    assert registered != caller
    assert find_or_add_customer(dealer=None, name="王先生", at=at) == registered


def test_a_wrong_phone_of_a_caller_is_refused_at_its_field(agent, at):
    asked = intake(place_text="工地", contact_name="王先生", contact_phone="1381234567")
    with pytest.raises(MobileLengthWrong) as refused:
        open_ticket(actor=agent, at=at, intake=asked)
    assert refused.value.field == "contact_phone"
    assert not Customer.objects.exists()


def test_a_dealers_unregistered_machine_belongs_to_its_own_customer(norths_desk, north, at):
    given = intake(channel="dealer", place_text="一号工地", contact_name="李工", contact_phone="13912345678")
    assert open_ticket(actor=norths_desk, at=at, intake=given).customer.dealer == north


@pytest.mark.parametrize(
    ("name", "phone", "field"), [("", "13912345678", "contact_name"), ("李工", "", "contact_phone")]
)
def test_without_a_unit_somebody_to_call_back_is_needed(agent, at, name, phone, field):
    with pytest.raises(ContactMissing) as refused:
        open_ticket(
            actor=agent, at=at, intake=intake(place_text="工地", contact_name=name, contact_phone=phone)
        )
    assert refused.value.field == field


def test_all_that_is_wrong_is_named_together(agent, at):
    """D1."""
    asked = intake(description=" ", place_text="", contact_phone="13856", channel=TicketChannel.IMPORT)
    faults = list(intake_faults(asked, actor=agent))
    assert [fault.field for fault in faults] == [
        "channel",
        "description",
        "contact_name",
        "contact_phone",
        "equipment",
    ]
    left = intake_faults(asked, actor=agent, unread={"equipment"})
    assert [fault.field for fault in left] == ["channel", "description", "contact_phone"]


def test_another_contact_of_the_units_customer_is_added(agent, unit, at):
    given = intake(equipment=unit, contact_name="孙机手", contact_phone="13712345678")
    ticket = open_ticket(actor=agent, at=at, intake=given)
    assert ticket.contact.customer == unit.customer
    assert (ticket.contact.name, ticket.contact_name) == ("孙机手", "孙机手")


def test_a_new_phone_without_a_name_is_the_known_contacts(agent, unit, at):
    ticket = open_ticket(actor=agent, at=at, intake=intake(equipment=unit, contact_phone="13712345678"))
    assert ticket.contact.name == unit.contact.name
    assert ticket.contact != unit.contact


def test_a_wrong_phone_is_refused_at_its_field(agent, unit, at):
    with pytest.raises(MobileLengthWrong) as refused:
        open_ticket(actor=agent, at=at, intake=intake(equipment=unit, contact_phone="1381234567"))
    assert refused.value.field == "contact_phone"
    assert not Ticket.objects.exists()


TOO_LONG = [
    ("description", {"description": "漏" * 2001}),
    ("place", {"place_text": "处" * 161}),
    ("contact_name", {"contact_name": "名" * 41}),
]


@pytest.mark.parametrize(("field", "facts"), TOO_LONG)
def test_a_text_that_is_too_long_is_refused_with_its_length(agent, unit, at, field, facts):
    with pytest.raises(NoteTooLong) as refused:
        open_ticket(actor=agent, at=at, intake=intake(equipment=unit, **facts))
    assert refused.value.field == field


@pytest.mark.parametrize("description", ["", "  \n ", "\u200b\x00"])
def test_a_ticket_says_what_is_wrong(agent, unit, at, description):
    with pytest.raises(DescriptionMissing):
        open_ticket(actor=agent, at=at, intake=intake(equipment=unit, description=description))


@pytest.mark.parametrize("channel", [TicketChannel.IMPORT, TicketChannel.VISIT])
def test_channels_that_come_by_themselves_are_not_chosen(agent, unit, at, channel):
    """D1: a file of history has its own way in, a call of ours carries its number."""
    with pytest.raises(ChannelNotPossible):
        open_ticket(actor=agent, at=at, intake=intake(equipment=unit, channel=channel))


@pytest.mark.parametrize("channel", sorted(set(TicketChannel) - {TicketChannel.DEALER}))
def test_a_dealer_claims_no_other_channel_than_its_own(norths_desk, centres_desk, unit, at, channel):
    """D1: one queue, and the channel says by whom it came."""
    for actor in (norths_desk, centres_desk):
        with pytest.raises(ChannelNotPossible) as refused:
            open_ticket(actor=actor, at=at, intake=intake(equipment=unit, channel=channel))
        assert refused.value.field == "channel"
    assert not Ticket.objects.exists()


def test_a_ticket_out_of_a_call_carries_its_number(agent, unit, at):
    """F9: linked both ways."""
    given = intake(equipment=unit, channel=TicketChannel.VISIT, origin="V-2026-000001")
    assert open_ticket(actor=agent, at=at, intake=given).origin == "V-2026-000001"


def test_a_returned_fault_is_a_new_ticket_linked_to_the_old(agent, unit, ticket_in, at):
    old = ticket_in(S.CLOSED)
    ticket = open_ticket(actor=agent, at=at, intake=intake(equipment=unit, previous=old))
    assert ticket.previous == old
    assert list(old.returned_as.all()) == [ticket]


def test_an_unfinished_ticket_is_gone_on_with(agent, unit, ticket_in, at):
    with pytest.raises(PreviousStillOpen):
        open_ticket(actor=agent, at=at, intake=intake(equipment=unit, previous=ticket_in(S.RESOLVED)))


def test_an_earlier_ticket_of_another_unit_is_not_linked(agent, ticket_in, at):
    other = EquipmentFactory()
    with pytest.raises(PreviousOfAnotherUnit):
        open_ticket(actor=agent, at=at, intake=intake(equipment=other, previous=ticket_in(S.CLOSED)))


def test_without_a_unit_the_earlier_tickets_customer_stays(agent, ticket_in, at):
    old = ticket_in(
        S.CLOSED,
        equipment=None,
        product=None,
        serial_number="",
        place_text="一号工地",
        customer=EquipmentFactory().customer,
        contact=None,
        contact_name="李工",
    )
    given = intake(place_text="一号工地", contact_name="李工", contact_phone="13912345678", previous=old)
    assert open_ticket(actor=agent, at=at, intake=given).customer == old.customer


def test_the_year_of_a_number_is_the_local_one(agent, unit):
    """T3: 00:30 on New Year's Day in Shanghai is still the old year in UTC."""
    ticket = open_ticket(
        actor=agent, at=datetime(2026, 12, 31, 16, 30, tzinfo=UTC), intake=intake(equipment=unit)
    )
    assert ticket.number == "T-2027-00001"
