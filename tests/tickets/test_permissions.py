"""Who is what to a ticket, and what follows: tables, no database (D5, L1, L2)."""

from datetime import UTC, datetime, timedelta

import pytest

from dealers.models import ServiceStaff, User
from dealers.roles import Role, rights_of
from equipment.models import Equipment
from tickets import permissions
from tickets.models import Ticket
from tickets.states import Standing, TicketStatus

W, S = Standing, TicketStatus
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
HEADQUARTERS, NORTH, SOUTH, CENTRE = None, 1, 2, 3
ENGINEER_PK = 77


def person(role, dealer, *, pk=1):
    user = User(pk=pk, dealer_id=dealer)
    outlets = {CENTRE: (CENTRE, NORTH), None: ()}.get(dealer, (dealer,))
    roles = frozenset({role.value})
    user.__dict__.update(roles=roles, rights=rights_of(roles), dealer_ids=outlets)
    return user


def ticket(status, dealer, *, engineer=None, unit_dealer=NORTH, **facts):
    unit = Equipment(pk=5, dealer_id=unit_dealer)
    row = Ticket(status=status, dealer_id=dealer, equipment=unit, contact_id=9, moved_at=AT, **facts)
    if engineer:
        row.engineer = ServiceStaff(pk=6, dealer_id=dealer, user_id=engineer)
    return row


STANDINGS = [
    # role, whose person, status, whose ticket, what they are to it
    (Role.AGENT, HEADQUARTERS, S.ACCEPTED, NORTH, {W.OPENER, W.AGENT, W.HEADQUARTERS}),
    (Role.AGENT, HEADQUARTERS, S.ACCEPTED, None, {W.OPENER, W.AGENT, W.HEADQUARTERS}),
    (Role.DISPATCHER, HEADQUARTERS, S.NEW, None, {W.OPENER, W.AGENT, W.DISPATCHER, W.HEADQUARTERS}),
    (Role.DISPATCHER, HEADQUARTERS, S.OFFERED, NORTH, {W.OPENER, W.AGENT, W.DISPATCHER, W.HEADQUARTERS}),
    (
        Role.DISPATCHER,
        HEADQUARTERS,
        S.ACCEPTED,
        None,
        {W.OPENER, W.AGENT, W.DISPATCHER, W.HEADQUARTERS, W.SERVING_DESK},
    ),
    (Role.DEPUTY_IN_CHARGE, HEADQUARTERS, S.RESOLVED, None, set()),
    (Role.FINANCE, HEADQUARTERS, S.NEW, None, set()),
    (Role.DEALER_USER, NORTH, S.OFFERED, NORTH, {W.OPENER, W.SERVING_DESK}),
    (Role.DEALER_USER, NORTH, S.ACCEPTED, SOUTH, {W.OPENER}),
    (Role.DEALER_USER, NORTH, S.NEW, None, {W.OPENER}),
    (Role.CENTRE_USER, CENTRE, S.OFFERED, NORTH, {W.OPENER}),
    (Role.CENTRE_USER, CENTRE, S.OFFERED, CENTRE, {W.OPENER, W.SERVING_DESK}),
    (Role.ENGINEER, NORTH, S.ASSIGNED, NORTH, {W.ENGINEER}),
    (Role.PARTS_CLERK, NORTH, S.ASSIGNED, NORTH, set()),
    (Role.DEALER_USER, HEADQUARTERS, S.ACCEPTED, None, {W.OPENER}),  # its dealer was forgotten
]


@pytest.mark.parametrize(("role", "of", "status", "dealer", "expected"), STANDINGS)
def test_what_a_person_is_to_a_ticket(role, of, status, dealer, expected):
    """D5, L2: a centre sees its outlets' tickets and is nothing to them."""
    row = ticket(status, dealer, engineer=ENGINEER_PK)
    actor = person(role, of, pk=ENGINEER_PK if role is Role.ENGINEER else 1)
    assert permissions.standings(actor, row) == expected


