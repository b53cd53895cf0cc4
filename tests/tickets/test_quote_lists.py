"""Quotes in lists: what is unanswered, what is due on the home page, the file, and the API (C4, L1, J3)."""

import io
from datetime import timedelta

import pytest
import time_machine
from openpyxl import load_workbook

from dealers.roles import Role
from records.models import AuditEntry, OutboxMessage
from tests.factories.dealers import UserFactory
from tests.tickets.quotes import NOW, agreed, drafted, fresh, item, sent
from tickets import services
from tickets.models import Quote
from tickets.quotes import due
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus
LIST, API = "/quotes/", "/api/v1/quotes/"
LINE = {"kind": "part", "text": "更换主油泵", "quantity": "1", "unit": "台", "unit_price": "4800.00"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def finance(db):
    return UserFactory(username="finance", roles=[Role.FINANCE])


@pytest.fixture
def each(ticket_in, norths_desk, agent):
    """A quote in each of five states, on tickets of their own."""
    quotes = {"drafted": drafted(ticket_in(S.ASSIGNED), norths_desk)}
    quotes["sent"] = sent(ticket_in(S.ASSIGNED), norths_desk)
    quotes["agreed"] = agreed(sent(ticket_in(S.ASSIGNED), norths_desk, items=[item(unit_price="99")]), agent)
    asked = sent(ticket_in(S.ASSIGNED), norths_desk)
    quotes["declined"] = services.decline_quote(
        asked, actor=agent, at=NOW, answered="phone", said_by="王", reason="太贵"
    )
    asked = sent(ticket_in(S.ASSIGNED), norths_desk)
    quotes["withdrawn"] = services.withdraw_quote(asked, actor=norths_desk, at=NOW)
    return quotes


def body(response):
    return response.content.decode()


def numbers(response):
    return [row["quote"].number for row in response.context["rows"]]


# ── the list ──


def test_the_first_view_is_what_nobody_has_answered(page, each, finance):
    response = page(finance).get(LIST)
    assert response.url == "?status=sent"
    shown = page(finance).get(LIST + response.url)
    assert numbers(shown) == [each["sent"].number]
    assert "5,430.00" in body(shown)


@pytest.mark.parametrize("status", ["drafted", "agreed", "declined", "withdrawn"])
def test_a_list_is_narrowed_by_state(page, each, norths_desk, status):
    shown = page(norths_desk).get(LIST, {"status": status})
    assert numbers(shown) == [each[status].number]


def test_a_list_is_narrowed_by_dealer_ticket_and_days(page, each, finance, south):
    client = page(finance)
    asked = {
        "dealer": ("SOUTH", 0),
        "ticket": (each["sent"].ticket.number, 1),
        "sent_from": ("2026-09-15", 4),
        "sent_until": ("2026-09-14", 0),
    }
    for name, (value, count) in asked.items():
        assert len(numbers(client.get(LIST, {name: value}))) == count
    assert len(numbers(client.get(LIST, {"only": "ever"}))) == 5
    everything = {"sent_from": "0001-01-01", "sent_until": "9999-12-31"}
    assert len(numbers(client.get(LIST, everything))) == 5
    assert "没有符合条件的记录" in body(client.get(LIST, {"dealer": "SOUTH"}))


@pytest.mark.parametrize(("sort", "first"), [("total", "agreed"), ("-total", "withdrawn"), ("until", "sent")])
def test_a_list_is_sorted(page, each, finance, sort, first):
    shown = numbers(page(finance).get(LIST, {"only": "ever", "sort": sort}))
    assert shown[0] == each[first].number
    assert (each["drafted"].number in shown) is (sort != "until")


def test_a_mark_of_another_order_starts_at_the_first_page(page, each, finance):
    assert page(finance).get(LIST, {"only": "ever", "cursor": "nonsense"}).url == "?only=ever"


def test_a_dropped_condition_means_all(page, each, finance):
    shown = page(finance).get(LIST, {"status": "sent"})
    assert [token["remove_url"] for token in shown.context["tokens"]] == ["?only=ever"]


def test_what_ends_soon_is_a_view_of_its_own(page, each, norths_desk):
    assert numbers(page(norths_desk).get(LIST, {"only": "soon"})) == []
    with time_machine.travel(NOW + timedelta(days=12), tick=False):
        assert numbers(page(norths_desk).get(LIST, {"only": "soon"})) == [each["sent"].number]


def test_another_dealers_quotes_are_not_listed(page, each, souths_desk):
    assert numbers(page(souths_desk).get(LIST, {"only": "ever"})) == []


def test_who_sees_neither_tickets_nor_quotes_has_no_list(page, administrator, agent):
    assert page(administrator).get(LIST).status_code == 403
    assert page(administrator).get(LIST + "export/").status_code == 403
    assert page(agent).get(LIST + "export/").status_code == 403  # an agent takes nothing away


def test_the_file_holds_what_the_list_shows_and_is_recorded(page, each, finance):
    response = page(finance).get(LIST + "export/", {"status": "declined"})
    rows = list(load_workbook(io.BytesIO(b"".join(response))).active.values)
    assert len(rows) == 2
    known = dict(zip(rows[0], rows[1], strict=True))
    assert (known["编号"], known["合计（元）"]) == (each["declined"].number, 5430)
    assert "太贵" in rows[1]
    assert AuditEntry.objects.get(verb="export").object_type == "quote"


def test_statements_of_the_list_do_not_grow(page, ticket_in, norths_desk, django_assert_num_queries):
    client = page(norths_desk)
    for count in (1, 8):
        for _ in range(count):
            sent(ticket_in(S.ASSIGNED), norths_desk)
        with django_assert_num_queries(8):
            client.get(LIST, {"status": "sent"})


# ── due ──


def test_the_serving_desk_and_the_engineer_hear_of_what_ends_soon(
    ticket_in, norths_desk, norths_engineer, souths_desk, agent
):
    """C4: three days before the end; who does not serve it is not bothered."""
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    early, soon = NOW + timedelta(days=11), NOW + timedelta(days=12)
    people = {norths_desk: 1, norths_engineer.user: 1, souths_desk: 0, agent: 0}
    for person, count in people.items():
        with time_machine.travel(soon, tick=False):
            assert due.items(person, early) == []
            found = due.items(person, soon)
            assert len(found) == due.waiting(person, soon).count() == count
            assert [one.due for one in found] == [quote.valid_until] * count


@pytest.mark.parametrize("answer", ["agreed", "declined", "lapsed"])
def test_an_answer_is_due_until_somebody_goes_on(
    page, ticket_in, norths_desk, norths_engineer, agent, answer
):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    at = NOW
    if answer == "agreed":
        agreed(quote, agent)
    elif answer == "declined":
        services.decline_quote(quote, actor=agent, at=NOW, answered="phone", said_by="王", reason="太贵")
    else:
        at = NOW + timedelta(days=17)
        services.lapse_quotes(at)
    with time_machine.travel(at, tick=False):
        for person in (norths_desk, norths_engineer.user):
            (found,) = due.items(person, at)
            assert quote.number in found.title
        assert quote.number in body(page(norths_desk).get("/"))
    ticket = fresh(quote).ticket
    services.set_priority(ticket, actor=agent, at=at + timedelta(hours=1), priority="urgent")
    assert due.items(norths_desk, at + timedelta(hours=1)) == []


def test_headquarters_own_are_the_dispatchers(ticket_in, dispatcher, own_engineer, administrator):
    ticket = ticket_in(S.ASSIGNED, dealer=None, engineer=own_engineer)
    sent(ticket, dispatcher)
    soon = NOW + timedelta(days=14)
    assert [len(due.items(person, soon)) for person in (dispatcher, own_engineer.user)] == [1, 1]
    assert due.items(administrator, soon) == []
    assert due.waiting(administrator, soon).count() == 0


# ── the API ──


def test_programs_write_send_and_answer(api, ticket_in, norths_desk, agent):
    ticket = ticket_in(S.ASSIGNED)
    client = api(norths_desk)
    sent_body = {"ticket": ticket.number, "lines": [LINE], "reason": "人为损坏"}
    made = client.post(API, sent_body, format="json")
    assert (made.status_code, made["Location"].endswith(f"{API}QT-2026-00001/")) == (201, True)
    assert (made.json()["status"], made.json()["total"], made.json()["currency"]) == (
        "drafted",
        "4800.00",
        "CNY",
    )
    url = made["Location"]
    changed = client.post(
        f"{url}change/", {"lines": [LINE | {"quantity": "2"}], "reason": "x", "version": 1}, format="json"
    ).json()
    assert (changed["total"], changed["version"]) == ("9600.00", 2)
    assert client.post(f"{url}send/", {"version": 1}, format="json").status_code == 409
    asked = client.post(f"{url}send/", {"version": 2}, format="json").json()
    assert (asked["status"], asked["valid_until"]) == ("sent", "2026-09-30")
    assert OutboxMessage.objects.filter(template="customer.quote").count() == 1
    answer = {"answered": "phone", "said_by": "王老板"}
    assert api(agent).post(f"{url}agree/", answer, format="json").json()["status"] == "agreed"
    again = api(agent).post(f"{url}decline/", answer | {"reason": "x"}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "quote_stands_otherwise")
    ticket.refresh_from_db()
    assert ticket.status == S.ASSIGNED


def test_a_repeated_request_takes_effect_once(api, ticket_in, norths_desk):
    """safety.md, 14."""
    body = {"ticket": ticket_in(S.ASSIGNED).number, "lines": [LINE], "reason": "x"}
    client = api(norths_desk)
    first, second = (
        client.post(API, body, format="json", headers={"Idempotency-Key": "k-1"}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Quote.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": "-5"},
        {"quantity": "0.001"},
        {"quantity": "NaN"},
        {"unit_price": "1000000000"},
        {"unit_price": "0.001"},
        {"unit_price": "Infinity"},
        {"kind": "bribe"},
        {"text": ""},
    ],
)
def test_what_can_not_be_a_line_is_refused(api, ticket_in, norths_desk, wrong):
    body = {"ticket": ticket_in(S.ASSIGNED).number, "lines": [LINE | wrong]}
    assert api(norths_desk).post(API, body, format="json").status_code == 400
    assert not Quote.objects.exists()


def test_two_hundred_lines_are_refused(api, ticket_in, norths_desk):
    body = {"ticket": ticket_in(S.ASSIGNED).number, "lines": [LINE] * 200}
    refused = api(norths_desk).post(API, body, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "too_many_lines")


@pytest.mark.parametrize("status", [S.RESOLVED, S.CLOSED, S.CANCELLED])
def test_finished_work_is_not_quoted(api, ticket_in, norths_desk, status):
    body = {"ticket": ticket_in(status).number, "lines": [LINE]}
    assert api(norths_desk).post(API, body, format="json").status_code == 409


def test_another_dealers_ticket_and_quote_do_not_exist(api, ticket_in, norths_desk, souths_desk):
    """L2."""
    quote = drafted(ticket_in(S.ASSIGNED), norths_desk)
    client = api(souths_desk)
    made = client.post(API, {"ticket": quote.ticket.number, "lines": [LINE]}, format="json")
    assert made.status_code == 400
    for verb in ("change", "send", "agree", "decline", "withdraw"):
        assert client.post(f"{API}{quote.number}/{verb}/", {}, format="json").status_code == 404
    assert client.get(API).json()["results"] == []


def test_who_sees_it_and_may_not_is_forbidden(api, ticket_in, norths_desk, finance, administrator):
    quote = sent(ticket_in(S.ASSIGNED), norths_desk)
    assert api(finance).get(f"{API}{quote.number}/").json()["status"] == "sent"
    assert api(finance).post(f"{API}{quote.number}/withdraw/", {}, format="json").status_code == 403
    assert api(administrator).get(API).status_code == 403
    assert api(norths_desk).post(f"{API}{quote.number}/withdraw/", {}, format="json").status_code == 200


def test_statements_of_the_api_do_not_grow(api, ticket_in, norths_desk, django_assert_num_queries):
    client = api(norths_desk)
    client.get(API)  # who asks is read once, here
    for count in (1, 6):
        for _ in range(count):
            sent(ticket_in(S.ASSIGNED), norths_desk)
        with django_assert_num_queries(2):
            client.get(API, {"status": "sent"})
