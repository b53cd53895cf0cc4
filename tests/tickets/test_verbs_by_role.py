"""Who gets which answer: each verb for each role, of the own dealer, a foreign one and none (L1, L2).

Asked of the API and of the pages. A verb is taken in a state in which it is possible, so that the answer is
the person's alone: done, 403 (you see it but may not), 404 (it does not exist for you).
"""

import pytest
from django.db import transaction
from django.urls import reverse

from dealers.roles import Role
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tests.tickets.every_verb import FROM, OF_A_TIME, S, V, prepare, steps
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

DONE, MAY_NOT, NOT_THERE = "done", 403, 404
# verb → the state in which it is tried
TRIED = {
    V.OFFER: S.NEW,
    V.ACCEPT: S.OFFERED,
    V.REFUSE: S.OFFERED,
    V.ASSIGN: S.ACCEPTED,
    V.APPOINT: S.ASSIGNED,
    V.CONFIRM: S.ASSIGNED,
    V.CALL_OFF: S.ASSIGNED,
    V.WAIT: S.ASSIGNED,
    V.CHASE: S.WAITING,
    V.RESUME: S.WAITING,
    V.PROMISE: S.ASSIGNED,
    V.ANSWER: S.ASSIGNED,
    V.DEPART: S.ASSIGNED,
    V.ARRIVE: S.ASSIGNED,
    V.RECORD: S.ASSIGNED,
    V.SOLVE: S.ACCEPTED,
    V.REOPEN: S.RESOLVED,
    V.CLOSE: S.RESOLVED,
    V.CANCEL: S.ASSIGNED,
    V.PRIORITIZE: S.ASSIGNED,
    V.MERGE: S.ASSIGNED,
    V.CLASSIFY: S.ASSIGNED,
}
SPEAK = {V.CHASE, V.PROMISE, V.ANSWER, V.CLASSIFY}
REQUEST = {V.CANCEL, V.MERGE, V.PRIORITIZE}
HANDLE = {V.WAIT, V.RESUME, V.APPOINT, V.CONFIRM, V.CALL_OFF}
DESK = {V.ACCEPT, V.REFUSE, V.ASSIGN, V.SOLVE, V.REOPEN, V.CLOSE} | SPEAK | HANDLE
AGENT = {V.SOLVE, V.REOPEN, V.CLOSE} | SPEAK | REQUEST
DISPATCHER = AGENT | {V.OFFER}
ENGINEER = {V.DEPART, V.ARRIVE, V.RECORD} | SPEAK | HANDLE
OWN, FOREIGN, NONE = "own", "foreign", "none"

# roles that see no tickets at all: told so, whatever they ask for, there or not
BLIND = {
    *(Role.PARTS_CLERK, Role.FINANCE, Role.ADMINISTRATOR),
    *(Role.DEPARTMENT_HEAD, Role.COUNTER_CLERK, Role.WORKSHOP_TECHNICIAN),
    *(Role.LOGISTICS_CLERK, Role.ACCOUNTS, Role.PROPOSAL_COMMITTEE),
    *(Role.INSPECTION_GROUP, Role.RENEWAL_CLERK),
}
# role → (of the serving dealer, of another dealer, of none): the verbs that are done, what is left is 403;
# none where the ticket does not exist. Headquarters' roles act without a dealer alone.
TABLE = {
    Role.AGENT: (set(), None, AGENT),
    Role.DISPATCHER: (set(), None, DISPATCHER),
    Role.SERVICE_MANAGER: (set(), None, DISPATCHER),
    Role.TECHNICAL_SUPPORT: (set(), None, set()),
    Role.QUALITY_SPECIALIST: (set(), None, set()),
    Role.SERVICE_ADMINISTRATOR: (set(), None, set()),
    Role.DEPUTY_IN_CHARGE: (set(), None, set()),
    Role.GENERAL_MANAGER: (set(), None, set()),
    Role.REGION_HEAD: (set(), None, None),
    Role.DEALER_USER: (DESK, None, None),
    Role.CENTRE_USER: (DESK, None, None),
    Role.ENGINEER: (ENGINEER, None, None),
}