def test_an_engineer_who_was_relieved_is_nothing_to_the_ticket():
    row = ticket(S.ASSIGNED, NORTH, engineer=ENGINEER_PK)
    assert permissions.standings(person(Role.ENGINEER, NORTH, pk=78), row) == set()
    assert permissions.standings(person(Role.ENGINEER, NORTH, pk=78), ticket(S.ACCEPTED, NORTH)) == set()


MAY = {
    "offer": {"dispatcher"},
    "accept": {"dispatcher", "desk"},
    "refuse": {"desk"},
    "assign": {"desk"},
    "appoint": {"desk", "engineer"},
    "wait": {"desk", "engineer"},
    "chase": {"agent", "dispatcher", "desk", "engineer"},
    "promise": {"agent", "dispatcher", "desk", "engineer"},
    "answer": {"agent", "dispatcher", "desk", "engineer"},
    "link": {"agent", "dispatcher", "desk"},
    "merge": {"agent", "dispatcher"},
    "resume": {"desk", "engineer"},
    "record": {"engineer"},
    "solve": {"agent", "dispatcher", "desk"},
    "reopen": {"agent", "dispatcher", "desk"},
    "close": {"agent", "dispatcher", "desk"},
    "cancel": {"agent", "dispatcher"},
    "quote": {"desk", "engineer"},
    "answer_quote": {"agent", "dispatcher", "desk", "engineer"},
    "withdraw_quote": {"desk", "engineer"},
}
PEOPLE = {
    "agent": (Role.AGENT, HEADQUARTERS),
    "dispatcher": (Role.DISPATCHER, HEADQUARTERS),
    "desk": (Role.DEALER_USER, NORTH),
    "foreign desk": (Role.DEALER_USER, SOUTH),
    "centre": (Role.CENTRE_USER, CENTRE),
    "engineer": (Role.ENGINEER, NORTH),
    "headquarters' engineer": (Role.ENGINEER, HEADQUARTERS),
    "deputy": (Role.DEPUTY_IN_CHARGE, HEADQUARTERS),
}


@pytest.mark.parametrize("verb", MAY)
@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_do_what_with_a_ticket_of_north(verb, name):
    role, of = PEOPLE[name]
    row = ticket(S.ASSIGNED, NORTH, engineer=ENGINEER_PK)
    actor = person(role, of, pk=ENGINEER_PK if name == "engineer" else 1)
    assert getattr(permissions, f"may_{verb}")(actor, row) is (name in MAY[verb])


def test_the_dispatcher_is_the_desk_of_what_headquarters_serves_itself():
    own = ticket(S.ACCEPTED, None)
    assert permissions.may_assign(person(Role.DISPATCHER, HEADQUARTERS), own)
    assert not permissions.may_assign(person(Role.AGENT, HEADQUARTERS), own)


OPENERS = [
    (Role.AGENT, HEADQUARTERS, SOUTH, True),
    (Role.DEALER_USER, NORTH, NORTH, True),
    (Role.DEALER_USER, NORTH, SOUTH, False),
    (Role.CENTRE_USER, CENTRE, NORTH, True),
    (Role.CENTRE_USER, CENTRE, SOUTH, False),
    (Role.ENGINEER, NORTH, NORTH, False),
    (Role.FINANCE, HEADQUARTERS, NORTH, False),
]


@pytest.mark.parametrize(("role", "of", "unit_dealer", "expected"), OPENERS)
def test_who_opens_a_ticket_for_whose_unit(role, of, unit_dealer, expected):
    """D1: headquarters for any unit, a dealer for its own."""
    assert permissions.may_open(person(role, of), Equipment(dealer_id=unit_dealer)) is expected


def test_who_opens_tickets_may_do_so_without_a_unit():
    assert permissions.may_open(person(Role.AGENT, HEADQUARTERS))
    assert permissions.may_open(person(Role.DEALER_USER, NORTH))
    assert not permissions.may_open(person(Role.DEALER_USER, HEADQUARTERS))  # its dealer was forgotten
    assert not permissions.may_open(person(Role.ENGINEER, NORTH))


