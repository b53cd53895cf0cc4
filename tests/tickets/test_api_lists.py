"""Lists of tickets in the API: narrowed, paged by key, with a number of statements that stays (D1)."""

from datetime import UTC, datetime

import pytest

from dealers.roles import Role
from tests.factories.dealers import UserFactory
from tickets.states import TicketStatus

S = TicketStatus
LIST = "/api/v1/tickets/"


def numbers(answer):
    assert answer.status_code == 200, answer.content
    return {row["number"] for row in answer.json()["results"]}


def test_lists_are_narrowed(api, agent, ticket_in, norths_engineer, unit):
    new = ticket_in(
        S.NEW, kind="complaint", channel="letter", opened_at=datetime(2026, 9, 10, 16, tzinfo=UTC)
    )
    assigned = ticket_in(S.ASSIGNED, opened_at=datetime(2026, 9, 10, 15, 59, tzinfo=UTC))
    client = api(agent)
    for query, expected in [
        ("status=new", {new}),
        ("status=new&status=assigned", {new, assigned}),
        ("kind=complaint", {new}),
        ("channel=letter", {new}),
        ("dealer=NORTH", {assigned}),
        ("engineer=N-1", {assigned}),
        (f"equipment={unit.serial_number}", {new, assigned}),
        ("equipment=NOBODY", set()),
        ("opened_from=2026-09-11", {new}),  # 16:00 UTC is the local midnight
        ("opened_until=2026-09-10", {assigned}),
        ("import_run=7", set()),
        (f"q={new.number}", {new}),
        ("q=5678", {new, assigned}),
        ("q=13812345678", {new, assigned}),
        ("only=due", {new}),
        ("only=open", {new, assigned}),
        ("only=history", set()),
    ]:
        assert numbers(client.get(f"{LIST}?{query}")) == {ticket.number for ticket in expected}, query


@pytest.mark.parametrize(
    "query", ["status=nonsense", "dealer=SOUTH", "opened_from=yesterday", "import_run=x"]
)
def test_nonsense_and_foreign_dealers_are_no_filters(api, norths_desk, south, query):
    assert api(norths_desk).get(f"{LIST}?{query}").status_code == 400


def test_a_list_is_newest_first_in_pages_by_key(api, agent, ticket_in):
    made = [ticket_in(S.NEW, opened_at=datetime(2026, 9, 1, hour, tzinfo=UTC)) for hour in range(5)]
    client, seen, url = api(agent), [], f"{LIST}?limit=2"
    while url:
        page = client.get(url).json()
        seen += [row["number"] for row in page["results"]]
        url = page["next"]
    assert seen == [ticket.number for ticket in reversed(made)]


def test_the_statements_of_a_list_do_not_grow(api, agent, ticket_in, jiangning, django_assert_num_queries):
    """The same literal number at 1 row and at 50."""
    client = api(agent)
    assert agent.rights
    for size in (1, 49):
        for _ in range(size):
            ticket_in(S.ACCEPTED, division=jiangning)
        with django_assert_num_queries(12):
            assert len(client.get(LIST).json()["results"]) >= size


def test_who_sees_no_tickets_is_forbidden_the_list(api, db):
    assert api(UserFactory(roles=[Role.FINANCE])).get(LIST).status_code == 403
