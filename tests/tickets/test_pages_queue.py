"""The queue of tickets: views, filters, groups, paging by key, the file (D3, L1, C10)."""

import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils.html import escape
from openpyxl import load_workbook

from records.models import AuditEntry, SavedView
from tests.factories.dealers import DealerFactory
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.tickets import TicketFactory
from tickets.filters import TicketFilter
from tickets.models import Ticket
from tickets.states import TicketStatus

NOW = "2026-09-15T02:00:00Z"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def body(response):
    return response.content.decode()


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, serial_number="RD280-1", product=ProductFactory(code="RD-280"))


def numbers(response):
    groups = response.context["row_groups"]
    return [row["number"] for group in groups for row in group["rows"]]


@pytest.mark.parametrize("count", [1, 50])
def test_the_queue_asks_the_same_number_of_questions(
    page, norths_desk, unit, django_assert_num_queries, count
):
    """House rule 11, and no full count."""
    TicketFactory.create_batch(count, dealer=norths_desk.dealer, equipment=unit)
    client = page(norths_desk)
    with django_assert_num_queries(8) as asked:
        response = client.get("/tickets/", {"only": "open"})
    assert body(response).count("<tr data-row") == count
    (found,) = [one["sql"] for one in asked.captured_queries if " LIMIT 51" in one["sql"]]
    assert "equipment_product" not in found, "the keys of a page come before the names of what it shows"
    assert not [
        one["sql"] for one in asked.captured_queries if "COUNT(*)" in one["sql"] and "LIMIT" not in one["sql"]
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "questions"), [("13812345678", 9), ("5678", 10), ("液压", 8)])
def test_a_search_asks_ten_questions_at_most(page, agent, unit, django_assert_num_queries, text, questions):
    """A whole phone number is on few tickets: whether it is common is not asked."""
    TicketFactory.create_batch(3, equipment=unit, contact=unit.contact)
    client = page(agent)
    with django_assert_num_queries(questions):
        client.get("/tickets/", {"q": text})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("agent", "?only=due"),
        ("dispatcher", "?only=due"),
        ("norths_desk", "?only=due"),
        ("deputy", "?only=open"),
        ("norths_engineer", "/tickets/jobs/"),
    ],
)
def test_the_bare_address_leads_to_what_a_person_works_with(page, request, name, leads_to):
    """L1."""
    person = request.getfixturevalue(name)
    response = page(getattr(person, "user", person)).get("/tickets/")
    assert (response.status_code, response.url) == (302, leads_to)


def test_each_role_that_may_sees_the_queue(
    page, agent, dispatcher, manager, deputy, director, norths_desk, centres_desk
):
    for reader in (agent, dispatcher, manager, deputy, director, norths_desk, centres_desk):
        assert page(reader).get("/tickets/", {"only": "open"}).status_code == 200


def test_a_role_without_the_right_is_refused(page, administrator):
    assert page(administrator).get("/tickets/").status_code == 403


def test_the_view_and_the_rail_count_the_same(page, norths_desk, unit):
    """ui, 2: the badge equals the count inside the page."""
    TicketFactory(dealer=norths_desk.dealer, equipment=unit, status=TicketStatus.OFFERED)
    response = page(norths_desk).get("/tickets/", {"only": "due"})
    mine = response.context["groups"][0]["views"][0]
    entry = next(one for one in response.context["rail"] if one["url"] == "/tickets/")
    assert (mine["count"], str(entry["count"]), mine["current"]) == ("1", "1", True)


