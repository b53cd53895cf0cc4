"""Two people, or 32, move one ticket: one wins, the others are told, nothing is half done (fault 29)."""

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from threading import Barrier

import pytest
from django.db import connections, transaction

from records.invariants import broken
from records.refusals import Refusal
from tests.factories.dealers import ServiceStaffFactory
from tests.tickets.every_verb import (
    AT,
    BY_NOBODY,
    FROM,
    OF_A_TIME,
    S,
    V,
    needs,
    of_north,
    prepare,
    steps,
    take,
)
from tickets import services
from tickets.models import Ticket, TicketEvent
from tickets.states import OF_QUOTES

PAIRS = [
    (status, *pair)
    for status, verbs in FROM.items()
    for pair in product(verbs, verbs)
    if pair != (V.REFER, V.ADVISE)  # a ticket has one open referral: what is referred can't be answered too
]
ITS_OWN_ROW = OF_QUOTES | {V.ADVISE}


def those_who_come_second(*, with_a_row_of_its_own):
    """Return (status, first, seconds) where the seconds that find the very same ticket stand together."""
    asked = defaultdict(lambda: defaultdict(list))
    for status, first, second in PAIRS:
        if (second in ITS_OWN_ROW) is with_a_row_of_its_own:
            asked[status, first][needs(status, {first, second})].append(second)
    return [(*key, list(together.values())) for key, together in asked.items()]


OF_TICKETS = those_who_come_second(with_a_row_of_its_own=False)
ABOUT_QUOTES = those_who_come_second(with_a_row_of_its_own=True)


def named(value):
    return str(value) if isinstance(value, str) else ""


@pytest.fixture
def cast(request):
    """Who makes each verb's move from a state, and with what."""
    return lambda status: steps(request, status)


@pytest.fixture
def first_of_two(ticket_in, cast):
    """Let the first make its move; yield, for seconds that need the same, the ticket and what each holds."""

    def move(status, first, together):
        table = cast(status)
        for seconds in together:
            wanted = {first, seconds[0]}
            with transaction.atomic():
                ticket = prepare(of_north(ticket_in, table, status, wanted), table, wanted)
                stale = {second: Ticket.objects.get(pk=ticket.pk) for second in seconds}
                take(ticket, table[first])
                yield ticket, [(second, stale[second], table[second]) for second in seconds]
                assert faults() == [], seconds
                transaction.set_rollback(True)

    return move


@pytest.mark.either_database  # one after the other: who is refused is decided by the version alone
@pytest.mark.parametrize(("status", "first", "together"), OF_TICKETS, ids=named)
def test_of_two_who_read_the_same_ticket_the_second_is_told(first_of_two, status, first, together):
    """Every pair of verbs in every state: the second holds a ticket as it was before the first.

    A second who is refused changes nothing, so that the next one finds what the first left.
    """
    for ticket, seconds in first_of_two(status, first, together):
        after, told = standing(ticket)
        for second, stale, step in seconds:
            refusal = refused(stale, step)
            assert refusal is not None, second
            assert refusal.status == 409, second
            assert standing(ticket) == (after, told), second
            if not {first, second} & (OF_A_TIME | ITS_OWN_ROW):  # there the object itself may have gone first
                assert isinstance(refusal, services.TicketMovedByAnother), second
                assert stale.version == after["version"]  # the refused one shows how it stands now


@pytest.mark.either_database
@pytest.mark.parametrize(("status", "first", "together"), ABOUT_QUOTES, ids=named)
def test_a_step_with_a_quote_holds_the_quote_and_finds_the_ticket_as_it_is(
    first_of_two, status, first, together
):
    """C4: what was sent or answered is the quote. Where it or its ticket leads nowhere any more, 409."""
    for ticket, seconds in first_of_two(status, first, together):
        before = standing(ticket)
        for second, stale, step in seconds:
            with transaction.atomic():
                refusal = refused(stale, step)
                if refusal is not None:
                    assert refusal.status == 409, second
                    assert standing(ticket) == before, second
                else:
                    assert [event.verb for event in ticket.events.in_order()][-2:] == [first, second]
                    assert not {first, second} <= {V.AGREE, V.DECLINE, V.WITHDRAW}  # one answer a quote
                    assert first not in {V.CANCEL, V.MERGE, V.SOLVE, V.RECORD}, second  # it is over, or done
                    assert faults() == [], second
                    transaction.set_rollback(True)


def standing(ticket):
    """Return the whole row of a ticket, and how many steps are told of all."""
    return Ticket.objects.values().get(pk=ticket.pk), TicketEvent.objects.count()


def refused(ticket, step):
    """Take a step; return the refusal, if it is one."""
    try:
        with transaction.atomic():
            take(ticket, step)
    except Refusal as refusal:
        return refusal
    return None


def test_every_verb_of_people_stands_in_the_pairs():
    assert {verb for _status, *pair in PAIRS for verb in pair} == set(V) - BY_NOBODY
    asked = [
        (status, first, second)
        for status, first, together in OF_TICKETS + ABOUT_QUOTES
        for seconds in together
        for second in seconds
    ]
    assert sorted(asked) == sorted(PAIRS)


def faults():
    return [fault for _code, fault in broken("T", "X", "D", "C4")]