def test_the_table_names_every_role_and_every_verb_of_tickets():
    assert set(TABLE) | BLIND == set(Role)
    assert set(TRIED) == {verb for verbs in FROM.values() for verb in verbs} - {
        *(V.QUOTE, V.AGREE, V.DECLINE, V.WITHDRAW),  # of a quote's own pages: test_quotes.py
        *(V.REFER, V.ADVISE),  # of a referral's: test_referrals.py
    }


def expected(role, whose, verb):
    """Return what a cell says; a new ticket is no dealer's yet, an engineer sees what they repair (E1)."""
    if role in BLIND:
        return MAY_NOT
    done = TABLE[role][(OWN, FOREIGN, NONE).index(whose)]
    if done is None or (whose == OWN and TRIED[verb] is S.NEW):
        return NOT_THERE
    if verb in done:
        return DONE
    is_theirs = TRIED[verb] in {S.ASSIGNED, S.WAITING}
    return MAY_NOT if role is not Role.ENGINEER or is_theirs else NOT_THERE


@pytest.fixture
def person(north, south, norths_engineer):
    def make(role, whose):
        dealer = {OWN: north, FOREIGN: south, NONE: None}[whose]
        if role is Role.ENGINEER and whose == OWN:
            return norths_engineer.user
        user = UserFactory(dealer=dealer, roles=[role], is_staff=role is Role.ADMINISTRATOR)
        if role is Role.ENGINEER:
            ServiceStaffFactory(dealer=dealer, user=user)
        return user

    return make


def typed(facts):
    """Return the facts of a service as a page and as a program send them."""
    sent = {name: getattr(value, "code", getattr(value, "number", value)) for name, value in facts.items()}
    page = dict(sent)
    if "begins_at" in page:
        page = {"day": "2026-09-15", "begins": "14:00", "ends": "16:00", "reason": page["reason"]}
    if "until" in page:
        page["until"] = "2026-09-15T14:00"
    return page, {
        name: getattr(value, "isoformat", lambda value=value: value)() for name, value in sent.items()
    }


def answered(response, ticket, seen):
    """Say which answer came: done means that the ticket moved, by whatever page it is shown."""
    moved = Ticket.objects.get(pk=ticket.pk).version != seen
    if response.status_code in {200, 201, 302} and moved:
        return DONE
    assert not moved
    return response.status_code


@pytest.fixture
def tried(request, ticket_in, norths_engineer):
    """Make a ticket in the state in which a verb is tried; one that will be done has what it needs."""

    def make(verb, *, is_done):
        status = TRIED[verb]
        theirs = {"engineer": norths_engineer, "waiting_from": "assigned"} if status is S.WAITING else {}
        ticket, table = ticket_in(status, **theirs), steps(request, status)
        needs = {verb} & (OF_A_TIME | {V.ANSWER}) if is_done else set()
        return prepare(ticket, table, needs), table

    return make


def ask(send, ticket):
    """Send one request and take back what it did; return its answer."""
    with transaction.atomic():
        answer = answered(send(), ticket, ticket.version)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("whose", [OWN, FOREIGN, NONE])
@pytest.mark.parametrize("role", list(Role), ids=str)
def test_who_takes_which_step(page, api, person, tried, time_machine, at, role, whose):
    """Each cell holds what it says, for programs and on the pages alike."""
    time_machine.move_to(at, tick=False)
    actor, found, wanted = person(role, whose), {}, {}
    browser, program, made = page(actor), api(actor), {}
    for verb, status in TRIED.items():
        wanted[verb.value] = (expected(role, whose, verb),) * 2
        is_done = wanted[verb.value][0] == DONE
        if is_done or status not in made:
            made[status] = tried(verb, is_done=is_done)
        ticket, table = made[status]
        form, body = typed(table[verb][2])
        url, address = (
            reverse(f"tickets:{verb.value}", args=[ticket.number]),
            f"/api/v1/tickets/{ticket.number}",
        )
        found[verb.value] = (
            ask(lambda url=url, form=form: browser.post(url, form), ticket),
            ask(
                lambda verb=verb, at=address, body=body: program.post(
                    f"{at}/{verb.value}/", body, format="json"
                ),
                ticket,
            ),
        )
    assert found == wanted
