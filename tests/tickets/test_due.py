"""What of tickets waits for whom (L1)."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from dealers.roles import Role
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tickets import due
from tickets.permissions import allowed_verbs
from tickets.services import accept_ticket
from tickets.states import OPEN, TicketStatus

pytestmark = pytest.mark.django_db

S = TicketStatus
# who has something to do about a ticket of North in which state
WAITS = {
    S.NEW: {"agent", "dispatcher", "manager"},
    S.OFFERED: {"norths_desk"},
    S.ACCEPTED: {"norths_desk"},
    S.ASSIGNED: {"norths_engineer"},
    S.WAITING: set(),
    S.RESOLVED: {"norths_desk"},
    S.CLOSED: set(),
    S.CANCELLED: set(),
}
EVERYBODY = [
    "agent",
    "dispatcher",
    "manager",
    "deputy",
    "norths_desk",
    "centres_desk",
    "souths_desk",
    "norths_engineer",
    "souths_engineer",
]


@pytest.mark.parametrize("status", WAITS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_what_waits_for_whom(request, ticket_in, status, name, at):
    person = request.getfixturevalue(name)
    actor = getattr(person, "user", person)
    ticket = ticket_in(status)
    items = due.items(actor, at)
    assert due.badge(actor, at) == len(items) == (1 if name in WAITS[status] else 0)
    assert all(ticket.number in item.title and ticket.number in item.url for item in items)


@pytest.mark.parametrize("status", WAITS)
@pytest.mark.parametrize("name", EVERYBODY)
def test_a_line_offers_a_step_that_the_person_may_take(request, ticket_in, status, name, at):
    """L1, D5: an agent can't dispatch, but may solve by phone what nobody was sent to yet."""
    person = request.getfixturevalue(name)
    actor = getattr(person, "user", person)
    allowed = allowed_verbs(actor, ticket_in(status))
    offered = {str(words[2]): verb for verb, words in due.WORDS.items()}
    assert {offered[item.button] for item in due.items(actor, at)} <= allowed


def test_a_new_ticket_is_dispatched_by_who_dispatches_and_solved_by_the_agent(
    ticket_in, agent, dispatcher, at
):
    ticket_in(S.NEW)
    with override("en"):
        assert [due.items(actor, at)[0].button for actor in (agent, dispatcher)] == [
            "Solve by phone",
            "Dispatch",
        ]


def test_headquarters_own_waits_for_the_dispatcher(ticket_in, agent, dispatcher, at):
    accept_ticket(ticket_in(S.NEW), actor=dispatcher, at=at)
    assert (due.badge(dispatcher, at), due.badge(agent, at)) == (1, 0)


def test_headquarters_own_engineer_sees_their_work(ticket_in, at):
    engineer = ServiceStaffFactory(dealer=None, user=UserFactory(roles=[Role.ENGINEER]))
    ticket_in(S.ASSIGNED, dealer=None, engineer=engineer)
    assert due.badge(engineer.user, at) == 1


def test_ten_are_shown_one_by_one_and_the_rest_are_counted(ticket_in, norths_desk, at):
    """Home leads to the queue for what is counted and not listed."""
    for _ in range(11):
        ticket_in(S.OFFERED)
    assert len(due.items(norths_desk, at)) == 10
    assert due.badge(norths_desk, at) == 11


def test_the_longest_waiting_comes_first(ticket_in, norths_desk, at):
    later, earlier = (
        ticket_in(S.OFFERED, opened_at=at),
        ticket_in(S.RESOLVED, opened_at=at - timedelta(days=3)),
    )
    assert [item.url for item in due.items(norths_desk, at)] == [
        earlier.get_absolute_url(),
        later.get_absolute_url(),
    ]


def test_a_number_of_statements_that_does_not_grow(ticket_in, norths_desk, at, django_assert_num_queries):
    """One for the alerts, one for the lines and one for the badge, at 1 ticket and at 50."""
    assert norths_desk.rights
    assert norths_desk.dealer_ids
    for size in (1, 49):
        for _ in range(size):
            ticket_in(S.OFFERED)
        with django_assert_num_queries(3):
            due.items(norths_desk, at)
            due.badge(norths_desk, at)


def test_who_sees_no_tickets_has_none_due(ticket_in, administrator, at):
    ticket_in(S.NEW)
    assert due.items(administrator, at) == []
    assert due.badge(administrator, at) == 0


@pytest.mark.parametrize("who", ["agent", "norths_desk", "dispatcher"])
def test_what_waits_is_looked_for_among_what_is_open_by_a_tickets_own_columns(request, who, at):
    """The tickets of many years are not read through for the few that wait: an index has the state."""
    sql = str(due.waiting(request.getfixturevalue(who), at).query)
    assert f'"tickets_ticket"."status" IN ({", ".join(OPEN)})' in sql
    assert 'JOIN "dealers_user"' not in sql
