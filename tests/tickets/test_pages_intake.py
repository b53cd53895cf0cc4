"""A new ticket while the customer is on the line, and a dealer's own (D1, D2, D3, D4)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from dealers.roles import Role
from records.models import OutboxMessage
from tests.factories.dealers import DivisionFactory, TerritoryFactory, UserFactory
from tests.factories.equipment import CustomerContactFactory, EquipmentFactory, ProductFactory
from tests.tickets.cast import closed, opened
from tickets.models import Ticket
from tickets.states import TicketStatus

NOW = "2026-09-15T02:00:00Z"
HTMX = {"HX-Request": "true"}
NEW = "/tickets/new/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit(north):
    return EquipmentFactory(
        dealer=north, serial_number="RD280-1", customer__name="丙矿业公司", installed=True
    )


@pytest.fixture
def typed(unit):
    return {
        "equipment": unit.serial_number,
        "kind": "repair",
        "channel": "hotline",
        "description": "主泵异响，停机",
        "contact_name": "",
        "contact_phone": "",
        "place": unit.first_place_of_use,
        "division": "",
        "previous": "",
        "idempotency_key": "k1",
    }


def body(response):
    return response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["agent", "dispatcher", "manager", "norths_desk", "centres_desk"])
def test_who_may_open_sees_the_form(page, request, name):
    """D1, L1."""
    assert page(request.getfixturevalue(name)).get(NEW).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["deputy", "norths_engineer", "administrator"])
@pytest.mark.parametrize("address", [NEW, "/tickets/search/", "/tickets/divisions/"])
def test_who_may_not_is_refused(page, request, name, address):
    person = request.getfixturevalue(name)
    assert page(getattr(person, "user", person)).get(address).status_code == 403


@pytest.mark.parametrize(
    "looked_for",
    [
        *("5678", "13812345678", "138 1234 5678", "280-1", "丙矿", "王经"),
        *("５６７８", "１３８１２３４５６７８", "２８０－１"),
    ],
)
def test_the_unit_is_found_by(page, agent, unit, looked_for):
    """D3: phone whole or last four digits, part of the number, a name; digits in either width."""
    client = page(agent)
    assert unit.serial_number in body(client.get("/tickets/search/", {"q": looked_for}, headers=HTMX))
    assert unit.serial_number in body(client.get("/tickets/search/", {"q": looked_for}, follow=True))


@pytest.mark.parametrize("looked_for", ["", "5", "9999", "zzz", "13999999999"])
def test_what_is_not_known_finds_nothing(page, agent, unit, looked_for):
    assert unit.serial_number not in body(
        page(agent).get("/tickets/search/", {"q": looked_for}, headers=HTMX)
    )


def test_a_dealer_finds_its_own_units_alone(page, souths_desk, unit):
    """L2."""
    client = page(souths_desk)
    for looked_for in ("5678", "280-1", "丙矿"):
        assert unit.serial_number not in body(client.get("/tickets/search/", {"q": looked_for}, headers=HTMX))
    assert unit.serial_number not in body(client.get(NEW, {"equipment": unit.serial_number}))


def test_an_open_ticket_of_the_unit_is_a_warning_with_a_link(page, agent, unit):
    """D3."""
    ticket = opened(agent, unit)
    client = page(agent)
    assert "tag-warn" in body(client.get("/tickets/search/", {"q": "280-1"}, headers=HTMX))
    assert ticket.get_absolute_url() in body(client.get(NEW, {"equipment": unit.serial_number}))


def test_a_service_elsewhere_is_told_without_number(page, dispatcher, norths_desk, unit, south):
    """L2, C2."""
    ticket = opened(dispatcher, unit)
    Ticket.objects.filter(pk=ticket.pk).update(dealer=south)
    seen = body(page(norths_desk).get(NEW, {"equipment": unit.serial_number}))
    assert "note-warn" in seen
    assert ticket.number not in seen
    assert south.name not in seen


def test_looking_and_choosing_keep_what_was_typed(page, agent, unit, typed):
    """Works without a script: both are plain submits of the same form."""
    client = page(agent)
    del typed["equipment"]
    found = client.post(NEW, typed | {"find": "1", "q": "280-1"})
    assert found.status_code == 200
    assert unit.serial_number in body(found)
    assert "主泵异响，停机" in body(found)
    chosen = client.post(NEW, typed | {"choose": unit.serial_number}, headers=HTMX)
    assert "主泵异响，停机" in body(chosen)
    assert f'name="equipment" value="{unit.serial_number}"' in body(chosen)
    assert "<html" not in body(chosen)
    assert Ticket.objects.count() == 0


def test_a_ticket_is_opened_and_offered_to_who_serves_the_place(page, agent, norths_desk, jiangning, typed):
    """D1, D4."""
    TerritoryFactory(dealer=norths_desk.dealer, division=jiangning)
    response = page(agent).post(NEW, typed)
    ticket = Ticket.objects.get()
    assert response.url == ticket.get_absolute_url()
    assert (ticket.status, ticket.dealer, ticket.division_id) == ("offered", norths_desk.dealer, "320115")
    assert ticket.contact.name == "王经理"


def test_a_double_click_opens_one(page, agent, typed):
    client = page(agent)
    first, second = (client.post(NEW, typed) for _ in range(2))
    assert first.url == second.url
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"description": " "},
        {"kind": ""},
        {"contact_phone": "13856"},
        {"division": "火星省"},
        {"equipment": "", "place": "", "contact_name": "王", "contact_phone": "13812345678"},
        {"equipment": "", "place": "四川省成都市"},
        {"previous": "T-2026-99999"},
    ],
)
def test_a_fault_is_said_and_nothing_typed_is_lost(page, agent, typed, fault):
    response = page(agent).post(NEW, typed | {"description": "很长的一句话"} | fault)
    assert response.status_code == 422
    assert fault.get("description", "很长的一句话") in body(response)
    assert fault.get("division", "") in body(response)
    assert Ticket.objects.count() == 0


def test_all_faults_of_one_submit_are_said_at_once_beside_their_fields(page, agent):
    """D1: not first the kind, then the place, then the phone."""
    typed = {
        "kind": "",
        "channel": "hotline",
        "description": "主泵异响",
        "contact_phone": "13856",
        "q": "丙矿",
    }
    response = page(agent).post(NEW, typed)
    errors = response.context["form"].errors
    assert set(errors) == {"kind", "contact_name", "contact_phone", "place"}
    said = body(response)
    for field in errors:
        assert f'id="id_{field}_error"' in said
    assert said.count('aria-invalid="true"') == 4
    assert "主泵异响" in said
    assert 'value="丙矿"' in said
    assert "note-bad" not in said  # nothing is said away from its field


def test_what_cannot_be_read_is_not_missed_as_well(page, agent):
    """A model that is not in the list is one fault, not a missing machine as well."""
    typed = {"kind": "repair", "channel": "hotline", "description": "异响", "product": "NONE"}
    errors = page(agent).post(NEW, typed).context["form"].errors
    assert set(errors) == {"product", "contact_name", "contact_phone"}


def test_a_place_corrected_by_hand_wins(page, agent, typed):
    """D4: a code, or a name as it is written."""
    DivisionFactory(code="510100", name="成都市", full_name="四川省成都市", level=2)
    for written in ("510100", "510100 四川省成都市", "成都市"):
        page(agent).post(NEW, typed | {"division": written, "idempotency_key": written})
    assert set(Ticket.objects.values_list("division", flat=True)) == {"510100"}


def test_the_place_is_said_while_it_is_typed(page, agent, norths_desk, souths_desk, jiangning):
    """D4: with who will be asked, to headquarters alone."""
    TerritoryFactory(dealer=norths_desk.dealer, division=jiangning)
    query = {"place": "江苏省南京市江宁区一号工地", "division": ""}
    seen = body(page(agent).get("/tickets/divisions/", query))
    assert "320115" in seen
    assert norths_desk.dealer.name in seen
    assert norths_desk.dealer.name not in body(page(souths_desk).get("/tickets/divisions/", query))
    assert "320115" in body(page(agent).get("/tickets/divisions/", {"division": "江宁"}))


def test_a_ticket_without_a_unit_by_model_and_place(page, agent):
    """D1: the hotline has callers whose unit nobody registered."""
    ProductFactory(code="LD-50")
    typed = {
        "kind": "consultation",
        "channel": "social",
        "description": "怎么保养",
        "product": "LD-50",
        "place": "四川省成都市",
        "contact_name": "辛先生",
        "contact_phone": "13900001111",
    }
    assert page(agent).post(NEW, typed).status_code == 302
    assert Ticket.objects.get().product.code == "LD-50"


def test_a_fault_that_returns_is_linked_to_the_ticket_before(
    page, agent, dispatcher, norths_desk, norths_engineer, unit, typed
):
    """A closed ticket is final: what returns is a new one, linked."""
    before = closed(dispatcher, norths_desk, norths_engineer, unit)
    client = page(agent)
    asked = client.get(NEW, {"equipment": unit.serial_number, "previous": before.number})
    assert f'value="{before.number}" selected' in body(asked)
    client.post(NEW, typed | {"previous": before.number})
    assert Ticket.objects.latest("pk").previous == before
    assert "previous=" in body(client.get(before.get_absolute_url()))


def test_a_dealers_ticket_has_its_channel_and_may_go_to_another(page, norths_desk, south, jiangning, typed):
    """D1, L2: it is told so, and led to its own queue."""
    TerritoryFactory(dealer=south, division=jiangning)
    client = page(norths_desk)
    assert 'name="channel"' not in body(client.get(NEW))
    response = client.post(NEW, typed)
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.status, ticket.dealer) == ("dealer", TicketStatus.OFFERED, south)
    assert response.url == reverse("tickets:list")
    assert south.name not in body(client.get(response.url, follow=True))


def test_a_dealer_opens_nothing_for_anothers_unit(page, souths_desk, typed):
    """L2: the unit does not exist for it, so a machine is missing."""
    CustomerContactFactory()
    response = page(souths_desk).post(NEW, typed | {"place": ""})
    assert response.status_code == 422
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize(
    ("installed_on", "says"),
    [("2025-09-15", "保修期到今天"), ("2025-09-14", "今天起已过保"), (None, "还没安装")],
)
def test_the_card_of_the_unit_says_its_warranty_in_one_sentence(page, agent, north, installed_on, says):
    """C4."""
    installed = {"installed": True, "installed_on": date.fromisoformat(installed_on)} if installed_on else {}
    unit = EquipmentFactory(dealer=north, serial_number="RD280-2", **installed)
    assert says in body(page(agent).get(NEW, {"equipment": unit.serial_number}))


@pytest.mark.django_db
@pytest.mark.parametrize("earlier", [0, 30])
@pytest.mark.parametrize(
    ("by_whom", "statements"), [({}, 19), ({"contact_name": "王五", "contact_phone": "13812345678"}, 21)]
)
def test_opening_takes_the_same_statements_with_many_earlier_tickets(
    page,
    agent,
    dispatcher,
    unit,
    typed,
    norths_desk,
    norths_engineer,
    django_assert_num_queries,
    by_whom,
    statements,
    earlier,
):
    """House rule 11: two savepoints with their ends among them; three people of the desk are told by mail."""
    for _ in range(earlier):
        closed(dispatcher, norths_desk, norths_engineer, unit)
    for name in ("first", "second", "third"):
        UserFactory(
            username=name, email=f"{name}@north.example", dealer=unit.dealer, roles=[Role.DEALER_USER]
        )
    unit.division = TerritoryFactory(dealer=unit.dealer).division
    unit.save()
    client = page(agent)
    with django_assert_num_queries(statements):
        sent = client.post(NEW, typed | by_whom)
    assert sent.status_code == 302
    assert OutboxMessage.objects.filter(template="staff.offer", channel="email").count() == 3
    assert Ticket.objects.get(number=sent.url.split("/")[-2]).status == TicketStatus.OFFERED