@pytest.mark.parametrize("verb", sorted(set(V) - BY_NOBODY))
def test_linking_two_tickets_stands_in_nobodys_way(ticket_in, cast, agent, verb):
    """A link moves no ticket: who linked and who moved at the same time both have what they did."""
    status = next(status for status, verbs in FROM.items() if verb in verbs)
    table = cast(status)
    ticket = prepare(of_north(ticket_in, table, status, {verb}), table, {verb})
    stale = Ticket.objects.get(pk=ticket.pk)
    other = ticket_in(S.ACCEPTED)
    take(ticket, table[verb])
    services.link_tickets(stale, actor=agent, at=AT, other=other, reason="同一工地")
    with pytest.raises(services.AlreadyLinked):
        services.link_tickets(stale, actor=agent, at=AT, other=other, reason="再来一次")


def at_once(ticket, taken):
    """Take each step in a thread with a connection of its own; return the answers, the best first.

    SQLite's writers wait in turn, PostgreSQL's collide; all have read the ticket before the first begins.
    """
    start = Barrier(len(taken))

    def act(step):
        try:
            held = Ticket.objects.select_related("engineer").get(pk=ticket.pk)
            start.wait(timeout=60)
            take(held, step)
        except Refusal as refusal:
            return refusal.status
        else:
            return 200
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(taken)) as pool:
        return sorted(pool.map(act, taken))


AT_ONCE = [
    (S.NEW, V.OFFER, V.CANCEL),
    (S.NEW, V.ACCEPT, V.OFFER),
    (S.OFFERED, V.ACCEPT, V.REFUSE),
    (S.OFFERED, V.ACCEPT, V.ACCEPT),
    (S.ACCEPTED, V.ASSIGN, V.ASSIGN),
    (S.ASSIGNED, V.RECORD, V.WAIT),
    (S.ASSIGNED, V.RECORD, V.CANCEL),
    (S.RESOLVED, V.CLOSE, V.REOPEN),
    (S.ASSIGNED, V.CONFIRM, V.CALL_OFF),
    (S.ASSIGNED, V.CALL_OFF, V.APPOINT),
    (S.WAITING, V.AGREE, V.DECLINE),
    (S.WAITING, V.AGREE, V.WITHDRAW),
    (S.ACCEPTED, V.QUOTE, V.SOLVE),
    (S.NEW, V.MERGE, V.OFFER),
    (S.ASSIGNED, V.PRIORITIZE, V.RECORD),
    (S.ASSIGNED, V.PROMISE, V.ANSWER),
]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize(("status", "first", "second"), AT_ONCE, ids=str)
def test_of_two_at_the_same_moment_one_wins(ticket_in, cast, status, first, second):
    """Real threads with connections of their own: SQLite's wait in turn, PostgreSQL's collide."""
    table = cast(status)
    pk = prepare(of_north(ticket_in, table, status, {first, second}), table, {first, second}).pk
    for _, actor, _ in (table[first], table[second]):
        assert actor.rights  # read once, here: the race is about the ticket
    answers = at_once(Ticket(pk=pk), [table[first], table[second]])
    assert answers == [200, 409]
    assert faults() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("status", [status for status in S if FROM[status]], ids=str)
def test_of_32_people_with_every_verb_of_a_state_one_moves_the_ticket(ticket_in, cast, status):
    """Fault 29: all hold one version. SQLite lets one write at a time, on PostgreSQL one UPDATE finds it."""
    table, verbs = cast(status), [verb for verb in FROM[status] if verb not in OF_QUOTES | {V.ADVISE}]
    ticket = prepare(of_north(ticket_in, table, status, verbs), table, verbs)
    people = [verbs[n % len(verbs)] for n in range(32)]
    for _, actor, _ in table.values():
        assert actor.rights
        assert actor.roles
    told = ticket.events.count()
    answers = at_once(ticket, [table[verb] for verb in people])
    assert answers == [200] + [409] * 31
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version + 1
    assert ticket.events.count() == told + 1
    assert faults() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_32_answers_to_one_quote_at_the_same_moment_one_counts(ticket_in, cast):
    """C4: agreed to, declined and withdrawn at once."""
    table, verbs = cast(S.WAITING), [V.AGREE, V.DECLINE, V.WITHDRAW]
    ticket = prepare(ticket_in(S.WAITING), table, verbs)
    for verb in verbs:
        assert table[verb][1].rights
        assert table[verb][1].roles
    answers = at_once(ticket, [table[verbs[n % 3]] for n in range(32)])
    assert answers == [200] + [409] * 31
    assert faults() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_32_answers_to_one_referral_at_the_same_moment_one_counts(ticket_in, cast):
    """D9: what is answered is the referral, whatever became of its ticket meanwhile."""
    table = cast(S.ASSIGNED)
    ticket = prepare(ticket_in(S.ASSIGNED), table, [V.ADVISE])
    assert table[V.ADVISE][1].rights
    assert table[V.ADVISE][1].roles
    answers = at_once(ticket, [table[V.ADVISE]] * 32)
    assert answers == [200] + [409] * 31
    assert ticket.events.filter(verb=V.ADVISE).count() == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_32_engineers_given_a_ticket_at_the_same_moment_one_has_it(ticket_in, norths_desk, north):
    """32 writers hold the same version; one UPDATE finds its row."""
    ticket = ticket_in(S.ACCEPTED)
    people = ServiceStaffFactory.create_batch(32, dealer=north)
    assert norths_desk.rights
    assert norths_desk.roles
    answers = at_once(ticket, [(services.assign_ticket, norths_desk, {"engineer": one}) for one in people])
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