def test_rows_stand_under_the_step_they_wait_for_or_their_day(page, dispatcher, unit, norths_engineer):
    """Mock-up 02."""
    facts = {"dealer": unit.dealer, "equipment": unit}
    TicketFactory(**facts)
    TicketFactory(**facts, status=TicketStatus.ASSIGNED, engineer=norths_engineer)
    TicketFactory(**facts, opened_at=datetime(2026, 7, 1, 2, tzinfo=UTC))
    client = page(dispatcher)
    by_step = client.get("/tickets/", {"only": "open"}).context["row_groups"]
    assert [group["count"] for group in by_step] == [2, 1]
    by_day = client.get("/tickets/", {"only": "open", "by": "day"}).context["row_groups"]
    assert [group["count"] for group in by_day] == [2, 1]
    assert by_day[1]["head"] == "2026-07"


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ({"q": "RD280"}, True),
        ({"q": "5678"}, True),
        ({"q": "13812345678"}, True),
        ({"q": "５６７８"}, True),
        ({"q": "１３８１２３４５６７８"}, True),
        ({"q": "ＲＤ２８０－１"}, True),
        ({"q": "9999"}, False),
        ({"q": "渗油"}, True),
        ({"kind": "repair"}, True),
        ({"kind": "complaint"}, False),
        ({"channel": "hotline"}, True),
        ({"channel": "import"}, False),
        ({"product": "RD-280"}, True),
        ({"dealer": "NORTH"}, True),
        ({"status": "new"}, True),
        ({"status": "closed"}, False),
        ({"only": "due"}, True),
        ({"only": "open"}, True),
        ({"only": "closed"}, False),
        ({"only": "history"}, False),
        ({"opened_from": "2026-09-15", "opened_until": "2026-09-15"}, True),
        ({"opened_from": "2026-09-16"}, False),
        ({"opened_until": "2026-09-14"}, False),
        ({"opened_from": "0001-01-01", "opened_until": "9999-12-31"}, True),
        ({"opened_from": "9999-12-31"}, False),
        ({"opened_until": "0001-01-01"}, False),
    ],
)
def test_tickets_are_found_by(page, dispatcher, unit, query, is_found):
    """D3, C10."""
    ticket = TicketFactory(dealer=unit.dealer, equipment=unit)
    assert (ticket.number in numbers(page(dispatcher).get("/tickets/", query))) is is_found


def test_a_day_is_the_local_one_and_asked_of_the_index(page, dispatcher, unit):
    """00:00 in Shanghai is 16:00 of the day before in UTC; no function stands around the column."""
    first = TicketFactory(dealer=unit.dealer, equipment=unit, opened_at=datetime(2026, 9, 9, 16, tzinfo=UTC))
    before = TicketFactory(
        dealer=unit.dealer, equipment=unit, opened_at=datetime(2026, 9, 9, 15, 59, 59, tzinfo=UTC)
    )
    day = {"opened_from": "2026-09-10", "opened_until": "2026-09-10"}
    assert numbers(page(dispatcher).get("/tickets/", day)) == [first.number]
    day = {"opened_until": "2026-09-09"}
    assert numbers(page(dispatcher).get("/tickets/", day)) == [before.number]
    asked = str(TicketFilter(day, queryset=Ticket.objects.all()).qs.query)
    assert "opened_at" in asked.partition("WHERE")[2]
    assert "django_datetime" not in asked.partition("WHERE")[2]
    assert "AT TIME ZONE" not in asked.partition("WHERE")[2]


def test_a_list_draws_up_the_conditions_that_are_asked_for(page, dispatcher):
    """Of all others neither fields nor rows of choices are made for each list."""
    shown = page(dispatcher).get("/tickets/", {"status": "assigned", "by": "due", "without": ["dealer"]})
    assert list(shown.context["filter"].form.fields) == ["status", "without"]
    assert [token["name"] for token in shown.context["tokens"]] == ["status", "without"]


UNREADABLE = [
    {"dealer": "NOPE"},
    {"status": "nonsense"},
    {"opened_from": "yesterday"},
    {"import_run": "x"},
    {"only": "open", "engineer": "NOBODY"},
]


@pytest.mark.parametrize("query", UNREADABLE, ids=str)
def test_a_condition_that_can_not_be_read_shows_nothing_and_says_so(page, dispatcher, unit, query):
    """Not everything: neither on the page nor, unasked, as a file of all tickets (J3, C10)."""
    ticket = TicketFactory(dealer=unit.dealer, equipment=unit)
    client = page(dispatcher)
    response = client.get("/tickets/", query)
    ((name, errors),) = response.context["filter"].form.errors.items()
    assert escape(errors[0]) in body(response)
    assert str(response.context["filter"].form[name].label) in body(response)
    assert ticket.number not in body(response)
    assert 'name="opened_until"' in body(response), "the form that mends it has all conditions"
    assert client.get("/tickets/export/", query).status_code == 422
    assert not AuditEntry.objects.filter(verb="export").exists()


