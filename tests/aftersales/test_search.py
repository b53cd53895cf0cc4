"""The one search: by number, name or phone, within what the person may see; no phone gets into an address."""

import pytest
from django.urls import reverse

from equipment.models import Equipment
from tests.factories.equipment import CustomerContactFactory, EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.factories.visits import VisitFactory

pytestmark = pytest.mark.django_db
STATEMENTS = 13


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, serial_number="EX215-2609-0417", installed=True)


@pytest.fixture
def ticket(unit, north):
    return TicketFactory(
        number="T-2026-00133", equipment=unit, dealer=north, customer=unit.customer, contact=unit.contact
    )


def look(client, text):
    return client.post(reverse("search"), {"q": text})


@pytest.mark.parametrize("typed", ["T-2026-00133", "t-2026-00133 ", "Ｔ-2026-00133"])
def test_a_whole_number_leads_straight_there(page, agent, ticket, typed):
    assert look(page(agent), typed)["Location"] == ticket.get_absolute_url()


def test_a_serial_number_and_a_calls_number_lead_there_too(page, agent, unit):
    call = VisitFactory(equipment=unit)
    client = page(agent)
    assert look(client, "ex215-2609-0417")["Location"] == unit.get_absolute_url()
    assert look(client, call.number)["Location"] == call.get_absolute_url()


@pytest.mark.parametrize("typed", ["00133", "5678", "13812345678", "138 1234 5678", "王经理"])
def test_a_piece_a_name_and_a_phone_find_the_ticket(page, agent, ticket, typed):
    answer = look(page(agent), typed)
    assert [row["number"] for row in answer.context["tickets"]] == [ticket.number]
    assert ticket.get_absolute_url() in answer.content.decode()


def test_a_contacts_name_finds_the_unit(page, agent, unit):
    CustomerContactFactory(customer=unit.customer, name="李工", phone="+8613900001111")
    assert look(page(agent), "李工").context["units"] == [unit]


def test_nobody_finds_what_another_dealer_keeps(page, souths_desk, ticket, unit):
    client = page(souths_desk)
    for typed in (ticket.number, unit.serial_number, "5678", "王经理"):
        answer = look(client, typed)
        assert (answer.status_code, answer.context["found"]) == (200, False)


def test_more_than_ten_lead_to_the_list_unless_a_phone_was_typed(page, agent, north):
    TicketFactory.create_batch(11, dealer=north, description="Boom sinks", contact_name="5678")
    client = page(agent)
    named, phone = look(client, "Boom"), look(client, "5678")
    assert len(named.context["tickets"]) == len(phone.context["tickets"]) == 10
    assert f'{reverse("tickets:list")}?q=Boom"' in named.content.decode()
    assert "?q=" not in phone.content.decode()


def test_every_page_posts_to_it_and_an_empty_or_broken_text_finds_nothing(page, agent):
    client = page(agent)
    assert f'action="{reverse("search")}" method="post"' in client.get("/").content.decode()
    for answer in (
        client.get(reverse("search")),
        look(client, ""),
        look(client, "x" * 101),
    ):
        assert answer.status_code == 200
        assert "found" not in answer.context


def test_who_may_see_nothing_has_no_search(page, administrator):
    assert f'action="{reverse("search")}"' not in page(administrator).get("/").content.decode()


def test_a_search_takes_the_same_statements_at_one_row_and_at_fifty(
    page, agent, ticket, north, django_assert_num_queries
):
    client = page(agent)
    look(client, "2026")
    with django_assert_num_queries(STATEMENTS):
        look(client, "2026")
    for unit in EquipmentFactory.create_batch(49, dealer=north, installed=True):
        TicketFactory(equipment=unit, dealer=north)
        VisitFactory(equipment=unit)
    with django_assert_num_queries(STATEMENTS):
        look(client, "2026")


def test_units_are_found_table_by_table(unit):
    """Joined, each unit would be compared by each name of its customer's contacts."""
    assert "JOIN" not in str(Equipment.objects.matching("丙公司", phone_hash="x", last_four_hash="y").query)
