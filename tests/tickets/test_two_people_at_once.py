"""Two people move one ticket: one wins, the other is told, nothing is half done (fault 29; T1, T2)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import product
from threading import Barrier

import pytest
from django.db import connection, connections

from records.invariants import broken
from records.refusals import Refusal
from tests.factories.dealers import DealerFactory, ServiceStaffFactory
from tickets import services
from tickets.models import Ticket
from tickets.states import OF_QUOTES, TRANSITIONS, TicketStatus, TicketVerb

S, V = TicketStatus, TicketVerb
AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
# of an agreed time, which most of these tickets don't have: see test_appointments.py
OF_A_TIME = {V.CONFIRM, V.CALL_OFF}
# nor have they a quote: see test_quotes.py
NOT_BY_PEOPLE = {V.OPEN, V.IMPORT, V.LAPSE, V.WARN, V.ESCALATE} | OF_A_TIME | OF_QUOTES
TIME = {"begins_at": AT + timedelta(hours=4), "ends_at": AT + timedelta(hours=6), "reason": "改约"}
FROM = {
    status: sorted({row.verb for row in TRANSITIONS if row.source == status} - NOT_BY_PEOPLE) for status in S
}
PAIRS = [(status, *pair) for status, verbs in FROM.items() for pair in product(verbs, verbs)]


@pytest.fixture
def cast(request):
    """Who makes each verb's move from each state, and with what."""

    def make(status):
        desk, dispatcher = request.getfixturevalue("norths_desk"), request.getfixturevalue("dispatcher")
        engineer, agent = request.getfixturevalue("norths_engineer"), request.getfixturevalue("agent")
        north, ticket_in = request.getfixturevalue("north"), request.getfixturevalue("ticket_in")
        other = ServiceStaffFactory(dealer=north)
        return {
            V.OFFER: (services.offer_ticket, dispatcher, {"dealer": DealerFactory()}),
            V.ACCEPT: (services.accept_ticket, dispatcher if status is S.NEW else desk, {}),
            V.REFUSE: (services.refuse_ticket, desk, {"reason": "人手不够"}),
            V.ASSIGN: (services.assign_ticket, desk, {"engineer": other}),
            V.WAIT: (services.wait_ticket, desk, {"reason": "customer"}),
            V.CHASE: (services.chase_ticket, desk, {"note": "客户说明天答复"}),
            V.PROMISE: (
                services.promise_answer,
                agent,
                {"until": AT + timedelta(hours=4)},
            ),
            V.ANSWER: (services.give_answer, agent, {"note": "已答复"}),
            V.PRIORITIZE: (services.set_priority, agent, {"priority": "urgent"}),
            V.MERGE: (services.merge_ticket, agent, {"other": ticket_in(S.NEW), "reason": "写了两遍"}),
            V.APPOINT: (services.appoint_ticket, desk, TIME),
            V.RESUME: (services.resume_ticket, desk, {}),
            V.RECORD: (
                services.record_service,
                engineer.user,
                {"work_done": "换件", "minutes_worked": 30, "result": "fixed"},
            ),
            V.SOLVE: (services.solve_ticket, agent, {"note": "指导"}),
            V.REOPEN: (services.reopen_ticket, agent, {"reason": "还漏"}),
            V.CLOSE: (services.close_ticket, desk, {}),
            V.CANCEL: (services.cancel_ticket, agent, {"reason": "重复"}),
        }

    return make


def move(ticket, step):
    service, actor, facts = step
    service(ticket, actor=actor, at=AT, **facts)


@pytest.mark.parametrize(("status", "first", "second"), PAIRS, ids=str)
def test_of_two_who_read_the_same_ticket_the_second_is_told(ticket_in, cast, status, first, second):
    """Every pair of verbs in every state: the second holds a ticket as it was before the first."""
    steps = cast(status)
    ticket = ticket_in(status)
    if V.ANSWER in {first, second}:
        move(ticket, steps[V.PROMISE])
    stale = Ticket.objects.get(pk=ticket.pk)
    move(ticket, steps[first])
    after = Ticket.objects.values().get(pk=ticket.pk)
    with pytest.raises(services.TicketMovedByAnother) as refused:
        move(stale, steps[second])
    assert refused.value.status == 409
    assert Ticket.objects.values().get(pk=ticket.pk) == after
    assert stale.version == after["version"]  # the refused one shows how it stands now
    assert [fault for code, fault in broken() if code[0] in "TX"] == []


AT_ONCE = [
    (S.NEW, V.OFFER, V.CANCEL),
    (S.NEW, V.ACCEPT, V.OFFER),
    (S.OFFERED, V.ACCEPT, V.REFUSE),
    (S.OFFERED, V.ACCEPT, V.ACCEPT),
    (S.ACCEPTED, V.ASSIGN, V.ASSIGN),
    (S.ASSIGNED, V.RECORD, V.WAIT),
    (S.ASSIGNED, V.RECORD, V.CANCEL),
    (S.RESOLVED, V.CLOSE, V.REOPEN),
]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("status", "first", "second"), AT_ONCE, ids=str)
def test_of_two_at_the_same_moment_one_wins(ticket_in, cast, status, first, second):
    """Real threads with connections of their own: SQLite's wait in turn, PostgreSQL's collide."""
    steps = cast(status)
    pk = ticket_in(status).pk
    for _, actor, _ in (steps[first], steps[second]):
        assert actor.rights  # read once, here: the race is about the ticket
    start = Barrier(2)

    def act(verb):
        try:
            ticket = Ticket.objects.select_related("engineer").get(pk=pk)
            start.wait(timeout=10)
            move(ticket, steps[verb])
        except Refusal as refusal:
            return refusal.status
        else:
            return 200
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(act, [first, second]))
    assert sorted(answers) == [200, 409]
    assert [fault for code, fault in broken() if code[0] in "TX"] == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_32_reassignments_at_the_same_moment_leave_one(ticket_in, norths_desk, north):
    """Fault 29 in PostgreSQL's own terms: 32 writers hold the same version; one UPDATE finds its row."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: 32 at once need PostgreSQL")
    pk = ticket_in(S.ACCEPTED).pk
    people = ServiceStaffFactory.create_batch(32, dealer=north)
    assert norths_desk.rights
    start = Barrier(len(people))

    def assign(engineer):
        try:
            ticket = Ticket.objects.get(pk=pk)
            start.wait(timeout=30)
            services.assign_ticket(ticket, actor=norths_desk, at=AT, engineer=engineer)
        except Refusal as refusal:
            return refusal.status
        else:
            return 200
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(people)) as pool:
        answers = sorted(pool.map(assign, people))
    assert answers == [200] + [409] * 31
    assert Ticket.objects.get().assignments.count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_caller_in_two_windows_is_one_customer(agent):
    """C6: the second waits for the number of a customer, and finds the first one's row."""
    assert agent.rights
    assert agent.roles
    given = services.Intake(
        kind="repair",
        channel="hotline",
        description="渗油",
        contact_name="王先生",
        contact_phone="13800000001",
        place_text="一号工地",
    )
    start = Barrier(2)

    def open_one(_window):
        try:
            start.wait(timeout=10)
            return services.open_ticket(actor=agent, at=AT, intake=given).customer_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        customers = set(pool.map(open_one, range(2)))
    assert len(customers) == 1