def test_filters_find_nothing_of_another_dealer(page, souths_desk, unit):
    """L2."""
    TicketFactory(dealer=unit.dealer, equipment=unit)
    for query in ({"q": "RD280"}, {"q": "5678"}, {"dealer": "NORTH"}, {"only": "open"}):
        response = page(souths_desk).get("/tickets/", query)
        assert numbers(response) == []
        assert "华东一号经销商" not in body(response)


def test_a_condition_is_dropped_by_its_token_and_the_last_one_leads_to_all(page, dispatcher, unit):
    response = page(dispatcher).get("/tickets/", {"only": "open"})
    (token,) = response.context["tokens"]
    assert token["remove_url"] == "?only="
    assert page(dispatcher).get("/tickets/" + token["remove_url"]).status_code == 200
    two = page(dispatcher).get("/tickets/", {"only": "open", "status": ["new", "offered"]}).context["tokens"]
    assert {token["remove_url"] for token in two} == {"?only=open", "?status=new&status=offered"}


def test_the_queue_pages_by_key(page, dispatcher, unit):
    tickets = [TicketFactory(dealer=unit.dealer, equipment=unit) for _ in range(3)]
    client = page(dispatcher)
    first = client.get("/tickets/", {"only": "open", "limit": 2, "sort": "number"})
    assert numbers(first) == [one.number for one in tickets[:2]]
    second = client.get(first.context["next_url"])
    assert numbers(second) == [tickets[2].number]
    assert numbers(client.get(second.context["previous_url"])) == [one.number for one in tickets[:2]]


def test_a_mark_that_is_none_starts_at_the_first_page(page, dispatcher, unit):
    TicketFactory(dealer=unit.dealer, equipment=unit)
    for cursor in ("nonsense", "cD1hYmM=", "cD0yMDI2"):
        response = page(dispatcher).get("/tickets/", {"only": "open", "cursor": cursor}, follow=True)
        assert response.status_code == 200


def test_own_views_stand_beside_it(page, dispatcher, agent):
    """L1."""
    SavedView.objects.create(user=dispatcher, page="tickets:list", name="投诉", query="kind=complaint")
    response = page(dispatcher).get("/tickets/", {"kind": "complaint"})
    assert response.context["current_view"] == "投诉"
    assert "delete" in body(response)
    assert page(agent).get("/tickets/", {"kind": "complaint"}).context["current_view"] == ""


def test_an_empty_queue_says_so(page, norths_desk):
    client = page(norths_desk)
    for query in ({"only": "due"}, {"kind": "complaint"}, {"only": ""}):
        response = client.get("/tickets/", query)
        assert 'class="empty"' in body(response)


def test_the_queue_as_a_file_masks_phones_and_is_recorded(page, norths_desk, agent, unit):
    """C10, I8: own rows alone, formulas as text, an audit row with the count."""
    TicketFactory(dealer=norths_desk.dealer, equipment=unit, description="=1+1")
    TicketFactory(dealer=DealerFactory())
    response = page(norths_desk).get("/tickets/export/", {"only": "open"})
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(min_row=2))
    assert len(rows) == 1
    assert (rows[0][5].value, rows[0][5].data_type, rows[0][9].value) == ("=1+1", "s", "138****5678")
    assert AuditEntry.objects.get(verb="export").reason.startswith("1 rows")
    assert page(agent).get("/tickets/export/").status_code == 403


def test_the_conditions_are_fetched_when_somebody_opens_them(page, dispatcher):
    """D3: the choices are long, so the list does without; without a script they are a page of their own."""
    client = page(dispatcher)
    whole = client.get("/tickets/filters/", {"kind": "repair"})
    part = client.get("/tickets/filters/", {"kind": "repair"}, headers={"HX-Request": "true"})
    assert '<option value="repair" selected>' in body(whole)
    assert '<option value="repair" selected>' in body(part)
    assert ("<html" in body(whole), "<html" in body(part)) == (True, False)
    assert 'id="filter-form"' not in body(client.get("/tickets/", {"kind": "repair"}))
    assert 'id="filter-form"' in body(client.get("/tickets/", {"kind": "unknown"}))