PHONES = [
    # who, status, days since it moved, may reveal
    ("agent", S.CLOSED, 400, True),
    ("desk", S.ASSIGNED, 400, True),
    ("desk", S.CLOSED, 29, True),
    ("desk", S.CLOSED, 31, False),
    ("engineer", S.ASSIGNED, 0, True),
    ("engineer", S.CLOSED, 1, False),
    ("headquarters' engineer", S.ASSIGNED, 0, False),
    ("deputy", S.ASSIGNED, 0, False),
]


@pytest.mark.parametrize(("name", "status", "days", "expected"), PHONES)
def test_a_phone_is_shown_to_who_has_to_call_and_as_long(name, status, days, expected):
    """C10, E8: the unit is South's, North served it."""
    role, of = PEOPLE[name]
    row = ticket(status, NORTH, engineer=ENGINEER_PK, unit_dealer=SOUTH)
    actor = person(role, of, pk=ENGINEER_PK if name == "engineer" else 1)
    assert permissions.may_reveal_phone(actor, row, AT + timedelta(days=days)) is expected


def test_headquarters_engineer_shows_the_phone_of_their_own_work_alone():
    """E8: judged by what the person may do, not by where they belong."""
    engineer = person(Role.ENGINEER, HEADQUARTERS, pk=ENGINEER_PK)
    assert permissions.may_reveal_phone(engineer, ticket(S.ASSIGNED, None, engineer=ENGINEER_PK), AT)
    assert not permissions.may_reveal_phone(engineer, ticket(S.ASSIGNED, None, engineer=78), AT)
    assert not permissions.may_reveal_phone(engineer, ticket(S.CLOSED, None, engineer=ENGINEER_PK), AT)


def test_who_also_dispatches_is_more_than_an_engineer():
    both = person(Role.DISPATCHER, HEADQUARTERS)
    both.__dict__["rights"] |= rights_of(frozenset({Role.ENGINEER.value}))
    assert permissions.may_reveal_phone(both, ticket(S.ASSIGNED, NORTH, engineer=78), AT)


def test_no_contact_has_no_phone_to_show():
    row = ticket(S.NEW, None)
    row.contact_id = None
    assert not permissions.may_reveal_phone(person(Role.AGENT, HEADQUARTERS), row, AT)


UNITS = [
    (Role.AGENT, HEADQUARTERS, SOUTH, True),
    (Role.DEALER_USER, NORTH, NORTH, True),
    (Role.DEALER_USER, NORTH, SOUTH, False),
    (Role.ENGINEER, NORTH, NORTH, False),
]


@pytest.mark.parametrize(("role", "of", "unit_dealer", "expected"), UNITS)
def test_the_whole_file_of_a_unit_is_its_own_dealers(role, of, unit_dealer, expected):
    """C2: a server sees a reduced card of a unit that is not its own."""
    row = ticket(S.ASSIGNED, NORTH, unit_dealer=unit_dealer)
    assert permissions.may_see_unit(person(role, of), row) is expected


def test_a_ticket_without_a_unit_has_no_file_to_see():
    row = ticket(S.NEW, None)
    row.equipment = None
    assert not permissions.may_see_unit(person(Role.AGENT, HEADQUARTERS), row)


@pytest.mark.parametrize(
    ("reader", "named", "expected"),
    [(HEADQUARTERS, NORTH, True), (NORTH, HEADQUARTERS, True), (NORTH, NORTH, True), (NORTH, SOUTH, False)],
)
def test_another_dealers_people_are_not_named(reader, named, expected):
    roles = {HEADQUARTERS: Role.AGENT}
    people = [person(roles.get(of, Role.DEALER_USER), of) for of in (reader, named)]
    assert permissions.may_name(*people) is expected


def test_who_sees_and_takes_away_lists():
    assert permissions.may_see(person(Role.ENGINEER, NORTH))
    assert not permissions.may_export(person(Role.ENGINEER, NORTH))
    assert permissions.may_export(person(Role.DEALER_USER, NORTH))
    assert not permissions.may_see(person(Role.FINANCE, HEADQUARTERS))
